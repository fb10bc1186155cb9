"""The npm package `caniemail` as a judge of what our linter says that mail programs support."""

from __future__ import annotations

import json

from judges import node

from audiencegen.content.tree import parse_document
from audiencegen.mail.lint import support
from audiencegen.mail.lint.caniemail import FEATURES

LEAST = 0.95  # version 2.0.2 does not see calc(), var(), max(), rgb(), rgba() and elements such as <section>
# The judge's findings for each document: title → "n" or "a", for the programs of our four families.
SCRIPT = """
import { caniemail } from 'caniemail';
const clients = ['gmail.{android,ios,desktop-webmail}', 'apple-mail.*',
  'outlook.{android,ios,macos,outlook-com,windows}', 'yahoo.*'];
const documents = JSON.parse(await new Promise((done) => {
  let read = ''; process.stdin.on('data', (part) => (read += part)).on('end', () => done(read)); }));
console.log(JSON.stringify(documents.map((html) => {
  const said = {};
  const { issues } = caniemail({ clients, html });
  for (const [kind, letter] of [['warnings', 'a'], ['errors', 'n']])
    for (const list of issues[kind].values()) for (const issue of list) said[issue.title] = letter;
  return said;
})));
"""
STYLES = """
display:flex|display:grid;gap:4px|display:none|display:inline-block|float:left|position:absolute;top:0|padding:1rem
margin:0 auto|margin-left:-3px|width:calc(100% - 1vw)|width:50%|max-width:600px|height:auto|min-height:3em
border:1px solid #112233|border-radius:3px|box-shadow:0 0 2px #000000|background:#ffffff|background-color:#ffffff
background-image:url(https://example.org/a.webp)|background:url(https://example.org/a.svg)|color:var(--ink)
color:rgba(1,2,3,0.5)|color:rgb(1,2,3)|color:hsl(1,2%,3%)|font-family:system-ui|font-size:max(16px,1rem)
font:16px/1.5 Georgia|font-weight:600|letter-spacing:1px|line-height:1.5|list-style:none|list-style-type:square
opacity:0.5|overflow:hidden|overflow-x:auto|overflow-wrap:anywhere|text-align:justify|text-align:center
text-decoration:underline|text-transform:uppercase|text-indent:2em|text-shadow:0 0 1px #000000|vertical-align:middle
white-space:pre-wrap|word-break:break-word|word-spacing:2px|visibility:hidden|z-index:1|object-fit:cover|outline:0
transform:rotate(3deg)|transition:all 1s|width:min-content|color:initial|cursor:pointer|direction:rtl|tab-size:4
border-collapse:collapse|border-spacing:0|table-layout:fixed|columns:2|column-count:2|clear:both|filter:blur(1px)
justify-content:center|align-items:center|flex-direction:column|flex-wrap:wrap|aspect-ratio:1|width:3ch|width:2vmin
background-size:cover|background-position:center|background-repeat:no-repeat|margin-inline-start:3px|inset:0
padding-block-start:1px|hyphens:auto|text-overflow:ellipsis|mix-blend-mode:multiply|color:#112233 !important
"""
ELEMENTS = """
<a href="#top">x</a>|<a href="mailto:a@example.org">x</a>|<a href="https://example.org/" target="_blank">x</a>
<img src="https://example.org/a.png" width="3" height="3">|<img src="https://example.org/a.webp">
<img src="https://example.org/a.gif">|<img src="https://example.org/a.svg">|<img src="https://example.org/a.avif">
<img src="https://example.org/a.jpg" srcset="https://example.org/b.jpg 2x">|<picture></picture>|<video></video>
<audio></audio>|<svg><image></image></svg>|<form></form>|<input type="text">|<input type="checkbox">|<select></select>
<button type="submit">x</button>|<textarea></textarea>|<section>x</section>|<figure>x</figure>|<main>x</main>
<details><summary>x</summary></details>|<abbr>x</abbr>|<address>x</address>|<blockquote>x</blockquote>|<code>x</code>
<del>x</del>|<dfn>x</dfn>|<h1>x</h1>|<hr>|<ul><li>x</li></ul>|<p>x</p>|<pre>x</pre>|<small>x</small>|<span>x</span>
<strike>x</strike>|<strong>x</strong>|<table cellpadding="0"><tr><td align="left" valign="top">x</td></tr></table>
<ruby>x<rt>y</rt></ruby>|<marquee>x</marquee>|<meter></meter>|<progress></progress>|<object></object>|<dialog>x</dialog>
<div role="article" aria-label="x">x</div>|<div lang="en" dir="ltr">x</div>|<div hidden>x</div>
<div aria-hidden="true"></div>
<bdi>x</bdi>|<wbr>|<time>x</time>|<map></map>|<acronym>x</acronym>|<div background="https://example.org/a.png">x</div>
"""


def cases() -> list[str]:
    inside = [f'<p style="{style}">x</p>' for style in STYLES.strip().replace("\n", "|").split("|")]
    return inside + ELEMENTS.strip().replace("\n", "|").split("|")


def judged(documents: list[str]) -> list[dict[str, str]]:
    said = node("--input-type=module", "-e", SCRIPT, packages=("caniemail",), said=json.dumps(documents))
    found: list[dict[str, str]] = json.loads(said)
    return found


def ours(document: str) -> dict[str, str]:
    """What we say of a document, before what does no harm is left out."""
    body = next(parse_document(document).find("body"))
    said = {FEATURES[use.feature][0]: support.verdict(use.feature) for use in support.uses(body)}
    return {title: letter for title, letter in said.items() if letter != "y"}


def test_our_verdicts_are_those_of_the_judge() -> None:
    documents = [f"<html><body>{inside}</body></html>" for inside in cases()]
    same, unlike = 0, []
    for document, theirs in zip(documents, judged(documents), strict=True):
        mine = ours(document)
        titles = {title.strip() for title in theirs} | set(mine)
        their = {title.strip(): letter for title, letter in theirs.items()}
        for title in sorted(titles):
            if their.get(title) == mine.get(title):
                same += 1
            else:
                unlike.append(
                    f"{document[12:-14]}: {title}: {their.get(title, 'y')} there, {mine.get(title, 'y')} here"
                )
    share = same / (same + len(unlike))
    print(f"\nagreement with caniemail: {share:.1%} of {same + len(unlike)} verdicts")
    assert share >= LEAST, "\n".join(unlike)
