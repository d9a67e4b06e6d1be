// The page of an article: cards, filters, keys, judging and correcting.
const list = byId("cards");
const cardsOf = () => all("details.card", list);
const card = (id) => { const found = id && byId(id); return found && found.matches("details.card") ? found : null; };
const idOf = (c) => c.dataset.a || "";
let current = null;

// ---- looking
function choose(c, { scroll = true, text = false } = {}) {
  if (!c) return;
  if (current && current !== c) current.open = false;
  current = c;
  cardsOf().forEach((x) => x.classList.toggle("current", x === c));
  c.open = true;
  document.body.classList.add("sheet-open");
  segments.forEach((s) => s.node.classList.toggle("on", (s.node.dataset.c || "").split(" ").includes(c.id)));
  draw(c);
  if (scroll) {
    const wide = getComputedStyle(list).overflowY === "auto";
    if (wide) list.scrollTop = c.offsetTop - list.offsetTop - 8;
    else c.scrollIntoView({ block: "nearest" });
    const place = byId("t-" + c.id);
    if (text && place) place.scrollIntoView({ block: "center" });
  }
}

function draw(c) {
  const id = idOf(c);
  const d = id ? decision(id) : {};
  const extra = id && added(id);
  const e = id && (extra || d.source || d.content || d.cue) ? effective(id) : null;
  paint("mine-source", e && (extra || d.source) && e.source ? e.source.spans : null);
  paint("mine-content", e && (extra || d.content) ? e.content : null);
  paint("mine-cue", e && (extra || d.cue) ? e.cue : null);
}

function close() {
  document.body.classList.remove("sheet-open");
  if (current) { current.open = false; current.classList.remove("current"); }
  segments.forEach((s) => s.node.classList.remove("on"));
  current = null;
  ["mine-source", "mine-content", "mine-cue"].forEach((name) => paint(name, null));
}

function step(by) {
  const seen = cardsOf().filter((c) => !c.hidden);
  if (seen.length === 0) return;
  const at = seen.indexOf(current);
  const next = at < 0 ? (by > 0 ? 0 : seen.length - 1) : Math.min(Math.max(at + by, 0), seen.length - 1);
  choose(seen[next], { text: true });
}

function follow() {
  let id = "";
  try { id = decodeURIComponent(window.location.hash.slice(1)); } catch { return; }
  choose(card(id), { text: true });
}

// ---- copying
async function copy(id) {
  const sheet = byId("s-" + id);
  if (!sheet) return;
  const address = window.location.href.split("#")[0] + "#" + id;
  const text = sheet.textContent + " " + address;
  try {
    await navigator.clipboard.writeText(text);
    tell(data.labels.copied);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "off";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) {
      choose(card(id));
      window.getSelection().selectAllChildren(sheet);
    }
    tell(done ? data.labels.copied : data.labels.copy_failed);
  }
}

// ---- judging
function refresh() {
  let judged = 0, sum = 0;
  for (const c of cardsOf()) {
    const id = idOf(c);
    if (!id) continue;
    const state = stateOf(id);
    sum += 1;
    judged += state === "open" ? 0 : 1;
    c.dataset.state = state;
    c.querySelector(".state").textContent = state === "open" ? "" : data.labels[state];
    const press = (act, on) => all(`[data-do="${act}"]`, c).forEach((b) => b.setAttribute("aria-pressed", String(on)));
    press("accept", state === "accepted");
    press("reject", state === "rejected");
    mine(c, id);
  }
  for (const button of all('[data-do="done"], [data-do="dismissed"]')) {
    const on = review.marks[button.dataset.card] === button.dataset.do;
    button.setAttribute("aria-pressed", String(on));
  }
  for (const item of all("li.item")) item.dataset.mark = review.marks[item.dataset.card] || "";
  byId("progress").textContent = fill(data.labels.progress, { n: judged, m: sum });
  filter();
}

// What the reader changed, told in the card.
function mine(c, id) {
  const d = decision(id);
  const box = c.querySelector(".mine");
  box.replaceChildren();
  for (const [part, spans] of [["source", d.source], ["cue", d.cue], ["content", d.content]]) {
    if (!spans) continue;
    const line = document.createElement("p");
    const name = document.createElement("b");
    name.textContent = data.labels["part_" + part] + data.colon;
    line.append(name, wordsOf(spans));
    box.append(line);
  }
  show(box, box.childNodes.length > 0);
  const field = c.querySelector("[data-note]");
  if (field && document.activeElement !== field) field.value = d.note || "";
  show(c.querySelector(".note-field"), true);
}

function judge(c, verdict) {
  const id = c && idOf(c);
  if (!id) { tell(data.labels.choose_first); return; }
  if (added(id)) {
    if (verdict === "rejected") { review.added = review.added.filter((a) => a.id !== id); save(); close(); drawAdded(); }
    return;
  }
  if (decision(id).verdict === verdict) decide(id, { verdict: undefined, source: undefined, content: undefined, cue: undefined, kind: undefined, identified: undefined, stance: undefined });
  else if (verdict === "accepted") decide(id, { verdict, source: undefined, content: undefined, cue: undefined });
  else decide(id, { verdict });
  refresh();
  draw(c);
}

function mark(claim, name) {
  if (review.marks[claim] === name) delete review.marks[claim];
  else review.marks[claim] = name;
  save();
  refresh();
}

// ---- correcting
const wish = (name) => byId("f-new-" + name).value;

function correct(part) {
  const spans = selected();
  if (spans.length === 0) { tell(data.labels.select_first); return; }
  const id = current && idOf(current);
  if (!id) { tell(data.labels.choose_first); return; }
  const join = (old) => (byId("join").checked && old ? [...old, ...spans].sort((a, b) => a[0] - b[0]) : spans);
  const extra = added(id);
  if (extra) {
    if (part === "source") extra.source = { id: entityOf(spans), spans: join(extra.source && extra.source.spans), kind: wish("kind") || "other", identified: wish("identified") || "named" };
    else extra[part] = join(extra[part]);
    if (part === "content") extra.mode = modeOf(extra.content);
    save();
    drawAdded();
  } else {
    const change = { verdict: "corrected", [part]: join(decision(id)[part]) };
    if (part === "source" && wish("kind")) change.kind = wish("kind");
    if (part === "source" && wish("identified")) change.identified = wish("identified");
    if (wish("stance")) change.stance = wish("stance");
    decide(id, change);
  }
  refresh();
  if (current) draw(current);
  window.getSelection().removeAllRanges();
  showCorrection();
}

function missing() {
  const spans = selected();
  if (spans.length === 0) { tell(data.labels.select_first); return; }
  const id = "n-" + spans[0][0] + "-" + spans[0][1];
  if (!added(id)) review.added.push({ id, cue: [], source: null, content: spans, mode: modeOf(spans), stance: wish("stance") || "asserts", hedged: false, parent: null, construction: null, rule: null });
  save();
  drawAdded();
  refresh();
  choose(card("new-" + id));
  window.getSelection().removeAllRanges();
  showCorrection();
}

// Cards of what the reader added; the text comes from the article and is never read as markup.
function drawAdded() {
  all("details.card.mine-card", list).forEach((c) => c.remove());
  for (const a of review.added) {
    const c = document.createElement("details");
    c.className = "card mine-card";
    c.id = "new-" + a.id;
    Object.assign(c.dataset, { a: a.id, at: String(a.content[0][0]), source: "", kind: a.source ? a.source.kind : "", rung: "", stance: a.stance, link: "" });
    const summary = document.createElement("summary");
    const part = (tag, name, text) => { const e = document.createElement(tag); e.className = name; e.textContent = text; return e; };
    const who = part("span", "who", "");
    who.append(part("span", "state", ""));
    summary.append(part("span", "where", data.labels.new_claim), part("span", "what", wordsOf(a.content).slice(0, 130)), who);
    const body = part("div", "body", "");
    for (const [name, spans] of [["source", a.source && a.source.spans], ["cue", a.cue], ["content", a.content]]) {
      const line = part("p", "", "");
      line.append(part("b", "", data.labels["part_" + name] + data.colon), spans && spans.length ? wordsOf(spans) : "—");
      body.append(line);
    }
    const drop = part("button", "judge", data.labels.rejected);
    drop.type = "button";
    Object.assign(drop.dataset, { do: "reject", card: c.id });
    const box = part("div", "mine", "");
    box.hidden = true;
    body.append(drop, box);
    c.append(summary, body);
    const before = cardsOf().find((x) => Number(x.dataset.at) > a.content[0][0]);
    list.insertBefore(c, before || null);
  }
}

function showCorrection() {
  show(byId("correction"), selected().length > 0);
}

// ---- filtering
const filters = ["source", "kind", "rung", "stance", "link", "state"];

function filter() {
  const wanted = filters.map((name) => [name, byId("f-" + name).value]).filter(([, value]) => value !== "");
  const words = plain(byId("search").value).split(/\s+/u).filter(Boolean);
  let seen = 0;
  for (const c of cardsOf()) {
    const fits = wanted.every(([name, value]) => (c.dataset[name] || (name === "state" ? "open" : "")) === value);
    const text = words.length ? plain(c.textContent) : "";
    const visible = fits && words.every((w) => text.includes(w));
    c.hidden = !visible;
    seen += visible ? 1 : 0;
  }
  const narrowed = wanted.length > 0 || words.length > 0;
  const ids = new Set(cardsOf().filter((c) => !c.hidden).map((c) => c.id));
  segments.forEach((s) => {
    const own = (s.node.dataset.c || "").split(" ").filter(Boolean);
    s.node.classList.toggle("dim", narrowed && own.length > 0 && !own.some((id) => ids.has(id)));
  });
  show(byId("none-left"), seen === 0);
  tell(narrowed ? counted(data.labels.shown, seen) : "");
}

function reset() {
  filters.forEach((name) => { byId("f-" + name).value = ""; });
  byId("search").value = "";
  filter();
}

// ---- what happens
const acts = {
  copy: (id) => copy(id),
  done: (id) => mark(id, "done"),
  dismissed: (id) => mark(id, "dismissed"),
  accept: (id) => judge(card(id), "accepted"),
  reject: (id) => judge(card(id), "rejected"),
  "as-source": () => correct("source"),
  "as-content": () => correct("content"),
  "as-cue": () => correct("cue"),
  missing: () => missing(),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) { acts[button.dataset.do](button.dataset.card); return; }
  const place = event.target.closest(".prose [data-c]");
  if (place && window.getSelection().isCollapsed) choose(card(place.dataset.c.split(" ")[0]));
});
// Buttons must not take the selection away before it is read.
byId("correction").addEventListener("mousedown", (event) => { if (event.target.closest("button")) event.preventDefault(); });
document.addEventListener("selectionchange", showCorrection);
list.addEventListener("toggle", (event) => {
  const c = event.target;
  if (!c.matches("details.card")) return;
  if (c.open && c !== current) choose(c, { scroll: false });
  else if (!c.open && c === current) close();
}, true);
list.addEventListener("change", (event) => {
  const field = event.target.closest("[data-note]");
  const c = field && card(field.dataset.note);
  if (c && idOf(c)) { decide(idOf(c), { note: field.value.trim() }); refresh(); }
});
filters.forEach((name) => byId("f-" + name).addEventListener("change", filter));
byId("search").addEventListener("input", filter);
byId("reset").addEventListener("click", reset);
byId("initials").value = kept(INITIALS) || "";
byId("initials").addEventListener("change", () => keep(INITIALS, byId("initials").value.trim()));
byId("export").addEventListener("click", () => {
  const initials = byId("initials").value.trim();
  if (!initials) { tell(data.labels.need_initials); byId("initials").focus(); return; }
  const name = data.id.replace(/[^\w.-]+/g, "-").slice(0, 60) + "." + initials.replace(/\W+/g, "") + ".review.json";
  download(name, JSON.stringify(exported(initials), null, 1) + "\n");
  tell(data.labels.exported);
});
byId("import").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  const message = imported(await file.text());
  event.target.value = "";
  drawAdded();
  refresh();
  tell(message);
});
byId("clear").addEventListener("click", () => {
  if (!window.confirm(data.labels.confirm_clear)) return;
  review = empty();
  save();
  close();
  drawAdded();
  refresh();
});

const keys = {
  j: () => step(1), k: () => step(-1),
  a: () => judge(current, "accepted"), r: () => judge(current, "rejected"),
  s: () => correct("source"), p: () => correct("content"), f: () => correct("cue"), m: () => missing(),
  n: () => { const field = current && current.querySelector("[data-note]"); if (field) field.focus(); },
  c: () => { if (current) copy(current.id); },
  "/": () => byId("search").focus(),
};
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { if (event.target.matches("input, select")) event.target.blur(); else close(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  const act = keys[event.key];
  if (act) { event.preventDefault(); act(); }
});
window.addEventListener("hashchange", follow);

show(document.querySelector(".work"), true);
drawAdded();
refresh();
tell("");
follow();
