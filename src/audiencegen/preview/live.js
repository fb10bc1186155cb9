// Keeps a page of the preview fresh: it is exchanged where it differs, and shows what is to be mended.
(() => {
  "use strict";
  const own = document.currentScript;
  let { print, told, session } = own.dataset;
  own.remove();
  let stream = null;
  let work = Promise.resolve();

  const here = () => location.pathname + location.search;

  function listen() {
    if (stream || document.hidden) return; // a browser has six connections for all its tabs
    const asked = new URLSearchParams({ path: here(), print, told, session });
    stream = new EventSource(`/_/events?${asked}`);
    stream.onmessage = (message) => {
      const news = JSON.parse(message.data);
      work = work.then(() => hear(news)).catch(() => location.reload());
    };
    stream.onerror = () => {
      silence();
      setTimeout(listen, 500);
    };
  }

  function silence() {
    if (stream) stream.close();
    stream = null;
  }

  async function hear(news) {
    if (news.session !== session) return location.reload(); // the server was started again
    told = news.told;
    showProblems(news.problems);
    if (news.moved) return location.replace(news.moved + location.hash);
    if (news.print && news.print !== print) await exchange();
    for (const address of news.files) renew(new URL(address, location.href));
  }

  async function exchange() {
    const answer = await fetch(location.href, { cache: "no-store", headers: { Accept: "text/html" } });
    if (answer.redirected) return location.replace(answer.url);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const script = page.querySelector("script[data-print]");
    if (!script) return location.reload();
    print = script.dataset.print;
    script.remove();
    if (scripts(page) || scripts(document)) return location.reload(); // scripts run once, on a page of their own
    await styled(page);
    page.querySelectorAll("details").forEach((one, number) => {
      const before = document.querySelectorAll("details")[number];
      if (before) one.open = before.open;
    });
    document.title = page.title;
    sameAttributes(document.documentElement, page.documentElement);
    merge(document.head, page.head);
    merge(document.body, page.body);
  }

  const scripts = (page) => page.querySelector('script:not([type="application/ld+json"])');

  // New style sheets come first, so that the page is never seen without.
  async function styled(page) {
    const worn = new Set([...document.querySelectorAll('link[rel~="stylesheet"]')].map((one) => one.href));
    const fresh = [...page.querySelectorAll('link[rel~="stylesheet"]')].filter((one) => !worn.has(new URL(one.getAttribute("href"), location.href).href));
    await Promise.all(fresh.map((one) => new Promise((done) => {
      const early = document.createElement("link");
      early.rel = "preload";
      early.as = "style";
      early.href = one.getAttribute("href");
      early.onload = early.onerror = done;
      document.head.append(early);
      setTimeout(done, 1000);
    })));
  }

  function sameAttributes(old, now) {
    for (const { name } of [...old.attributes]) if (!now.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }

  // Whatever is equal stays: pictures, what is scrolled, what is typed.
  function merge(old, now) {
    sameAttributes(old, now);
    const before = [...old.childNodes];
    const after = [...now.childNodes];
    let kept = 0;
    while (before.length && after.length && before[0].isEqualNode(after[0])) { before.shift(); after.shift(); kept += 1; }
    while (before.length && after.length && before.at(-1).isEqualNode(after.at(-1))) { before.pop(); after.pop(); }
    if (before.length === after.length && before.every((one, n) => alike(one, after[n]))) {
      before.forEach((one, n) => {
        if (one.nodeType === Node.TEXT_NODE) one.data = after[n].data;
        else if (!one.isEqualNode(after[n])) merge(one, after[n]);
      });
      return;
    }
    const next = before.length ? before.at(-1).nextSibling : old.childNodes[kept] || null;
    before.forEach((one) => one.remove());
    after.forEach((one) => old.insertBefore(document.adoptNode(one), next));
  }

  function alike(one, other) {
    if (one.nodeType !== other.nodeType || one.nodeName !== other.nodeName) return false;
    // A picture that becomes another must not be seen with the old one's size.
    return one.nodeType === Node.TEXT_NODE || (one.nodeType === Node.ELEMENT_NODE && !/^(LINK|META|IMG|SOURCE|STYLE)$/.test(one.nodeName));
  }

  // A file with the same name and other bytes: a style sheet or a picture in place, anything else with the page.
  function renew(address) {
    const same = (value) => value && new URL(value, location.href).pathname === address.pathname;
    const fresh = `${address.pathname}?${Date.now()}`;
    let found = false;
    for (const one of document.querySelectorAll('link[rel~="stylesheet"]')) {
      if (!same(one.getAttribute("href"))) continue;
      const next = one.cloneNode();
      next.href = fresh;
      next.onload = () => one.remove();
      one.after(next);
      found = true;
    }
    for (const one of document.querySelectorAll("img, source, video, audio")) {
      if (same(one.getAttribute("src"))) { one.setAttribute("src", fresh); found = true; }
      if ((one.getAttribute("srcset") || "").includes(address.pathname)) return location.reload();
    }
    const loaded = performance.getEntriesByType("resource").some((one) => same(one.name));
    if (loaded && !found) location.reload();
  }

  function showProblems(problems) {
    const name = "audiencegen-problems";
    let host = document.querySelector(name);
    if (!problems.length) return host && host.remove();
    if (!host) {
      host = document.createElement(name);
      host.attachShadow({ mode: "open" });
      document.documentElement.append(host);
    }
    const said = problems.length === 1 ? "One thing to mend" : `${problems.length} things to mend`;
    const look = document.createElement("style");
    look.textContent = `
      :host { all: initial; position: fixed; z-index: 2147483647; inset: auto 0 0 0; color-scheme: light dark; }
      section { box-sizing: border-box; max-height: 70vh; overflow: auto; padding: 1rem max(1rem, calc(50vw - 30rem)) 1.25rem;
        font: 16px/1.5 system-ui, sans-serif; color: #2b1512; background: #fff6f4; border-top: 4px solid #c2311c;
        box-shadow: 0 -8px 32px rgb(0 0 0 / .25); }
      h2 { margin: 0 0 .25rem; font-size: 1.125rem; }
      p { margin: 0 0 .75rem; font-size: .875rem; }
      pre { margin: .5rem 0 0; padding: .75rem 1rem; overflow: auto; font: 13px/1.5 ui-monospace, monospace; white-space: pre;
        background: #fff; border: 1px solid #ecc9c2; border-radius: 6px; }
      @media (prefers-color-scheme: dark) {
        section { color: #ffe9e4; background: #2a1512; }
        pre { background: #1a0d0b; border-color: #5c2c24; }
      }`;
    const box = document.createElement("section");
    box.setAttribute("role", "alert");
    const title = document.createElement("h2");
    title.textContent = said;
    const hint = document.createElement("p");
    hint.textContent = "Behind this is the site as it was. This goes away with the next save that is sound.";
    box.append(title, hint, ...problems.map((one) => {
      const text = document.createElement("pre");
      text.textContent = one.text;
      return text;
    }));
    host.shadowRoot.replaceChildren(look, box);
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? silence() : listen()));
  addEventListener("pagehide", silence);
  addEventListener("pageshow", listen);
  listen();
})();
