// Search: asks for the shards of the index that a query needs, and shows the posts that have its words.
// words() and shardOf() are the same functions as in audiencegen's outputs/search.py.
"use strict";

(() => {
  const form = document.querySelector("form.search");
  const list = document.querySelector("ol.found");
  const says = document.querySelector("p.says");
  const given = form.dataset;
  const [count, segment, shards, block] = ["count", "segment", "shards", "block"].map((name) => Number(given[name]));
  const MOST = 10; // posts in the list
  const ASKED = 7; // words of a query: the longest, or those with a digit
  const BESIDE = 16; // what two words of a query weigh that stand side by side
  const PLACES = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"; // dozens of words of a text
  const DENSE = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const SPACED = `(?:(?![${DENSE}])[\\p{L}\\p{N}])+`;
  const RUN = new RegExp(`[${DENSE}]+|${SPACED}`, "gu");
  const COMPOUND = new RegExp(`${SPACED}(?:[-_]+${SPACED})+`, "gu");
  const IS_DENSE = new RegExp(`^[${DENSE}]`, "u");

  const cut = (word) => Array.from(word).slice(0, 32).join("");
  const words = (given) => {
    const text = given.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    const alone = (text.match(RUN) || []).flatMap((run) => {
      if (!IS_DENSE.test(run)) return [cut(run)];
      const signs = Array.from(run);
      return signs.length < 2 ? [run] : signs.slice(1).map((sign, at) => signs[at] + sign);
    });
    return alone.concat((text.match(COMPOUND) || []).map((run) => cut(run.replace(/[-_]+/g, "-"))));
  };

  const shardOf = (word) => {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(Array.from(word).slice(0, 3).join(""))) {
      hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    }
    return hash % shards;
  };

  const fetched = new Map();
  const get = (name) => {
    if (!fetched.has(name)) {
      const answer = fetch(given.base + name).then((response) => {
        if (!response.ok) throw new Error(name);
        return response.text();
      });
      answer.catch(() => fetched.delete(name));
      fetched.set(name, answer);
    }
    return fetched.get(name);
  };

  // How well a word of the index answers one of the query: itself, a beginning, or another form of it.
  const likeness = (found, asked) => {
    if (found === asked) return 1;
    if (asked.length < 3) return 0;
    if (found.startsWith(asked)) return 0.7 * (asked.length / found.length);
    let same = 0;
    while (same < asked.length && found[same] === asked[same]) same += 1;
    return same >= Math.max(4, asked.length * 0.75) && found.length <= asked.length + 3 ? 0.4 * (same / asked.length) : 0;
  };

  // What one word of the query finds: post → its score, which is higher for rare words, and how well the word is met.
  const hits = async (asked) => {
    const place = shardOf(asked);
    const segments = Array.from({ length: Math.ceil(count / segment) }, (_, number) => number);
    const texts = await Promise.all(segments.map((number) => get(`words-${number}-${place}.txt`)));
    const found = new Map();
    texts.forEach((text, number) => {
      for (const line of text.split("\n")) {
        const end = line.indexOf(" ");
        const word = line.slice(0, Math.max(end, 0));
        if (!word || !likeness(word, asked)) continue;
        if (!found.has(word)) found.set(word, []);
        let post = number * segment - 1;
        for (const mark of line.slice(end + 1).split(",")) {
          const [, step, weight, places] = mark.match(/^(\d*)\.?(\d*)(.*)$/);
          post += Number(step || 1);
          found.get(word).push([post, Number(weight || 1), places]);
        }
      }
    });
    const best = new Map();
    for (const [word, posts] of found) {
      const like = likeness(word, asked);
      const rarity = like * Math.log(1 + (count - posts.length + 0.5) / (posts.length + 0.5));
      for (const [post, weight, places] of posts) {
        const before = best.get(post);
        if (!before || before[0] < weight * rarity) best.set(post, [weight * rarity, like, rarity, places]);
      }
    }
    return best;
  };

  // Whether one word stands in the dozen of another or in the next.
  const near = (one, other) => Array.from(one).some((place) => {
    const at = PLACES.indexOf(place);
    return other.includes(place) || other.includes(PLACES[(at + 1) % 52]);
  });

  const ranked = async (asked) => {
    const scores = new Map();
    const every = await Promise.all(asked.map(hits));
    every.forEach((best, number) => {
      for (const [post, [score, like, rarity, places]] of best) {
        const [sum, has] = scores.get(post) || [0, 0];
        const beside = every.slice(Math.max(0, number - 2), number).map((other) => other.get(post));
        const more = beside.map((other) => (other && near(other[3], places) ? BESIDE * Math.min(rarity, other[2]) : 0));
        scores.set(post, [sum + score + Math.max(0, ...more), has + like]);
      }
    });
    const value = ([score, has]) => score * (has / asked.length) ** 3; // a post with every word comes first
    return Array.from(scores, ([post, sums]) => [post, value(sums)]).sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  };

  const entry = ([title, address, day, summary]) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = title;
    item.append(link);
    for (const [text, kind] of [[day, "quiet"], [summary, "summary"]]) {
      if (!text) continue;
      const part = document.createElement("p");
      part.className = kind;
      part.textContent = text;
      item.append(part);
    }
    return item;
  };

  let latest = 0;
  const search = async (query) => {
    const turn = (latest += 1);
    const every = Array.from(new Set(words(query)));
    const weight = (word) => (/\d/.test(word) ? 32 : 0) + word.length;
    const kept = new Set(every.slice().sort((a, b) => weight(b) - weight(a)).slice(0, ASKED));
    const asked = every.filter((word) => kept.has(word));
    try {
      const found = asked.length ? await ranked(asked) : [];
      const top = found.slice(0, MOST);
      const rows = await Promise.all(top.map(async ([post]) => {
        const posts = JSON.parse(await get(`posts-${Math.floor(post / block)}.json`));
        return posts[post % block];
      }));
      if (turn !== latest) return;
      list.replaceChildren(...rows.map(entry));
      const many = found.length === 1 ? given.one : given.other;
      says.textContent = !asked.length ? "" : found.length ? many.replace("{count}", found.length) : given.none;
    } catch {
      if (turn === latest) says.textContent = given.failed;
    }
  };

  const box = form.elements.q;
  let waiting = 0;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => search(box.value), 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(box.value)}`);
    search(box.value);
  });
  form.hidden = false;
  box.value = new URLSearchParams(location.search).get("q") || "";
  if (box.value) search(box.value);
  else box.focus();
})();
