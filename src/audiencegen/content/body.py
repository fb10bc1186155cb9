"""The one walk over a post's HTML, whatever its dialect: tree in, `Body` out.

Here headings get ids, targets become symbolic links, code is highlighted, punctuation turns typographic, and what
the two Markdown libraries write differently (footnotes, alerts, alignment, task lists) becomes one form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from audiencegen.content.highlight import highlighted
from audiencegen.content.tree import Comment, Element, Html, parse, write
from audiencegen.content.typography import smart
from audiencegen.content.urls import slug
from audiencegen.model import Body, Heading, Link
from audiencegen.problems import Problem, warning

_BLOCKS = frozenset(
    "address article aside blockquote details dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_VERBATIM = frozenset({"code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "tt", "var"})
_TARGETS = ("href", "src", "poster", "data")
_SOURCES = frozenset({"audio", "embed", "iframe", "img", "source", "track", "video"})
_ALIGN = re.compile(r"text-align:\s*(left|right|center)\s*;?\s*")
_WORD = re.compile(r"[\w'’-]*\w")
_IDEOGRAPH = re.compile(r"[぀-ヿ㐀-鿿豈-﫿가-힯]")
_ALERT_CLASS = "markdown-alert"


@dataclass(frozen=True, slots=True)
class Reading:
    """What `read` answers: the body, the title when one was taken from it, and what is not as the writer meant."""

    body: Body
    title: str
    problems: tuple[Problem, ...]


def read(html: str, language: str, takes_title: bool) -> Reading:
    """Walk the HTML of one Markdown text. With `takes_title` the first heading is the title and leaves the body."""
    top = parse(html)
    title = _take_title(top) if takes_title else ""
    walk = _Walk(language, deeper=1 if any(top.find("h1")) else 0)
    walk.children(top)
    text = _spaced("".join(walk.text))
    body = Body(
        html=write(top),
        text=text,
        excerpt=_spaced(walk.lead if walk.lead is not None else walk.opening),
        words=_count_words(text),
        headings=tuple(walk.headings),
        links=tuple(walk.links),
        ids=tuple(walk.ids),
    )
    return Reading(body, title, tuple(walk.problems))


@dataclass
class _Walk:
    """The state of one walk; every method changes the tree in place and notes what it saw."""

    language: str
    deeper: int  # the page's own title is the only h1
    text: list[str] = field(default_factory=list)
    lead: str | None = None  # what stands before `<!-- more -->`
    opening: str = ""  # the first paragraph
    last: str = ""  # the character before the next text node, for quotation marks
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    ids: dict[str, None] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    images: int = 0
    problems: list[Problem] = field(default_factory=list)

    def children(self, parent: Element) -> None:
        verbatim = parent.tag in _VERBATIM
        for index, child in enumerate(parent.children):
            if isinstance(child, Element):
                parent.children[index] = self.element(child)
            elif isinstance(child, Comment):
                self.comment(child)
            elif verbatim or "://" in child:  # an address in prose keeps its marks as they are
                self.note(child)
            else:
                parent.children[index] = better = smart(child, self.last, self.language)
                self.note(better)

    def note(self, text: str) -> None:
        self.text.append(text)
        self.last = text[-1:] or self.last

    def comment(self, comment: Comment) -> None:
        if comment.strip().casefold() == "more" and self.lead is None:
            self.lead = "".join(self.text)

    def element(self, element: Element) -> Element:
        tag = element.tag
        if tag in ("script", "style") or "footnote-backref" in element.classes:
            self.attributes(element)
            return _in_one_form(element)
        block = tag in _BLOCKS or tag == "br"
        if block:
            self.text.append("\n")
            self.last = ""
        self.attributes(element)
        start = len(self.text)
        if tag in _HEADINGS:
            self.heading(element)
        elif tag == "sup" and _is_note_reference(element):
            self.note_reference(element)
        elif tag == "pre":
            self.code_block(element)
        else:
            self.children(element)
            element = _in_one_form(element)
        if tag == "p" and not self.opening:
            self.opening = "".join(self.text[start:]).strip()
        if block:
            self.text.append("\n")
            self.last = ""
        return element

    def attributes(self, element: Element) -> None:
        attributes = element.attributes
        if "id" in attributes:
            self.identify(element)
        for name in _TARGETS:
            target = attributes.get(name)
            if target is not None and (name == "href" or element.tag in _SOURCES or element.tag == "object"):
                attributes[name] = self.link(target, element)
        if attributes.get("srcset"):
            attributes["srcset"] = self.candidates(attributes["srcset"] or "", element)
        if element.tag == "img":
            self.image(element)
        _align_by_class(element)

    def identify(self, element: Element) -> None:
        given = _footnote_id(element.attributes["id"] or "")
        element.attributes["id"] = given
        if given:
            self.ids.setdefault(given)

    def link(self, target: str, element: Element) -> str:
        target = target.strip()
        if target.startswith("#"):
            target = "#" + _footnote_id(target[1:])
        ordinal = self.counts[target] = self.counts.get(target, -1) + 1
        sized = "width" in element.attributes or "height" in element.attributes
        self.links.append(Link(target, ordinal, element.tag == "img", sized))
        return f"ag:{len(self.links) - 1}"

    def candidates(self, srcset: str, element: Element) -> str:
        rows = (row.split(None, 1) for row in srcset.split(",") if row.strip())
        return ", ".join(" ".join([self.link(row[0], element), *row[1:]]) for row in rows)

    def image(self, element: Element) -> None:
        attributes = element.attributes
        if "alt" not in attributes or (not attributes["alt"] and attributes.get("role") != "presentation"):
            link = self.links[-1] if self.links else Link("")
            self.problems.append(
                warning(
                    "image-without-alt",
                    f"the picture {link.target} has no description",
                    "say in a few words what it shows, for those who cannot see it: ![a red boat](boat.jpg)",
                    find=link.target,
                    ordinal=link.ordinal,
                )
            )
            attributes["alt"] = ""
        # The first picture is probably in view at once; waiting for it would only delay it.
        if self.images:
            attributes.setdefault("loading", "lazy")
        attributes.setdefault("decoding", "async")
        self.images += 1
        self.text.append(attributes["alt"] or "")

    def heading(self, element: Element) -> None:
        level = min(6, int(element.tag[1]) + self.deeper)
        element.tag = f"h{level}"
        start = len(self.text)
        self.children(element)
        text = " ".join("".join(self.text[start:]).split())
        if not element.attributes.get("id"):
            element.attributes["id"] = self.free_id(slug(text) or "section")
        self.headings.append(Heading(level, element.attributes["id"] or "", text))

    def free_id(self, wanted: str) -> str:
        number, free = 1, wanted
        while free in self.ids:
            free, number = f"{wanted}-{number}", number + 1
        self.ids[free] = None
        return free

    def note_reference(self, sup: Element) -> None:
        """`<sup><a class="footnote-ref" …>1</a></sup>` with the id on the link; its number is no part of the text."""
        link = next(sup.find("a"))
        link.attributes = {
            "class": "footnote-ref",
            "href": link.attributes.get("href"),
            "id": link.attributes.get("id") or sup.attributes.get("id"),
            "role": "doc-noteref",
        }
        sup.attributes = {}
        self.attributes(link)

    def code_block(self, element: Element) -> None:
        element.attributes.setdefault("tabindex", "0")  # a long line scrolls, and the keyboard must reach it
        code = next((child for child in element.children if isinstance(child, Element)), None)
        if code is None or code.tag != "code":
            self.children(element)
            return
        text = code.text()
        self.note(text)
        language = _language(code)
        colored = highlighted(text, language) if language else None
        if colored is not None:
            code.children = [Html(colored)]
        if language:
            code.attributes["class"] = f"language-{language}"


def _in_one_form(element: Element) -> Element:
    """What either library writes for one construct, as the one form the theme and the mail know."""
    classes = element.classes
    if element.tag == "table":
        return Element("div", {"class": "table", "tabindex": "0"}, [element])
    if element.tag == "li" and (box := _checkbox(element)) is not None:
        element.attributes["class"] = " ".join([*classes, "task"])
        box.attributes["aria-label"] = "done" if "checked" in box.attributes else "to do"
    elif "footnotes" in classes or "footnote" in classes:
        _footnotes(element)
    elif _ALERT_CLASS in classes:
        kind = next((name.removeprefix(_ALERT_CLASS + "-") for name in classes if name != _ALERT_CLASS), "note")
        element.attributes["class"] = f"admonition {kind}"
    elif f"{_ALERT_CLASS}-title" in classes:
        element.attributes["class"] = "admonition-title"
    elif "footnote-backref" in classes:
        element.attributes = {
            name: value for name, value in element.attributes.items() if not name.startswith("data-")
        }
    return element


def _is_note_reference(sup: Element) -> bool:
    return any("footnote-ref" in inner.classes for inner in sup.walk())


def _footnotes(element: Element) -> None:
    if element.tag in ("div", "section"):
        element.tag = "div"
        element.attributes = {"class": "footnotes", "role": "doc-endnotes"}
        element.children = [child for child in element.children if not _is_rule(child)]


def _is_rule(child: Element | str) -> bool:
    return isinstance(child, Element) and child.tag == "hr"


def _checkbox(item: Element) -> Element | None:
    """The box of a task list's item; python-markdown has none, so there `[ ]` stays text."""
    for child in item.children:
        if isinstance(child, Element):
            inner = _checkbox(child) if child.tag == "p" else child
            return inner if inner is not None and inner.attributes.get("type") == "checkbox" else None
        if child.strip():
            return None
    return None


def _align_by_class(element: Element) -> None:
    if element.tag not in ("td", "th"):
        return
    style = element.attributes.get("style") or ""
    found = _ALIGN.search(style)
    align = found[1] if found else element.attributes.pop("align", None)
    if found:
        rest = _ALIGN.sub("", style).strip()
        element.attributes.pop("style")
        if rest:
            element.attributes["style"] = rest
    if align in ("right", "center"):
        element.attributes["class"] = " ".join([*element.classes, align])


def _language(code: Element) -> str:
    """`language-rust,ignore` and `language-rust {1,3}` are Rust."""
    for name in (code.attributes.get("class") or "").split():
        if name.startswith("language-"):
            return re.split(r"[,{:]", name.removeprefix("language-"))[0].strip().casefold()
    return ""


def _footnote_id(given: str) -> str:
    return given.replace(":", "-", 1) if re.match(r"fn(ref\d*)?:", given) else given


def _take_title(top: Element) -> str:
    """The text of the first heading; it leaves the body when nothing stands before it."""
    first = next((child for child in top.children if isinstance(child, Element)), None)
    heading = next(top.find(*sorted(_HEADINGS)), None)
    if heading is None:
        return ""
    if heading is first:
        top.children.remove(heading)
    return " ".join(heading.text().split())


def _spaced(text: str) -> str:
    """Runs of spaces as one, blank lines gone: text for counting, describing and searching."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _count_words(text: str) -> int:
    """Words, with two ideographs taken for one, so that reading time holds for Chinese, Japanese and Korean."""
    ideographs = len(_IDEOGRAPH.findall(text))
    return len(_WORD.findall(_IDEOGRAPH.sub(" ", text))) + ideographs // 2
