"""The body as an inbox can show it: the one tree from which both the HTML and the text part of a letter are made.

What no mail program runs (scripts, forms) is gone, what it cannot play (frames, films) is a link in words, what it does
not know (sections, figures) is a plain block, and every target is absolute. Classes stay: they say what a block is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import TypeGuard
from urllib.parse import urlsplit

from audiencegen.content import only, personal
from audiencegen.content.blocks import EMBED, Host, in_mail
from audiencegen.content.episodes import PLAYER, to_hear
from audiencegen.content.forms import absolute_html
from audiencegen.content.paragraphs import BLOCKS
from audiencegen.content.tree import Comment, Element, parse
from audiencegen.mail.fields import marked, to_everybody
from audiencegen.mail.particulars import words_of
from audiencegen.mail.pictures import copies
from audiencegen.mail.sections import shorten
from audiencegen.mail.targets import MEDIA, Desk, followable, medium
from audiencegen.model import Body, Frame, Issue

Node = Element | str
Blocks = Callable[[Element, Host], None]

DONE, TO_DO = "☑", "☐"

_GONE = frozenset(
    "applet area base button canvas col colgroup datalist dialog form frame frameset head link map meta noscript "
    "optgroup option param rp script select source style template textarea title track wbr".split()
)
_KEPT = frozenset(
    "a abbr blockquote br caption code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr img li ol p pre small span strong "
    "sub sup table tbody td tfoot th thead tr u ul".split()
)
# To (tag, class): what Word, Yahoo or GMX do not know under its own name (caniemail, html-semantics).
_RENAMED = MappingProxyType(
    {
        **dict.fromkeys("address article aside details fieldset footer".split(), ("div", "")),
        **dict.fromkeys("header hgroup main nav search section".split(), ("div", "")),
        "center": ("div", "center"),
        "figure": ("div", "figure"),
        "figcaption": ("p", "figure-caption"),
        **dict.fromkeys(("summary", "legend"), ("p", "summary")),
        **dict.fromkeys(("b",), ("strong", "")),
        **dict.fromkeys(("i", "cite", "dfn", "var"), ("em", "")),
        **dict.fromkeys(("s", "strike"), ("del", "")),
        "ins": ("u", ""),
        **dict.fromkeys(("kbd", "samp", "tt"), ("code", "")),
        "mark": ("span", "mark"),
        **dict.fromkeys(("dir", "menu"), ("ul", "")),
        **dict.fromkeys(("listing", "xmp"), ("pre", "")),
    }
)
_HOLD_BLOCKS = frozenset({"", "blockquote", "dd", "div", "li", "td", "th"})
_ATTRIBUTES = frozenset("alt class colspan dir height lang rowspan scope start type width".split())
_DRAWINGS = (".svg", ".svgz")
_ALIGNED = re.compile(r"text-align:\s*(right|center)")


def letter_tree(frame: Frame, issue: Issue, body: Body) -> Element:
    """The reduced tree of a letter's body, as everybody may read it; a nameless element holds it."""
    tree = marked_tree(frame, issue, body)
    return _to_everybody(tree) if f"<{personal.TAG}" in body.html else tree


def marked_tree(frame: Frame, issue: Issue, body: Body, blocks: Blocks = in_mail) -> Element:
    """The same, with the personal fields marked; `blocks` shows those for writers.

    All forms of a letter are made from one tree, which none of them changes.
    """
    return _marked_tree(frame, issue, body, blocks if f"<{EMBED}" in body.html else in_mail)


@lru_cache(maxsize=2)
def _marked_tree(frame: Frame, issue: Issue, body: Body, blocks: Blocks) -> Element:
    post = issue.post
    desk = Desk(frame.absolute(post.card.address), post.on_web, words_of(frame), copies(frame, issue.pictures))
    top = parse(absolute_html(body.html, post.targets, frame, post.card.address))
    blocks(top, Host(frame, post.card))
    only.for_mail(top, lambda: _rest(desk), _corrections(frame, issue))
    shorten(top, issue.web_only, desk)
    return Element("", {}, [*_to_hear(frame, issue, desk), *_in_paragraphs(_content(top, desk))])


def _to_everybody(element: Element) -> Element:
    children = [to_everybody(one) if isinstance(one, str) else _to_everybody(one) for one in element.children]
    return Element(element.tag, element.attributes, children)


def _to_hear(frame: Frame, issue: Issue, desk: Desk) -> list[Node]:
    """The way to the player on the page; of a letter without one, to the recording."""
    episode = issue.post.episode
    if episode is None:
        return []
    url = f"{desk.address}#{PLAYER}" if desk.on_web else frame.absolute(episode.url)
    return [Element("p", {}, [Element("a", {"href": url}, [to_hear(frame, episode)])])]


def _rest(desk: Desk) -> Element | None:
    """The line in the place of what is cut off; None for a letter that can be read nowhere else."""
    words = str(desk.words.get("rest", desk.address))
    return Element("p", {}, [Element("a", {"href": desk.address}, [words])]) if desk.on_web else None


def _corrections(frame: Frame, issue: Issue) -> list[Element]:
    """What was wrong in earlier posts, as a section of the letter."""
    items: list[Node] = []
    for one in issue.corrections:
        link = Element("a", {"href": frame.absolute(one.address)}, [one.title])
        said = f" ({frame.day(one.correction.date)}): {one.correction.text}"
        items.append(Element("li", {}, [link, said]))
    heading = Element("h2", {}, [str(frame.words["corrections"])])
    return [heading, Element("ul", {}, items)] if items else []


def _content(parent: Element, desk: Desk) -> list[Node]:
    nodes: list[Node] = []
    for child in parent.children:
        if isinstance(child, Element):
            nodes += _reduced(child, parent, desk)
        elif not isinstance(child, Comment):
            nodes.append(child)
    return nodes


def _reduced(element: Element, parent: Element, desk: Desk) -> list[Node]:
    tag, attributes = element.tag, element.attributes
    if tag in _GONE or (attributes and ("hidden" in attributes or "footnote-backref" in element.classes)):
        return []
    if tag in MEDIA:
        return _in_place(medium(element, desk), parent)
    if tag in _SPECIAL:
        return _SPECIAL[tag](element, desk)
    inside = _content(element, desk)
    if tag in _RENAMED:
        tag, kind = _RENAMED[tag]
    elif tag in _KEPT:
        kind = ""
    else:
        return inside
    if tag == "p" and not _says_something(inside):
        return []
    return [Element(tag, _attributes(element, kind), _in_paragraphs(inside) if tag == "div" else inside)]


def _in_paragraphs(nodes: list[Node]) -> list[Node]:
    """Words that stand loose between blocks as paragraphs, which have their space around them."""
    blocks: list[Node] = []
    for is_block, run in groupby(nodes, key=_holds_a_block):
        together = list(run)
        blocks += together if is_block or not _text(together).strip() else [Element("p", {}, together)]
    return blocks


def _holds_a_block(node: Node) -> bool:
    return isinstance(node, Element) and any(inner.tag in BLOCKS for inner in node.walk())


def _attributes(element: Element, kind: str) -> dict[str, str | None]:
    if not element.attributes:
        return {"class": kind}
    kept = {name: value for name, value in element.attributes.items() if name in _ATTRIBUTES}
    if element.tag == "abbr" and element.attributes.get("title"):
        kept["title"] = element.attributes["title"]
    aligned = _ALIGNED.search(element.attributes.get("style") or "")
    classes = [*element.classes, kind, aligned[1] if aligned else ""]
    kept["class"] = " ".join(name for name in classes if name)
    return kept


def _says_something(nodes: list[Node]) -> bool:
    shown = (node.tag in ("hr", "img") or _says_something(node.children) for node in nodes if isinstance(node, Element))
    return any(shown) or any(node.strip(" \t\n\xa0") for node in nodes if isinstance(node, str))


def _in_place(node: Node | None, parent: Element) -> list[Node]:
    """A link that stood for a block is a paragraph of its own; within a paragraph it is part of it."""
    if node is None:
        return []
    outside = parent.tag in _HOLD_BLOCKS or _RENAMED.get(parent.tag, ("", ""))[0] == "div"
    return [Element("p", {}, [node])] if outside else [node]


def _link(element: Element, desk: Desk) -> list[Node]:
    inside = _content(element, desk)
    url = followable(element.attributes.get("href"), desk)
    if not url or not inside:
        return inside
    inside = [part for node in inside for part in (node.children if _is(node, "a") else [node])]
    pictures = [inner for node in inside if isinstance(node, Element) for inner in node.find("img")]
    if not _says_something(inside):
        inside = [element.attributes.get("title") or url]
    elif pictures and not any(picture.attributes["alt"] for picture in pictures) and not _text(inside).strip():
        pictures[0].attributes["alt"] = element.attributes.get("title") or url  # a link must have a name to be read out
    return [Element("a", {"href": url, "class": " ".join(element.classes)}, inside)]


def _is(node: Node, tag: str) -> TypeGuard[Element]:
    return isinstance(node, Element) and node.tag == tag


def _text(nodes: list[Node]) -> str:
    return "".join(node.text() if isinstance(node, Element) else node for node in nodes)


def _picture(element: Element, desk: Desk) -> list[Node]:
    attributes = _attributes(element, "")
    address = followable(element.attributes.get("src"), desk)
    attributes["src"] = desk.copies.get(address, address)
    attributes["alt"] = alt = " ".join((element.attributes.get("alt") or "").split())
    if urlsplit(address).path.lower().endswith(_DRAWINGS):
        return _linked_drawing(address, alt, desk)
    return [Element("img", attributes)] if address else [alt]


def _linked_drawing(address: str, alt: str, desk: Desk) -> list[Node]:
    """An SVG file, which hardly an inbox shows, as a link in words; one that only adorns is left out."""
    words = str(desk.words.get("picture", "{name}")).format(name=alt)
    return [Element("a", {"href": address}, [words])] if alt else []


def _drawing(element: Element, desk: Desk) -> list[Node]:
    """An inline SVG, which no inbox shows, by its name."""
    title = next((inner.text().strip() for inner in element.find("title")), "")
    name = element.attributes.get("aria-label") or title
    return [f"[{name}]"] if name else []


def _box(element: Element, desk: Desk) -> list[Node]:
    if element.attributes.get("type") != "checkbox":
        return []
    return [DONE if "checked" in element.attributes else TO_DO]


def _quoted(element: Element, desk: Desk) -> list[Node]:
    return ["“", *_content(element, desk), "”"]


def _reading(element: Element, desk: Desk) -> list[Node]:
    """The reading of a character, in brackets behind it, as `<rp>` would say it."""
    return ["(", *_content(element, desk), ")"]


def _personal(element: Element, desk: Desk) -> list[Node]:
    """A personal field, marked, so that it can be filled in for one reader."""
    return [marked(element.attributes.get("name") or "", element.text())]


_SPECIAL: dict[str, Callable[[Element, Desk], list[Node]]] = {
    "a": _link,
    "img": _picture,
    "svg": _drawing,
    "input": _box,
    "q": _quoted,
    "rt": _reading,
    personal.TAG: _personal,
}
