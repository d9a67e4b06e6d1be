// The page of a control sample: each attribution is right or wrong, and the file says so.
const KEY = "sourcier:sample:" + data.seed + ":" + data.articles.map((a) => a.text_sha256.slice(0, 8)).join("").slice(0, 64);
let verdicts = {};
try {
  const read = JSON.parse(window.localStorage.getItem(KEY) || "{}");
  if (read && typeof read === "object") verdicts = read;
} catch { verdicts = {}; }
const items = all("li.item");
const keyOf = (item) => item.dataset.article + " " + item.dataset.a;
let at = -1;

function draw() {
  let judged = 0;
  for (const item of items) {
    const verdict = verdicts[keyOf(item)];
    judged += verdict ? 1 : 0;
    for (const button of all("[data-do]", item)) button.setAttribute("aria-pressed", String(button.dataset.do === verdict));
  }
  byId("progress").textContent = fill(data.labels.progress, { n: judged, m: items.length });
}

function judge(item, verdict) {
  if (!item) { tell(data.labels.choose_first); return; }
  const key = keyOf(item);
  if (verdicts[key] === verdict) delete verdicts[key];
  else verdicts[key] = verdict;
  try { window.localStorage.setItem(KEY, JSON.stringify(verdicts)); tell(data.labels.saved); } catch { tell(data.labels.not_saved); }
  draw();
}

function step(by) {
  at = Math.min(Math.max(at + by, 0), items.length - 1);
  items.forEach((item, i) => item.classList.toggle("on", i === at));
  if (items[at]) items[at].scrollIntoView({ block: "center" });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("li.item [data-do]");
  if (button) judge(button.closest("li.item"), button.dataset.do);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input")) return;
  const act = { j: () => step(1), k: () => step(-1), a: () => judge(items[at], "accepted"), r: () => judge(items[at], "rejected") }[event.key];
  if (act) { event.preventDefault(); act(); }
});
byId("export").addEventListener("click", () => {
  const initials = byId("initials").value.trim();
  if (!initials) { tell(data.labels.need_initials); byId("initials").focus(); return; }
  const articles = data.articles.map((article) => ({
    ...article,
    attributions: article.attributions.map((a) => ({ ...a, verdict: verdicts[article.text_sha256 + " " + a.id] || "open" })),
  }));
  const review = { format: "sourcier-review/1", reviewer: initials, date: new Date().toISOString().slice(0, 10), rules: data.rules, version: data.version, articles };
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(review, null, 1) + "\n"], { type: "application/json" }));
  link.download = "sample-" + data.seed + "." + initials.replace(/\W+/g, "") + ".review.json";
  document.body.append(link);
  link.click();
  link.remove();
  tell(data.labels.exported);
});
show(document.querySelector(".work"), true);
draw();
