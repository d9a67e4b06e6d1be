// Drives a browser over a report: `node run.mjs REPORT_DIR OUT_DIR`, where CHROMIUM names the browser.
//
// Each check prints a line, `ok` or `FAILED` with what was seen; the last line counts them. What the pages export is
// written to OUT_DIR, so that the program itself can read it back.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [dir, out] = process.argv.slice(2).map((path) => resolve(path));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const address = (path) => pathToFileURL(join(dir, path)).href;
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: WIDE, acceptDownloads: true });
await context.grantPermissions(["clipboard-read", "clipboard-write"]).catch(() => {});
let run = 0, failed = 0;

// Opens a page in a tab of its own; whatever it loads from elsewhere, logs or throws is a fault.
async function opened(path, viewport = WIDE) {
  const page = await context.newPage();
  page.faults = [];
  page.on("request", (r) => { if (r.url().split("#")[0] !== address(path).split("#")[0] && !r.url().startsWith("blob:")) page.faults.push("loads " + r.url()); });
  page.on("console", (m) => { if (["error", "warning"].includes(m.type())) page.faults.push(m.text()); });
  page.on("pageerror", (e) => page.faults.push(e.message));
  page.on("dialog", async (d) => { page.faults.push("dialog " + d.message()); await d.dismiss(); });
  await page.setViewportSize(viewport);
  await page.goto(address(path));
  return page;
}

const assert = (holds, message) => { if (!holds) throw new Error(message); };
const equal = (a, b, what) => assert(JSON.stringify(a) === JSON.stringify(b), `${what}: ${JSON.stringify(a)} instead of ${JSON.stringify(b)}`);

async function check(name, path, body, viewport) {
  run += 1;
  const page = await opened(path, viewport);
  try {
    await body(page);
    equal(page.faults, [], "faults");
    console.log("ok", name);
  } catch (error) {
    failed += 1;
    console.log("FAILED", name, error.message.split("\n").slice(0, 12).join(" / "));
  }
  await page.close();
}

const seen = (page) => page.locator("#cards details.card:visible").count();
const card = (page, state) => page.locator(`#cards details.card[data-state="${state}"]`).count();
// Selects words of the text as a mouse would.
const select = (page, words) => page.evaluate((text) => {
  const walker = document.createTreeWalker(document.querySelector(".prose"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(text);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + text.length);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return true;
  }
  return false;
}, words);
const clear = (page) => page.evaluate(() => localStorage.clear()).then(() => page.reload());

async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const result = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
    return result.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.target.join(" ") + " " + (n.any[0] ? n.any[0].message : "")).join(" ; "));
  });
}

const ARTICLE = "articles/digue.html";
const ENGLISH = "english/articles/digue.html";
const HOSTILE = readFileSync(join(dir, "hostile.txt"), "utf8").trim();

await check("the first screen has words, no scores, no grades", ARTICLE, async (page) => {
  const shown = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const words = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const box = node.parentElement.getBoundingClientRect();
      if (box.top < window.innerHeight && box.height > 0 && !node.parentElement.closest("script, style, [hidden]")) words.push(node.data);
    }
    return words.join(" ");
  });
  assert(shown.includes("ne dit rien de la vérité"), "no stance");
  assert(!/\b0[.,]\d/.test(shown), "a number between 0 and 1: " + shown);
  assert(!/\bT[1-8]\b/.test(shown), "a grade");
  const loud = await page.evaluate(() => Array.from(document.querySelectorAll("*")).filter((e) => {
    const style = getComputedStyle(e);
    return [style.color, style.backgroundColor, style.fill].some((value) => {
      const [r, g, b, a = 1] = (value.match(/[\d.]+/g) || []).map(Number);
      return a > 0 && (r > 150 && g < 80 && b < 80 || g > 140 && r < 90 && b < 90);
    });
  }).length);
  equal(loud, 0, "elements in red or green");
});

await check("what is fragile begins on the first screen", ARTICLE, async (page) => {
  const top = await page.locator(".verify .item").first().evaluate((item) => item.getBoundingClientRect().top);
  assert(top < 800, "it begins at " + Math.round(top));
});

await check("filters and search narrow the claims and the text", ARTICLE, async (page) => {
  const all = await seen(page);
  assert(all > 4, "too few claims: " + all);
  for (const name of ["source", "kind", "rung", "stance", "link"]) {
    const value = await page.locator(`#f-${name} option`).nth(1).getAttribute("value");
    await page.selectOption(`#f-${name}`, value);
    const wanted = await page.locator(`#cards details.card[data-${name}="${value}"]`).count();
    equal(await seen(page), wanted, name);
    assert(wanted > 0 && wanted < all || wanted === all, name + " shows nothing");
    await page.click("#reset");
    equal(await seen(page), all, "after reset");
  }
  await page.selectOption("#f-rung", "T5");
  assert(await page.locator(".prose .dim").count() > 0, "nothing is dimmed");
  await page.click("#reset");
  await page.fill("#search", "PREFET");
  const found = await seen(page);
  assert(found > 0 && found < all, "search finds " + found);
  await page.fill("#search", "zzzz");
  equal(await seen(page), 0, "nothing");
  assert(await page.locator("#none-left").isVisible(), "it is not said that nothing is left");
});

await check("keys walk, accept, reject, undo and note", ARTICLE, async (page) => {
  await clear(page);
  await page.keyboard.press("j");
  const first = await page.locator(".card.current").getAttribute("id");
  await page.keyboard.press("j");
  const second = await page.locator(".card.current").getAttribute("id");
  assert(first !== second && await page.locator(".card.current").getAttribute("open") !== null, "j does not walk");
  await page.keyboard.press("k");
  equal(await page.locator(".card.current").getAttribute("id"), first, "k");
  while (!(await page.locator(".card.current").getAttribute("data-a"))) await page.keyboard.press("j");
  await page.keyboard.press("a");
  equal(await card(page, "accepted"), 1, "accepted");
  await page.keyboard.press("r");
  equal([await card(page, "accepted"), await card(page, "rejected")], [0, 1], "rejected");
  await page.keyboard.press("r");
  equal(await card(page, "rejected"), 0, "undone");
  await page.keyboard.press("a");
  await page.keyboard.press("n");
  await page.keyboard.type("à revoir j k");
  await page.keyboard.press("Tab");
  await page.reload();
  equal(await card(page, "accepted"), 1, "accepted after a reload");
  const notes = await page.locator("[data-note]").evaluateAll((fields) => fields.map((f) => f.value).filter(Boolean));
  equal(notes, ["à revoir j k"], "note after a reload");
  await page.keyboard.press("/");
  assert(await page.evaluate(() => document.activeElement.id === "search"), "/ does not search");
});

await check("source and content are corrected by selecting words, missing claims added, all exported and taken over again", ARTICLE, async (page) => {
  await clear(page);
  const quoted = page.locator('#cards details.card[data-a]:not([data-a=""])').first();
  await quoted.locator("summary").first().click();
  const id = await quoted.getAttribute("data-a");
  assert(await select(page, "quartier"), "the words are not there");
  await page.waitForSelector("#correction:visible");
  await page.selectOption("#f-new-kind", "witness");
  await page.click('#correction [data-do="as-source"]');
  equal(await card(page, "corrected"), 1, "corrected");
  assert((await quoted.locator(".mine").innerText()).includes("quartier"), "the card does not tell the correction");
  assert(await select(page, "pompes"), "the words are not there");
  await page.keyboard.press("p");
  await select(page, "mairie");
  await page.keyboard.press("m");
  equal(await card(page, "added"), 1, "added");
  await select(page, "annonce");
  await page.keyboard.press("f");
  // Accept the rest.
  const open = page.locator('#cards details.card[data-state="open"]').first();
  while (await card(page, "open") > 0) {
    await open.evaluate((c) => c.querySelector('[data-do="accept"]').click());
  }
  equal(await card(page, "open"), 0, "open ones");
  await page.locator('button[data-do="dismissed"]').first().click();
  await page.click("#export");
  assert((await page.locator("#status").innerText()).length > 0, "no word on missing initials");
  await page.fill("#initials", "AB");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#export")]);
  const path = join(out, "first.review.json");
  await download.saveAs(path);
  const review = JSON.parse(readFileSync(path, "utf8"));
  const letters = Array.from(review.articles[0].text);
  const words = (spans) => spans.map(([s, e]) => letters.slice(s, e).join("")).join("|");
  const own = review.articles[0].attributions.find((a) => a.id === id);
  equal([own.verdict, words(own.source.spans), own.source.kind, words(own.content)], ["corrected", "quartier", "witness", "pompes"], "what was corrected");
  const extra = review.articles[0].attributions.find((a) => a.verdict === "added");
  equal([words(extra.content), words(extra.cue)], ["mairie", "annonce"], "what was added");
  equal([review.reviewer, review.format, review.articles[0].marks.length, /^\d{4}-\d\d-\d\d$/.test(review.date)], ["AB", "sourcier-review/1", 1, true], "head");
  assert(review.rules.length > 8, "no digest of rules");
  const states = () => page.locator("#cards details.card").evaluateAll((cards) => cards.map((c) => c.dataset.state || ""));
  const before = await states();
  await clear(page);
  equal(await card(page, "accepted"), 0, "cleared");
  await page.setInputFiles("#import", path);
  await page.waitForFunction(() => document.querySelectorAll('[data-state="added"]').length === 1);
  equal(await states(), before, "states after taking over");
  await page.fill("#initials", "AB");
  const [again] = await Promise.all([page.waitForEvent("download"), page.click("#export")]);
  await again.saveAs(join(out, "again.review.json"));
  const second = JSON.parse(readFileSync(join(out, "again.review.json"), "utf8"));
  equal(second.articles, review.articles, "the second export");
  // A second reader rejects what the first had corrected.
  const bob = { ...review, reviewer: "CD", articles: review.articles.map((a) => ({ ...a, attributions: a.attributions.map((x) => (x.id === id ? { ...x, verdict: "rejected" } : x)) })) };
  writeFileSync(join(out, "second.review.json"), JSON.stringify(bob));
  for (const bad of ["{", "{}", JSON.stringify({ format: "sourcier-review/1", articles: [{ text_sha256: "x", attributions: [] }] })]) {
    writeFileSync(join(out, "bad.json"), bad);
    await page.setInputFiles("#import", join(out, "bad.json"));
    await page.waitForFunction(() => /pas une relecture|ne concerne pas/.test(document.getElementById("status").textContent));
    await page.fill("#initials", "AB");
  }
  await clear(page);
});

await check("an address with a claim opens it", ARTICLE, async (page) => {
  const id = await page.locator("#cards details.card").nth(3).getAttribute("id");
  await page.goto(address(ARTICLE) + "#" + id);
  await page.reload();
  equal(await page.locator(".card.current").getAttribute("id"), id, "current");
  assert(await page.locator(".card.current .sheet").isVisible(), "the card is folded");
  assert(await page.locator(".prose .on").count() > 0, "its words are not shown");
});

await check("the sheet is copied with an address", ARTICLE, async (page) => {
  const button = page.locator('.verify [data-do="copy"]').first();
  const id = await button.getAttribute("data-card");
  await button.click();
  await page.waitForFunction(() => document.getElementById("status").textContent.length > 0);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const sheet = await page.locator("#s-" + id).evaluate((e) => e.textContent);
  equal(copied, sheet + " " + address(ARTICLE) + "#" + id, "clipboard");
});

await check("clicking a word opens its card, the innermost first", ARTICLE, async (page) => {
  const place = page.locator(".prose .c").first();
  const id = (await place.getAttribute("data-c")).split(" ")[0];
  await place.click();
  equal(await page.locator(".card.current").getAttribute("id"), id, "card");
  await page.keyboard.press("Escape");
  equal(await page.locator(".card.current").count(), 0, "after Escape");
});

for (const path of [`articles/${HOSTILE}.html`, "index.html", "provenance.html", "sample.html"]) {
  await check("nothing of a hostile article runs or leads away: " + path, path, async (page) => {
    await page.waitForTimeout(150);
    const found = await page.evaluate(() => ({
      ran: window.ran === undefined,
      elements: document.querySelectorAll("img, iframe, object, embed, link, base, form, svg script, marquee, video").length,
      scripts: document.querySelectorAll("script").length,
      handlers: Array.from(document.querySelectorAll("*")).filter((e) => Array.from(e.attributes).some((a) => a.name.startsWith("on"))).length,
      links: Array.from(document.querySelectorAll("a[href]")).map((a) => a.href).filter((h) => !h.startsWith("file:")),
      outside: Array.from(document.querySelectorAll("a[href]")).map((a) => a.getAttribute("href")).filter((h) => !/^(#|\.\.\/index\.html$|[a-z]+\.csv$|index\.html$|provenance\.html$|(articles\/)?[a-z0-9_.-]+\.html(#.*)?$)/.test(h)),
    }));
    equal(found, { ran: true, elements: 0, scripts: found.scripts, handlers: 0, links: [], outside: [] }, "what is there");
    assert(found.scripts <= 2, "scripts: " + found.scripts);
  });
}

for (const [name, viewport] of [["wide", WIDE], ["narrow", NARROW]]) {
  for (const path of [ARTICLE, ENGLISH, "index.html", "provenance.html", "sample.html", `articles/${HOSTILE}.html`]) {
    await check(`fits and is accessible, ${name}: ${path}`, path, async (page) => {
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert(over <= 0, `wider than the screen by ${over}`);
      equal(await violations(page), [], "axe");
      if (await page.locator("#cards").count() > 0) {
        for (const details of await page.locator("details").all()) await details.evaluate((d) => { d.open = true; });
        await page.keyboard.press("j");
        equal(await violations(page), [], "axe with cards open");
      }
    }, viewport);
  }
}

await check("on a narrow screen a card comes up over the text", ARTICLE, async (page) => {
  await page.locator(".prose .c").first().click();
  equal(await page.locator(".card.current").evaluate((c) => getComputedStyle(c).position), "fixed", "position");
}, NARROW);

await check("English pages speak English", ENGLISH, async (page) => {
  equal(await page.evaluate(() => document.documentElement.lang), "en", "lang");
  assert((await page.locator("h2").allInnerTexts()).join(" ").includes("To verify"), "no English heading");
  equal(await page.locator(".prose").getAttribute("lang"), "fr", "language of the text");
});

await check("a page prints to PDF with its claims", ARTICLE, async (page) => {
  const pdf = await page.pdf({ format: "A4" });
  assert(pdf.length > 10000 && pdf.subarray(0, 5).toString() === "%PDF-", "no PDF");
  writeFileSync(join(out, "digue.pdf"), pdf);
  await page.emulateMedia({ media: "print" });
  assert(!(await page.locator(".work").isVisible()), "the bar is printed");
});

await check("the index sorts, searches and leads to the pages", "index.html", async (page) => {
  const names = () => page.locator("#list tbody th").allInnerTexts();
  await page.click('th[data-sort="words"] button');
  const counts = (await page.locator("#list tbody tr td:last-child").allInnerTexts()).map((n) => Number(n.replace(/\D/g, "")));
  equal(counts, [...counts].sort((a, b) => b - a), "sorted");
  await page.click('th[data-sort="words"] button');
  assert(await page.locator('th[data-sort="words"]').getAttribute("aria-sort") === "ascending", "not turned round");
  const all = (await names()).length;
  await page.fill("#search", "digue");
  await page.waitForFunction((n) => document.querySelectorAll("#list tbody tr").length < n, all);
  const [name] = await names();
  assert(/digue/i.test(name), "found " + name);
  await page.fill("#search", "anne morel");
  await page.waitForFunction(() => document.querySelectorAll("#source-list tbody tr").length === 1);
  assert((await page.locator("#source-list tbody").innerText()).includes("Anne Morel"), "the source is not found");
  await page.fill("#search", "");
  await page.waitForFunction((n) => document.querySelectorAll("#list tbody tr").length === n, all);
  await page.check("#f-verify");
  const fragile = (await page.locator("#list tbody tr td:nth-child(4)").allInnerTexts()).map(Number);
  assert(fragile.length > 0 && fragile.length < all && fragile.every((n) => n > 0), "not narrowed: " + fragile);
  await page.uncheck("#f-verify");
  const sites = await page.locator("#f-site option").evaluateAll((options) => options.map((o) => o.value).filter(Boolean));
  if (sites.length > 1) {
    await page.selectOption("#f-site", sites[0]);
    assert((await names()).length < all, "the site does not narrow");
  }
});

await check("the pages of a control sample are marked and exported", "sample.html", async (page) => {
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await page.keyboard.press("j");
  const n = await page.locator("li.item").count();
  for (let i = 0; i < n; i += 1) {
    await page.keyboard.press(i === 0 ? "r" : "a");
    await page.keyboard.press("j");
  }
  await page.fill("#initials", "AB");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#export")]);
  await download.saveAs(join(out, "sample.review.json"));
  writeFileSync(join(out, "sample.count"), String(n));
});

await browser.close();
console.log(`${run} checks, ${failed} failed`);
process.exit(failed ? 1 : 0);
