// The search page, asked by address as a reader who comes for the first time: {origin, queries} → [{titles, bytes}].
// `bytes` are those of every answer, as they came: the page, its style and script, and what it asked for of the index.
import fs from 'node:fs';
import { chromium } from 'playwright-core';

const { origin, queries } = JSON.parse(fs.readFileSync(0, 'utf8')), answers = [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
for (const query of queries) {
  const context = await browser.newContext(), page = await context.newPage(), replies = [];
  page.on('response', (reply) => replies.push(reply));
  await page.goto(`${origin}/search/?q=${encodeURIComponent(query)}`);
  await page.waitForSelector('p.says:not(:empty)');
  const titles = await page.locator('ol.found li a').allInnerTexts();
  answers.push({ titles, bytes: replies.reduce((sum, reply) => sum + Number(reply.headers()['content-length'] ?? 0), 0) });
  await context.close();
}
await browser.close();
process.stdout.write(JSON.stringify(answers));
