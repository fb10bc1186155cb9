"""The body as an inbox can show it: the one tree from which both the HTML and the text part of a letter are made.

What no mail program runs (scripts, forms) is gone, what it cannot play (frames, films) is a link in words, what it does
not know (sections, figures) is a plain block, and every target is absolute. Classes stay: they say what a block is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

from audiencegen.content.forms import absolute_html
from audiencegen.content.tree import Comment, Element, parse
from audiencegen.model import Body, Frame, Issue
from audiencegen.values import Record

Node = Element | str

DONE, TO_DO = "☑", "☐"

_GONE = frozenset(
    "applet area base button canvas col colgroup datalist dialog form frame frameset head link map meta noscript optgroup "
    "option param rp script select source style template textarea title track wbr".split()
)
_KEPT = frozenset(
    "a abbr blockquote br caption code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr img li ol p pre small span strong sub sup "
    "table tbody td tfoot th thead tr u ul".split()
)
# To (tag, class): what Word, Yahoo or GMX do not know under its own name (caniemail, html-semantics).
_RENAMED = MappingProxyType(
    {
        **dict.fromkeys(
            "address article aside details fieldset figure footer header hgroup main nav search section".split(), ("div", "")
        ),
        "center": ("div", "center"),
        "figcaption": ("p", "caption"),
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
_BLOCKS = frozenset("blockquote dd div dl h1 h2 h3 h4 h5 h6 li ol p pre table td th ul".split()) | {""}
_ATTRIBUTES = frozenset({"alt", "class", "colspan", "dir", "height", "lang", "rowspan", "scope", "start", "type", "width"})
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms", "ftp", "geo", "webcal", "xmpp"})
_ALIGNED = re.compile(r"text-align:\s*(right|center)")
_YOUTUBE = re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)")
_VIMEO = re.compile(r"https?://player\.vimeo\.com/video/(\d+)")


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the letter is written: the address that relative targets start from, and the words for what it names."""

    address: str
    on_web: bool
    words: Record


def letter_tree(frame: Frame, issue: Issue, body: Body) -> Element:
    """The reduced tree of a letter's body; a nameless element holds it."""
    post = issue.post
    desk = _Desk(frame.absolute(post.card.address), post.on_web, frame.words["mail"])
    top = parse(absolute_html(body.html, post.targets, frame, post.card.address))
    return Element("", {}, _content(top, desk))


def _content(parent: Element, desk: _Desk) -> list[Node]:
    nodes: list[Node] = []
    for child in parent.children:
        if isinstance(child, Element):
            nodes += _reduced(child, parent, desk)
        elif not isinstance(child, Comment):
            nodes.append(child)
    return nodes


def _reduced(element: Element, parent: Element, desk: _Desk) -> list[Node]:
    tag = element.tag
    if tag in _GONE or "hidden" in element.attributes or "footnote-backref" in element.classes:
        return []
    if tag in _MEDIA:
        return _in_place(_medium(element, desk), parent)
    if tag in _SPECIAL:
        return _SPECIAL[tag](element, desk)
    inside = _content(element, desk)
    if tag in _RENAMED:
        tag, kind = _RENAMED[tag]
        return [Element(tag, _attributes(element, kind), inside)]
    if tag not in _KEPT:
        return inside
    if tag == "p" and not _says_something(inside):
        return []
    return [Element(tag, _attributes(element), inside)]


def _attributes(element: Element, kind: str = "") -> dict[str, str | None]:
    kept = {name: value for name, value in element.attributes.items() if name in _ATTRIBUTES}
    if element.tag == "abbr" and element.attributes.get("title"):
        kept["title"] = element.attributes["title"]
    aligned = _ALIGNED.search(element.attributes.get("style") or "")
    classes = [*element.classes, kind, aligned[1] if aligned else ""]
    kept["class"] = " ".join(name for name in classes if name)
    return kept


def _says_something(nodes: list[Node]) -> bool:
    return any(
        (node.tag in ("img", "hr") or _says_something(node.children)) if isinstance(node, Element) else node.strip(" \t\n\xa0")
        for node in nodes
    )


# --- what needs more than another name -----------------------------------------------------------


def _link(element: Element, desk: _Desk) -> list[Node]:
    inside = _content(element, desk)
    url = _followable(element.attributes.get("href"), desk)
    if not url or not inside:
        return inside
    pictures = [inner for node in inside if isinstance(node, Element) for inner in node.find("img")]
    if not _says_something(inside):
        inside = [element.attributes.get("title") or url]
    elif pictures and not any(picture.attributes["alt"] for picture in pictures) and not _text(inside).strip():
        pictures[0].attributes["alt"] = element.attributes.get("title") or url  # a link must have a name to be read out
    return [Element("a", {"href": url, "class": " ".join(element.classes)}, inside)]


def _picture(element: Element, desk: _Desk) -> list[Node]:
    attributes = _attributes(element)
    attributes["src"] = _followable(element.attributes.get("src"), desk)
    attributes["alt"] = " ".join((element.attributes.get("alt") or "").split())
    return [Element("img", attributes)] if attributes["src"] else [attributes["alt"] or ""]


def _drawing(element: Element, desk: _Desk) -> list[Node]:
    """An inline SVG, which no inbox shows, by its name."""
    title = next((inner.text().strip() for inner in element.find("title")), "")
    name = element.attributes.get("aria-label") or title
    return [f"[{name}]"] if name else []


def _box(element: Element, desk: _Desk) -> list[Node]:
    if element.attributes.get("type") != "checkbox":
        return []
    return [DONE if "checked" in element.attributes else TO_DO]


def _quoted(element: Element, desk: _Desk) -> list[Node]:
    return ["“", *_content(element, desk), "”"]


def _reading(element: Element, desk: _Desk) -> list[Node]:
    """The reading of a character, in brackets behind it, as `<rp>` would say it."""
    return ["(", *_content(element, desk), ")"]


_SPECIAL: dict[str, Callable[[Element, _Desk], list[Node]]] = {
    "a": _link,
    "img": _picture,
    "svg": _drawing,
    "input": _box,
    "q": _quoted,
    "rt": _reading,
}


# --- what cannot be played in an inbox -----------------------------------------------------------

_MEDIA = frozenset({"audio", "embed", "iframe", "object", "video"})


def _medium(element: Element, desk: _Desk) -> Node | None:
    """A frame, a film or a recording as a link in words; None when it has no address."""
    sources = (inner.attributes.get("src") or inner.attributes.get("data") for inner in element.walk())
    url = _followable(next((source for source in sources if source), ""), desk)
    if not url:
        return None
    watched = _YOUTUBE.match(url) or _VIMEO.match(url)
    if watched:
        host = "https://www.youtube.com/watch?v=" if "youtube" in watched[0] else "https://vimeo.com/"
        url = host + watched[1]
    kind = "video" if watched or element.tag == "video" else "audio" if element.tag == "audio" else "frame"
    named = element.attributes.get("title") or element.attributes.get("aria-label") or urlsplit(url).netloc
    return Element("a", {"href": url}, [str(desk.words[kind]).format(name=named)])


def _in_place(node: Node | None, parent: Element) -> list[Node]:
    """A link that stood for a block is a paragraph of its own; within a paragraph it is part of it."""
    if node is None:
        return []
    outside = parent.tag in _BLOCKS and parent.tag != "p" or _RENAMED.get(parent.tag, ("", ""))[0] == "div"
    return [Element("p", {}, [node])] if outside else [node]


def _followable(target: str | None, desk: _Desk) -> str:
    """A target as an absolute address, or "" for what cannot be followed from an inbox."""
    try:
        url = urljoin(desk.address, (target or "").strip())
        scheme = urlsplit(url).scheme
    except ValueError:  # a bracket that is no IPv6 address
        return ""
    if scheme not in _SCHEMES or (not desk.on_web and url.startswith(desk.address + "#")):
        return ""
    return re.sub(r"\s", lambda space: f"%{ord(space[0]):02X}", url)


def _text(nodes: list[Node]) -> str:
    return "".join(node.text() if isinstance(node, Element) else node for node in nodes)
