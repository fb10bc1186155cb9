// Pages of a site in Chromium. Reads jobs {site, path, width, scheme, media, shot} as JSON from standard input and answers each
// with {overflow, asked}, and a picture of the whole page at `shot`. A film's frame is empty; nothing is fetched.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const HOST = 'https://letters.example.org';
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.xml': 'text/xml; charset=utf-8' };

const jobs = JSON.parse(fs.readFileSync(0, 'utf8')), answers = [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
for (const job of jobs) {
  const context = await browser.newContext({ colorScheme: job.scheme, viewport: { width: job.width, height: 900 } });
  const page = await context.newPage(), asked = [];
  page.setDefaultTimeout(120_000);
  await page.emulateMedia({ media: job.media });
  await page.route('**/*', (route) => {
    const url = new URL(route.request().url());
    asked.push(url.href);
    const file = path.join(job.site, decodeURIComponent(url.pathname), url.pathname.endsWith('/') ? 'index.html' : '');
    if (url.origin !== HOST || !fs.existsSync(file)) return route.fulfill({ status: 404, body: '' });
    return route.fulfill({ path: file, contentType: TYPES[path.extname(file)] });
  });
  await page.goto(HOST + job.path);
  await page.evaluate(async () => {
    const images = [...document.querySelectorAll('img')];
    for (const image of images) image.loading = 'eager';
    await Promise.all(images.map((image) => image.decode().catch(() => 0)));
  });
  await page.waitForTimeout(200);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const whole = !job.path.endsWith('.xml'); // Chromium never ends a picture of a whole document without a body
  await page.screenshot({ path: job.shot, fullPage: whole });
  answers.push({ overflow, asked });
  await context.close();
}
await browser.close();
process.stdout.write(JSON.stringify(answers));
