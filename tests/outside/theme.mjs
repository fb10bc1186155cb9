// Pages of the site in Chromium: what a reader with good eyes, with weak eyes, with a keyboard, without styles gets.
// Reads {jobs: [{url, scheme, width, wants: [name …], waits, slow}]} from standard input: what is to be waited for, and what
// answers late. Answers each with what it wants:
//   axe → {violations}       overflow → {overflow, zoomed}: pixels past the right edge, and those with letters twice as large
//   contrast → {faint}: the texts below their bar, {texts}: how many were looked at
//   keyboard → {tabbed, tabbable, unseen, skip}       bare → {order, navs}: without its style sheets
// and always with {asked: [{url, kind, bytes}], refused: [what the policy forbade], errors, shifts: what moved, as it is scored}.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const LETTERS = { body: 7, other: 4.5 };

// Every text that is shown, the contrast to what lies behind it, and whether it is what one came to read.
const contrasts = (bars) => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const known = new Map();
  const rgba = (colour) => {
    if (!known.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(colour, [r, g, b, a / 255]);
    }
    return known.get(colour);
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      layers.push(rgba(getComputedStyle(one).backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    const dark = matchMedia('(prefers-color-scheme: dark)').matches && getComputedStyle(document.documentElement).colorScheme.includes('dark');
    return layers.reverse().reduce((below, layer) => over(layer, below), dark ? [18, 18, 18, 1] : [255, 255, 255, 1]);
  };
  const seen = [];
  const look = (element, words, style) => {
    let opacity = 1;
    for (let one = element; one; one = one.parentElement) opacity *= Number(getComputedStyle(one).opacity);
    const behind = ground(element), [r, g, b, a] = rgba(style.color);
    const [one, other] = [light(over([r, g, b, a * opacity], behind)), light(behind)].sort((x, y) => y - x);
    const body = element.closest('.e-content p, .e-content li, .e-content td, .e-content dd') && !element.closest('a, code, pre, figcaption, [class*=notice], .footnotes, button, .admonition, iframe');
    seen.push({ words: words.slice(0, 40), tag: `${element.tagName.toLowerCase()}.${element.className}`, ratio: (one + 0.05) / (other + 0.05), bar: body ? bars.body : bars.other });
  };
  for (const element of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(element);
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('noscript, script, style, audio, video')) continue;
    const words = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join(' ').trim();
    if (words || element.tagName === 'INPUT') look(element, words || 'a field', style);
    for (const place of ['::before', '::after', '::placeholder']) {
      const more = getComputedStyle(element, place);
      if (/^"[^"]*\S[^"]*"/.test(more.content)) look(element, `${place} ${more.content}`, more);
    }
  }
  return { texts: seen.length, bodies: seen.filter(({ bar }) => bar === bars.body).length, faint: seen.filter(({ ratio, bar }) => ratio < bar), least: Math.min(...seen.map(({ ratio }) => ratio)) };
};

// What the keyboard has to reach, in the order of the document; each is given a number.
const tabbable = () => {
  const selector = 'a[href], button, input, select, textarea, summary, iframe, audio[controls], video[controls], [tabindex]';
  const able = (one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }) && !one.closest('[inert]');
  return [...document.querySelectorAll(selector)].filter(able).map((one, number) => {
    one.dataset.number = number;
    one.dataset.looks = look(one);
    return one.outerHTML.slice(0, 120);
  });
};
const LOOK = `window.look = (one) => {
  const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor, borderColor } = getComputedStyle(one);
  return [outlineStyle === 'none' ? '' : outlineStyle + outlineWidth + outlineColor, boxShadow, backgroundColor, borderColor].join('|');
}`;
const focused = () => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const looks = look(one), own = ['AUDIO', 'VIDEO', 'IFRAME'].includes(one.tagName); // these show themselves where the focus is
  return { number: Number(one.dataset.number ?? -1), unseen: !own && looks === one.dataset.looks, html: one.outerHTML.slice(0, 120) };
};

// To where a reader is who has just come, even if the page has put the focus into a field.
const begin = () => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
};

async function keyboard(page) {
  await page.evaluate(LOOK);
  await page.evaluate(begin);
  const wanted = await page.evaluate(tabbable);
  const tabbed = [], unseen = [];
  for (let presses = 0; presses < 12 * wanted.length + 50; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(focused);
    if (!at || (tabbed.length > 1 && at.number === tabbed[0])) break;
    if (at.number === tabbed.at(-1)) continue; // within a player or a frame
    tabbed.push(at.number);
    if (at.unseen) unseen.push(at.html);
  }
  return { tabbable: wanted, tabbed, unseen };
}

// The skip link, by the keys: the first stop, and the next stop after it lies in what the page is about.
async function skip(page) {
  await page.reload();
  await page.evaluate(begin);
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => document.activeElement.getAttribute('href'));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  return { first, inside: await page.evaluate(() => !!document.activeElement.closest('main, footer')) };
}

const bare = () => ({
  navs: [...document.querySelectorAll('nav')].filter((one) => !one.ariaLabel && !one.getAttribute('aria-labelledby')).map((one) => one.outerHTML.slice(0, 100)),
  h1s: document.querySelectorAll('h1').length,
  before: [...document.querySelectorAll('main p, main li, main h2')].filter((one) => one.getClientRects().length)
    .filter((one) => one.getBoundingClientRect().bottom <= document.querySelector('h1').getBoundingClientRect().top)
    .filter((one) => !one.closest('header, hgroup') && one.innerText.trim().length > 60).map((one) => one.outerHTML.slice(0, 100)),
  small: [...document.images].filter((one) => !one.getAttribute('width') || !one.getAttribute('height')).map((one) => one.outerHTML.slice(0, 100)),
});
const shifts = () => new Promise((say) => {
  const scores = [];
  new PerformanceObserver((seen) => scores.push(...seen.getEntries().filter((one) => !one.hadRecentInput).map((one) => one.value)))
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => say(scores), 100);
});
const past = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

async function answer(browser, { url, scheme, width, wants, waits, slow }) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 } });
  const page = await context.newPage(), asked = [], refused = [], errors = [], has = (one) => wants.includes(one);
  page.on('console', (said) => { if (said.type() === 'error') (said.text().includes('Content Security Policy') ? refused : errors).push(said.text()); });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => { if (!request.isNavigationRequest() || request.frame() === page.mainFrame()) asked.push(request); });
  await page.route((one) => one.hostname !== '127.0.0.1', (route) => route.abort());
  if (has('bare')) await page.route('**/*.css', (route) => route.abort());
  if (slow) await page.route(slow, async (route) => { await new Promise((go) => setTimeout(go, 500)); await route.continue(); });
  await page.goto(url, { waitUntil: 'load' });
  if (waits) await page.waitForSelector(waits);
  const found = { title: await page.title(), shifts: await page.evaluate(shifts) };
  found.asked = await Promise.all(asked.map(async (request) => {
    const reply = await request.response();
    return { url: request.url(), kind: request.resourceType(), bytes: Number(reply?.headers()['content-length'] ?? 0), status: reply?.status() ?? 0 };
  }));
  if (has('axe')) {
    await page.evaluate(axe);
    const { violations, incomplete } = await page.evaluate((values) => window.axe.run(document, { runOnly: values }), RULES);
    found.violations = violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.html.slice(0, 200)) }));
    found.unsure = incomplete.map(({ id }) => id);
  }
  if (has('contrast')) found.contrast = await page.evaluate(contrasts, LETTERS);
  if (has('bare')) found.bare = await page.evaluate(bare);
  if (has('keyboard')) Object.assign(found, { keys: await keyboard(page) }, { skip: await skip(page) });
  if (has('overflow')) {
    found.overflow = await page.evaluate(past);
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    found.zoomed = width >= 640 ? await page.evaluate(past) : 0;
  }
  await context.close();
  return { ...found, refused, errors };
}

const { jobs } = JSON.parse(fs.readFileSync(0, 'utf8')), answers = [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
const work = async (queue) => { for (const [number, job] of queue) answers[number] = await answer(browser, job); };
const queue = jobs.entries();
await Promise.all([work(queue), work(queue)]); // two pages at a time
await browser.close();
process.stdout.write(JSON.stringify(answers));
