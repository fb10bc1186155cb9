// Letters in Chromium. Reads jobs as JSON from standard input and answers each with what was asked for:
//   {copies: [selector …]}  →  {copied}: what is on the clipboard after each of these buttons was pressed.
//   {file, scheme, width, styles, site, policy, scripts}  →  {violations, boxes, overflow, asked, refused}, and a picture of
//   the whole letter at `shot`. `policy` is its Content-Security-Policy; with `starts` the film in the first frame is started.
// Nothing is fetched: a picture of the letter's own site comes from the folder `site`, any other is a grey square.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const GREY = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOor6//DwAFgAKAfGzFvwAAAABJRU5ErkJggg==', 'base64');

// What a reader sees of each element: its own words, where they stand, and in which colours.
const measured = () => [...document.querySelectorAll('body *')].filter((one) => one.tagName !== 'STYLE').map((one) => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const words = [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join(' ').trim();
  return {
    tag: one.tagName, words, x: Math.round(box.x), y: Math.round(box.y), width: Math.round(box.width), height: Math.round(box.height),
    color: style.color, ground: style.backgroundColor, size: style.fontSize, weight: style.fontWeight,
  };
});

const jobs = JSON.parse(fs.readFileSync(0, 'utf8')), answers = [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
for (const job of jobs) {
  const context = await browser.newContext({ colorScheme: job.scheme, viewport: { width: job.width, height: 900 }, javaScriptEnabled: job.scripts !== false });
  const page = await context.newPage();
  const asked = [], refused = [];
  page.on('console', (message) => { if (message.text().includes('Content Security Policy')) refused.push(message.text()); });
  let html = fs.readFileSync(job.file, 'utf8');
  if (job.styles === false) html = html.replace(/<style>[^]*?<\/style>/g, '');
  await page.route('**/*', (route) => {
    const url = new URL(route.request().url());
    asked.push(url.href);
    if (url.href === 'https://letter.invalid/') {
      const headers = job.policy ? { 'content-security-policy': job.policy } : {};
      return route.fulfill({ contentType: 'text/html; charset=utf-8', headers, body: html });
    }
    const own = job.site && path.join(job.site, decodeURIComponent(url.pathname));
    return own && fs.existsSync(own) ? route.fulfill({ path: own }) : route.fulfill({ contentType: 'image/png', body: GREY });
  });
  await page.goto('https://letter.invalid/');
  const answer = { overflow: await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth) };
  if (job.starts) {
    answer.before = [...asked];
    await page.frameLocator('iframe').first().locator('a').first().click();
    await page.waitForTimeout(300);
  }
  answer.asked = asked;
  answer.refused = refused;
  if (job.boxes) answer.boxes = await page.evaluate(measured);
  if (job.axe) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run(document));
    answer.violations = found.violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map((node) => node.html.slice(0, 200)) }));
  }
  if (job.copies) {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    answer.copied = [];
    for (const selector of job.copies) {
      await page.click(selector);
      await page.waitForFunction((one) => document.querySelector(one).classList.contains('copied'), selector);
      answer.copied.push(await page.evaluate(() => navigator.clipboard.readText()));
    }
  }
  if (job.shot) await page.screenshot({ path: job.shot, fullPage: true });
  answers.push(answer);
  await context.close();
}
await browser.close();
process.stdout.write(JSON.stringify(answers));
