// How long a page takes to open: `node open.mjs BROWSER PAGE`, in milliseconds, the middle of five.
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, path] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const times = [];
for (let i = 0; i < 5; i += 1) {
  const page = await browser.newPage();
  const start = performance.now();
  await page.goto(pathToFileURL(path).href);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done())));
  times.push(performance.now() - start);
  await page.close();
}
await browser.close();
console.log(`  ${basename(path)} opens in ${Math.round(times.sort((a, b) => a - b)[2])} ms`);
