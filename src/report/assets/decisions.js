// Decisions: what a reader says of each attribution, kept in the browser and written as a file that is gold.
const FORMAT = "sourcier-review/1";
const KEY = "sourcier:review:" + data.text_sha256;
const INITIALS = "sourcier:initials";
const letters = Array.from(data.text);
const attributions = new Map(data.attributions.map((a) => [a.id, a]));
let keeps = true;

const kept = (key) => { try { return window.localStorage.getItem(key); } catch { keeps = false; return null; } };
const keep = (key, value) => { try { window.localStorage.setItem(key, value); } catch { keeps = false; } };

const empty = () => ({ decisions: {}, added: [], marks: {} });
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isSpans = (value) => Array.isArray(value) && value.every((s) => Array.isArray(s) && s.length === 2
  && s.every(Number.isInteger) && 0 <= s[0] && s[0] < s[1] && s[1] <= letters.length);

let review = (() => {
  try {
    const read = JSON.parse(kept(KEY) || "null");
    return isObject(read) && isObject(read.decisions) && Array.isArray(read.added) && isObject(read.marks) ? read : empty();
  } catch { return empty(); }
})();

function save() {
  keep(KEY, JSON.stringify(review));
  tell(keeps ? data.labels.saved : data.labels.not_saved);
}

const decision = (id) => review.decisions[id] || {};

function decide(id, change) {
  const next = { ...decision(id), ...change };
  for (const key of Object.keys(next)) if (next[key] === undefined || next[key] === "") delete next[key];
  if (Object.keys(next).length === 0) delete review.decisions[id];
  else review.decisions[id] = next;
  save();
}

const added = (id) => review.added.find((a) => a.id === id);

// The state of an attribution in a word.
function stateOf(id) {
  if (added(id)) return "added";
  const d = decision(id);
  if (d.verdict === "rejected") return "rejected";
  if (d.source || d.content || d.cue) return "corrected";
  return d.verdict === "accepted" ? "accepted" : "open";
}

const wordsOf = (spans) => (spans || []).map(([s, e]) => letters.slice(s, e).join("")).join(" … ");

// How much of a content stands in quotation marks, after its words were chosen anew.
function modeOf(spans) {
  const words = wordsOf(spans).trim();
  const marks = /[«»“”"„]/u;
  if (!marks.test(words)) return "indirect";
  return /^[«“"„]/u.test(words) && /[»”"]\s*[.,;!?]?$/u.test(words) && !marks.test(words.slice(1).replace(/[»”"]\s*[.,;!?]?$/u, "")) ? "direct" : "mixed";
}

// The source of the article whose mention the spans are, so that corrected sources stay one person.
function entityOf(spans) {
  const inside = (m) => spans.some(([s, e]) => s <= m[0] && m[1] <= e) || spans.some(([s, e]) => m[0] <= s && e <= m[1]);
  const found = data.sources.find((source) => source.mentions.some(inside));
  return found ? found.id : "n" + spans[0][0];
}

// An attribution as it stands after the reader's decisions.
function effective(id) {
  const extra = added(id);
  if (extra) return extra;
  const a = attributions.get(id);
  const d = decision(id);
  const source = d.source
    ? { id: entityOf(d.source), spans: d.source, kind: d.kind || (a.source && a.source.kind) || "other", identified: d.identified || (a.source && a.source.identified) || "named" }
    : a.source && { ...a.source, kind: d.kind || a.source.kind, identified: d.identified || a.source.identified };
  const content = d.content || a.content;
  return { ...a, cue: d.cue || a.cue, source, content, mode: d.content ? modeOf(content) : a.mode, stance: d.stance || a.stance };
}

// The card on which an attribution is judged decides for a mere relay as well.
const onCard = new Map();
for (const a of data.attributions) onCard.set(a.card, [...(onCard.get(a.card) || []), a]);

function verdictOf(a) {
  const own = stateOf(a.id);
  if (own !== "open" || !a.card || a.card === a.id) return own;
  const judge = onCard.get(a.card).find((b) => b.id !== a.id && stateOf(b.id) !== "open");
  const relays = judge && JSON.stringify(judge.content) === JSON.stringify(a.content);
  return relays ? (stateOf(judge.id) === "rejected" ? "rejected" : "accepted") : "open";
}

function exported(initials) {
  const list = [...data.attributions.map((a) => a.id), ...review.added.map((a) => a.id)].map((id) => {
    const e = effective(id);
    return {
      id, verdict: added(id) ? "added" : verdictOf(attributions.get(id)), cue: e.cue, source: e.source || null, content: e.content,
      mode: e.mode, stance: e.stance, hedged: Boolean(e.hedged), parent: e.parent || null, construction: e.construction || null,
      rule: e.rule || null, note: decision(id).note || null,
    };
  });
  return {
    format: FORMAT, reviewer: initials, date: new Date().toISOString().slice(0, 10), rules: data.rules, version: data.version,
    articles: [{
      id: data.id, site: data.site, text_sha256: data.text_sha256, text: data.text, offsets: "codepoint", attributions: list,
      sources: data.sources, furniture: data.furniture,
      marks: Object.keys(review.marks).sort().map((claim) => ({ claim, mark: review.marks[claim] })),
    }],
  };
}

function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// Takes the decisions of a file over; says what it could not take.
function imported(text) {
  let file;
  try { file = JSON.parse(text); } catch { return data.labels.import_bad; }
  if (!isObject(file) || file.format !== FORMAT || !Array.isArray(file.articles)) return data.labels.import_bad;
  const article = file.articles.find((a) => isObject(a) && a.text_sha256 === data.text_sha256);
  if (!article || !Array.isArray(article.attributions)) return data.labels.import_other;
  let taken = 0, stale = 0;
  for (const a of article.attributions) {
    const parts = isObject(a) && isSpans(a.cue) && isSpans(a.content) && (!a.source || isSpans(a.source.spans));
    if (!parts || typeof a.id !== "string") { stale += 1; continue; }
    if (a.verdict === "added") {
      review.added = review.added.filter((b) => b.id !== a.id);
      review.added.push({ id: a.id, cue: a.cue, source: a.source, content: a.content, mode: a.mode, stance: a.stance, hedged: a.hedged === true, parent: a.parent || null, construction: null, rule: null });
      taken += 1;
    } else if (a.verdict !== "open" || a.note) {
      const own = attributions.get(a.id);
      if (!own) { stale += 1; continue; }
      const d = {};
      if (a.verdict === "rejected" || a.verdict === "accepted") d.verdict = a.verdict;
      const differs = (x, y) => JSON.stringify(x || []) !== JSON.stringify(y || []);
      if (a.verdict === "corrected") {
        if (differs(a.cue, own.cue)) d.cue = a.cue;
        if (differs(a.content, own.content)) d.content = a.content;
        if (a.source && differs(a.source.spans, own.source && own.source.spans)) d.source = a.source.spans;
        if (a.source) { d.kind = a.source.kind; d.identified = a.source.identified; }
        if (a.stance !== own.stance) d.stance = a.stance;
      }
      if (typeof a.note === "string") d.note = a.note;
      review.decisions[a.id] = d;
      taken += 1;
    }
  }
  for (const m of Array.isArray(article.marks) ? article.marks : []) {
    if (isObject(m) && typeof m.claim === "string" && (m.mark === "done" || m.mark === "dismissed")) review.marks[m.claim] = m.mark;
  }
  save();
  return counted(data.labels.imported, taken) + (stale ? " · " + counted(data.labels.import_stale, stale) : "");
}
