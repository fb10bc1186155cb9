// Search: asks for the shards of the index that a query needs, and shows the posts that have its words.
// words(), shardOf() and letterOf() are the same functions as in audiencegen's content/words.py.
"use strict";

(() => {
  const form = document.querySelector("form.search");
  const list = document.querySelector("ol.found");
  const says = document.querySelector("p.says");
  const given = form.dataset;
  const [count, segment, shards, block] = ["count", "segment", "shards", "block"].map((name) => Number(given[name]));
  const MOST = 10; // posts in the list
  const ASKED = 6; // words of a query: the longest, or those with a digit
  const BESIDE = 8; // what two words of a query weigh that stand side by side
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

  const hash = (text) => {
    let found = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) found = Math.imul(found ^ byte, 0x01000193) >>> 0;
    return found;
  };
  const shardOf = (word) => hash(Array.from(word).slice(0, 3).join("")) % shards;
  const letterOf = (word) => String.fromCharCode(97 + ((hash(word) >>> 8) % 26)); // by which a neighbour notes it

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

  const rarity = (posts) => Math.log(1 + (count - posts + 0.5) / (posts + 0.5));

  // What one word of the query finds: post → how well the word is met, its score, and the letters of its neighbours.
  // Another form of it is never rarer than the word itself.
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
          const [, step, weight, neighbours] = mark.match(/^(\d*)\.?(\d*)(.*)$/);
          post += Number(step || 1);
          found.get(word).push([post, Number(weight || 2), neighbours]);
        }
      }
    });
    const best = new Map();
    const own = (found.get(asked) || []).length;
    for (const [word, posts] of found) {
      const like = likeness(word, asked);
      const rare = like * rarity(Math.max(posts.length, own));
      for (const [post, weight, neighbours] of posts) {
        const [before, score] = best.get(post) || [0, 0];
        if (like > before || (like === before && weight * rare > score)) best.set(post, [like, weight * rare, neighbours]);
      }
    }
    return best;
  };

  // The posts in which one word of the query stands right before another, as far as letters tell.
  const together = (one, other, first, second) => {
    const [next, previous] = [letterOf(other), letterOf(one).toUpperCase()];
    return Array.from(first.keys()).filter((post) => {
      const [a, b] = [first.get(post), second.get(post)];
      return b && ((b[0] === 1 && a[2].includes(next)) || (a[0] === 1 && b[2].includes(previous)));
    });
  };

  // All words of the query, and those of them that are asked for → [post, score], best first. Words that stand side by
  // side in few posts say more than each alone.
  const ranked = async (every, asked) => {
    const scores = new Map();
    const found = await Promise.all(every.map((word) => (asked.has(word) ? hits(word) : new Map())));
    for (const [post, [like, score]] of found.flatMap((best) => Array.from(best))) {
      const [sum, has] = scores.get(post) || [0, 0];
      scores.set(post, [sum + score, has + like]);
    }
    for (let at = 1; at < every.length; at += 1) {
      const posts = together(every[at - 1], every[at], found[at - 1], found[at]);
      for (const post of posts) scores.get(post)[0] += BESIDE * rarity(posts.length);
    }
    const value = ([score, has]) => score * (has / asked.size) ** 2; // a post with every word comes first
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
    const asked = new Set(every.slice().sort((a, b) => weight(b) - weight(a)).slice(0, ASKED));
    try {
      const found = asked.size ? await ranked(every, asked) : [];
      const top = found.slice(0, MOST);
      const rows = await Promise.all(top.map(async ([post]) => {
        const posts = JSON.parse(await get(`posts-${Math.floor(post / block)}.json`));
        return posts[post % block];
      }));
      if (turn !== latest) return;
      list.replaceChildren(...rows.map(entry));
      const many = found.length === 1 ? given.one : given.other;
      says.textContent = !asked.size ? "" : found.length ? many.replace("{count}", found.length) : given.none;
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
  box.value = new URLSearchParams(location.search).get("q") || "";
  if (box.value) search(box.value);
  else box.focus();
})();
