// What words(), shardOf() and letterOf() of the theme's search.js say: {script, texts, shards} → a list of
// [word, shard, letter] for each text.
// The script runs in a document that is as little as it needs; one line at its end hands the functions out.
import fs from 'node:fs';
import vm from 'node:vm';

const { script, texts, shards } = JSON.parse(fs.readFileSync(0, 'utf8'));
const probe = {};
const form = { dataset: { shards: String(shards), count: '0', segment: '256', block: '16' }, elements: { q: { addEventListener() {}, focus() {} } }, addEventListener() {} };
const document = { querySelector: (what) => (what === 'form.search' ? form : {}) };
const open = script.replace(/\}\)\(\);\s*$/, 'Object.assign(probe, { words, shardOf, letterOf }); })();');
vm.runInNewContext(open, { probe, document, location: { search: '' }, URLSearchParams, TextEncoder });
process.stdout.write(JSON.stringify(texts.map((text) => probe.words(text).map((word) => [word, probe.shardOf(word), probe.letterOf(word)]))));
