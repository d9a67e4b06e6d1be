// The index: all rows of the batch, sorted, searched and shown a page at a time.
const PAGE = 100;
const MANY = 20000;
const FIELDS = { title: 2, site: 3, published: 4, verify: 5, reported: 6, anonymous: 7, own: 8, figures: 9, reread: 10, words: 11 };
const TEXTS = new Set(["title", "site", "published"]);
const table = byId("list");
let rows = data.rows;
let page = 0;
let sorted = { by: null, down: false };
let haystack = null;

const number = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, data.grouping);
const cell = (tag, text, name) => { const e = document.createElement(tag); e.textContent = text; if (name) e.className = name; return e; };
const cut = (text) => (Array.from(text).length > 90 ? Array.from(text).slice(0, 90).join("") + "…" : text);

function draw() {
  const pages = Math.max(Math.ceil(rows.length / PAGE), 1);
  page = Math.min(Math.max(page, 0), pages - 1);
  const body = document.createElement("tbody");
  for (const row of rows.slice(page * PAGE, (page + 1) * PAGE)) {
    const line = document.createElement("tr");
    const head = cell("th", "");
    head.scope = "row";
    const link = document.createElement("a");
    // The page's name has letters, digits, `-`, `_` and `.` only.
    link.href = data.folder + "/" + encodeURIComponent(row[1] === 0 ? row[0] : row[1]) + ".html";
    link.append(cell("bdi", cut(row[2] || row[0])));
    head.append(link);
    line.append(head, cell("td", row[3] || ""), cell("td", row[4] || ""));
    for (let i = 5; i < row.length; i += 1) line.append(cell("td", number(row[i]), "n"));
    body.append(line);
  }
  table.tBodies[0].replaceWith(body);
  byId("where").textContent = fill(data.labels.page_of, { n: page + 1, m: pages });
  byId("previous").disabled = page === 0;
  byId("next").disabled = page === pages - 1;
  show(document.querySelector("main .pager"), pages > 1);
  tell(counted(data.labels.rows, rows.length));
}

function select() {
  const words = plain(byId("search").value).split(/\s+/u).filter(Boolean);
  const site = byId("f-site").value;
  const fragile = byId("f-verify").checked;
  if (words.length > 0) haystack = haystack || data.rows.map((r) => plain([r[0], r[2], r[3]].join(" ")));
  const fits = (r, i) => (site === "" || r[FIELDS.site] === site) && (!fragile || r[FIELDS.verify] > 0) && words.every((w) => haystack[i].includes(w));
  rows = words.length > 0 || site !== "" || fragile ? data.rows.filter(fits) : data.rows;
  drawSources(words);
  if (sorted.by) {
    const at = FIELDS[sorted.by];
    const sign = sorted.down ? -1 : 1;
    const value = (r) => r[at] || (sorted.by === "title" ? r[0] : "");
    if (!TEXTS.has(sorted.by)) rows = [...rows].sort((a, b) => sign * (a[at] - b[at]));
    else if (rows.length > MANY) {
      // The order of a language is slow to tell; of very many rows the letters without accents decide.
      const named = rows.map((r) => [plain(value(r)), r]);
      named.sort(([a], [b]) => (a < b ? -sign : a > b ? sign : 0));
      rows = named.map(([, r]) => r);
    } else {
      const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
      rows = [...rows].sort((a, b) => sign * order.compare(value(a), value(b)));
    }
  }
  page = 0;
  draw();
}

// The sources whose names hold all words, the most used first.
let names = null;
function drawSources(words) {
  const list = byId("source-list");
  if (!list) return;
  if (words.length > 0) names = names || data.sources.map((s) => plain(s[0]));
  const body = document.createElement("tbody");
  const found = words.length > 0 ? data.sources.filter((s, i) => words.every((w) => names[i].includes(w))) : data.sources;
  for (const [name, kind, rung, identified, claims, articles] of found.slice(0, PAGE)) {
    const line = document.createElement("tr");
    const head = cell("th", "");
    head.scope = "row";
    head.append(cell("span", "", "key " + identified), " ", cell("bdi", cut(name)));
    line.append(head, cell("td", data.kinds[kind]), cell("td", data.rungs[rung]), cell("td", number(claims), "n"), cell("td", number(articles), "n"));
    body.append(line);
  }
  list.tBodies[0].replaceWith(body);
}

// The sites that can be chosen, in order of the alphabet; one alone is no choice.
function offerSites() {
  const sites = [...new Set(data.rows.map((r) => r[FIELDS.site]).filter(Boolean))];
  if (sites.length < 2) return;
  sites.sort(new Intl.Collator(document.documentElement.lang).compare);
  for (const site of sites) {
    const option = cell("option", cut(site));
    option.value = site;
    byId("f-site").append(option);
  }
  show(byId("f-site").closest("label"), true);
}

if (table) {
  for (const head of all("th[data-sort]", table)) {
    const button = cell("button", head.textContent);
    button.type = "button";
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const by = head.dataset.sort;
      sorted = { by, down: sorted.by === by ? !sorted.down : !TEXTS.has(by) };
      all("th[data-sort]", table).forEach((h) => h.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
      select();
    });
  }
  let waiting = 0;
  byId("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(select, 120); });
  byId("f-site").addEventListener("change", select);
  byId("f-verify").addEventListener("change", select);
  byId("previous").addEventListener("click", () => { page -= 1; draw(); });
  byId("next").addEventListener("click", () => { page += 1; draw(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.matches("input")) { event.preventDefault(); byId("search").focus(); }
  });
  offerSites();
  show(document.querySelector(".work"), true);
  draw();
}
