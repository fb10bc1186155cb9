// Saves a file again and again, and notes how long it takes until a browser shows what was saved.
//   node browser.mjs URL FILE SAVES text|title   (NODE_PATH leads to playwright-core, CHROMIUM to the browser)
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";

const { chromium } = createRequire(import.meta.url)("playwright-core");
const [url, file, saves, what] = process.argv.slice(2);
const LATE = 20_000; // milliseconds
const now = () => performance.timeOrigin + performance.now();
const written = readFileSync(file, "utf8");
const saved = (number) =>
  what === "title" ? written.replace(/^title: .*$/m, `title: "Save ${number} of it"`) : `${written}\nSave ${number} of it\n`;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage();
let seen = () => {};
await page.exposeBinding("saw", (_, number, at) => seen(number, at));
await page.addInitScript(() => {
  let last = -1;
  const look = () => {
    const found = /Save (\d+) of it/.exec(document.body?.textContent ?? "");
    if (found && Number(found[1]) !== last) {
      last = Number(found[1]);
      saw(last, performance.timeOrigin + performance.now());
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
});
await page.goto(url);
await new Promise((done) => setTimeout(done, 1500));
const times = [];
try {
  for (let number = 0; number < Number(saves); number += 1) {
    const shown = new Promise((done) => {
      const late = setTimeout(() => done(null), LATE);
      seen = (found, at) => found === number && (clearTimeout(late), done(at));
    });
    const began = now();
    writeFileSync(file, saved(number));
    const at = await shown;
    times.push(at === null ? null : at - began); // null: this save was lost
    if (at === null) await page.reload();
    // A page that was loaded anew needs a moment until it listens again; no saves in step with anybody's clock.
    await new Promise((done) => setTimeout(done, 700 + (number * 137) % 500));
  }
} finally {
  writeFileSync(file, written);
  await browser.close();
}
console.log(JSON.stringify(times));
