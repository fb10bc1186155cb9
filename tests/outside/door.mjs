// The subscribe box in Chromium, used as a visitor uses it. Reads jobs as JSON from standard input:
//   {url, script, scheme, width, email, empty, follow, axe}  →
//   {textboxes, overflow, violations, first, next, who, mail, buttons, copied, status, after, refused}
// Only addresses of this machine are fetched.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const EMAIL = '#_subscribe-email', WHO = '#_subscribe-who', BOX = '.subscribe';

// The fields as a screen reader gets them: name, description, whether one must be filled in.
async function textboxes(context, page) {
  const session = await context.newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  return nodes.filter((node) => !node.ignored && node.role?.value === 'textbox').map((node) => ({
    name: node.name?.value, description: node.description?.value ?? '',
    required: node.properties.some(({ name, value }) => name === 'required' && value.value),
  }));
}

const jobs = JSON.parse(fs.readFileSync(0, 'utf8')), answers = [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
for (const job of jobs) {
  const context = await browser.newContext({
    javaScriptEnabled: job.script, colorScheme: job.scheme, viewport: { width: job.width, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage(), refused = [];
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
  await page.route((url) => url.hostname !== '127.0.0.1', (route) => route.abort());
  await page.goto(job.url);
  const answer = { textboxes: await textboxes(context, page) };
  answer.overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (await page.locator(WHO).count()) answer.who = await page.locator(WHO).inputValue();
  const mail = page.locator(`${BOX} a.button[href^="mailto:"]`);
  if (await mail.count()) answer.mail = await mail.getAttribute('href');
  answer.buttons = await page.locator('[data-copy]:visible').count();
  if (answer.buttons) {
    await page.locator('[data-copy]').first().click();
    answer.copied = await page.evaluate(() => navigator.clipboard.readText());
    answer.status = await page.locator('[role=status]').innerText();
  }
  if (job.axe) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run(document));
    answer.violations = found.violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.html.slice(0, 200)) }));
  }
  if (job.empty) {
    await page.locator(`${BOX} button`).click();
    answer.first = await page.locator(EMAIL).evaluate((field) => field.matches(':invalid:focus'));
  }
  if (job.email) {
    await page.locator(EMAIL).focus();
    await page.keyboard.type(job.email);
    await page.keyboard.press('Tab');
    answer.next = await page.locator(':focus').getAttribute('id') ?? '';
    await Promise.all([page.waitForURL(/\/done$/), page.locator(EMAIL).press('Enter')]);
  }
  if (job.follow) await Promise.all([page.waitForURL(/\/(signup|subscribe)$/), page.locator(`${BOX} a.button`).click()]);
  answer.after = page.url();
  answer.refused = refused;
  answers.push(answer);
  await context.close();
}
await browser.close();
process.stdout.write(JSON.stringify(answers));
