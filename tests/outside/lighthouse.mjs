// Lighthouse as it judges a phone: {urls, runs, most} → [[{scores, values, faults}, one a run], one a page].
// A machine that is busy makes any page block: a page is run again until nothing did, at most so many times.
import fs from 'node:fs';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const { urls, runs, most } = JSON.parse(fs.readFileSync(0, 'utf8')), answers = [];
const browser = await launch({ chromePath: process.env.CHROMIUM, chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu'] });
for (const url of urls) {
  const all = [];
  while (all.length < runs || (all.length < most && all.every(({ values }) => values['total-blocking-time'] > 0))) {
    const { lhr } = await lighthouse(url, { port: browser.port, logLevel: 'silent', output: 'json' });
    const faults = Object.values(lhr.categories).filter(({ id }) => id !== 'performance').flatMap(({ auditRefs }) => auditRefs)
      .filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 1).map(({ id }) => id);
    const values = Object.fromEntries(['cumulative-layout-shift', 'total-blocking-time', 'largest-contentful-paint'].map((id) => [id, lhr.audits[id].numericValue]));
    all.push({ scores: Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)])), values, faults, error: lhr.runtimeError?.code ?? '' });
  }
  answers.push(all);
}
await browser.kill();
process.stdout.write(JSON.stringify(answers));
