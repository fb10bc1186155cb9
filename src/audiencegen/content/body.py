"""The one walk over a post's HTML, whatever its dialect: tree in, `Body` out.

Here headings get ids, targets become symbolic links, code is highlighted, punctuation turns typographic, and what
the two Markdown libraries write differently (footnotes, alerts, alignment, task lists) becomes one form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import unquote

from audiencegen.content import only
from audiencegen.content.blocks import embeds
from audiencegen.content.highlight import highlighted
from audiencegen.content.one_form import (
    TITLE_CLASSES,
    align_by_class,
    box_as_element,
    footnote_id,
    in_one_form,
    note_reference,
)
from audiencegen.content.personal import with_fields
from audiencegen.content.text import count_words, spaced
from audiencegen.content.tree import RAW_TEXT, Comment, Element, Html, parse, write
from audiencegen.content.typography import needs_marks, smart
from audiencegen.content.urls import heading_id
from audiencegen.model import Body, Heading, Link, Notice
from audiencegen.problems import Problem, warning
from audiencegen.values import Struct, replace

_BLOCKS = frozenset(
    "address article aside blockquote details dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PECULIAR = RAW_TEXT | _BLOCKS | {"br", "img", "sup"}  # of these more is to say than what stands in them
_VERBATIM = frozenset({"code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "tt", "var"})
# The attributes that are targets, and of which elements; `href` is one wherever it stands.
_TARGETS = MappingProxyType(
    {
        "href": None,
        "src": frozenset("audio embed iframe img input script source track video".split()),
        "poster": frozenset({"video"}),
        "data": frozenset({"object"}),
    }
)
_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])\s*([^,]*)")  # of a srcset, whose URLs may have commas within
_TOP = "#top"  # the beginning of every page (HTML, 7.4.6.4)


class _Alt(str):
    """The description of a picture: a part of the text, and no part of an excerpt."""

    __slots__ = ()


class Reading(Struct, frozen=True):
    """What `read` answers: the body, the title when one was taken from it, and what is not as the writer meant."""

    body: Body
    title: str
    problems: tuple[Problem, ...]
    parts: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


def read(html: str, language: str, takes_title: bool) -> Reading:
    """Walk the HTML of one Markdown text. With `takes_title` the first heading is the title and leaves the body."""
    top = parse(html)
    title, title_id = _take_title(top) if takes_title else ("", "")
    walk = _Walk(language, title_id, frozenset(_given_ids(top)))
    walk.children(top)
    text = spaced("".join(walk.text))
    body = Body(
        html=write(top),
        text=text,
        excerpt=spaced(walk.lead or "") or spaced(walk.opening) or text,
        words=count_words(text),
        headings=tuple(walk.headings),
        links=tuple(walk.links),
        ids=tuple(walk.ids),
    )
    return Reading(body, title, tuple(walk.problems), tuple(walk.parts), tuple(walk.notices))


@dataclass
class _Walk:
    """The state of one walk; every method changes the tree in place and notes what it saw."""

    language: str
    title_id: str  # the id of a heading that became the title, "" when none did
    given_ids: frozenset[str]  # which no heading may take
    text: list[str] = field(default_factory=list)
    lead: str | None = None  # what stands before `<!-- more -->`
    opening: str = ""  # the first paragraph
    block: int = 0  # where in `text` the present block begins
    verbatim: int = 0  # how many elements around keep their text as it is
    levels: list[int] = field(default_factory=list)  # the headings that the next one may stand below
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    ids: dict[str, None] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    images: int = 0
    problems: list[Problem] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def children(self, parent: Element) -> None:
        verbatim = parent.tag in _VERBATIM
        self.verbatim += verbatim
        children, text = parent.children, self.text
        for index, child in enumerate(children):
            if isinstance(child, Element):
                children[index] = self.element(child)
            elif isinstance(child, Comment):
                self.comment(child)
            else:
                if not self.verbatim:
                    if needs_marks(child):
                        children[index] = child = smart(child, _prose(text[self.block :]), self.language)
                    if "{" in child:
                        child, children[index] = with_fields(child, self.problems)
                text.append(child)
        self.verbatim -= verbatim

    def edge(self) -> None:
        """A block begins or ends."""
        self.text.append("\n")
        self.block = len(self.text)

    def comment(self, comment: Comment) -> None:
        if comment.strip().casefold() == "more" and self.lead is None:
            self.lead = _prose(self.text)

    def element(self, element: Element) -> Element:
        tag = element.tag
        if not element.attributes and tag not in _PECULIAR:
            self.children(element)
            return element
        if tag == embeds.EMBED:  # only ours are blocks
            element.tag = tag = "div"
        if tag in RAW_TEXT or (tag == "a" and "footnote-backref" in element.classes):
            self.attributes(element)
            return in_one_form(element)
        if tag == "sup" and (reference := note_reference(element)) is not None:
            self.note_reference(element, reference)
            return element
        if tag == "div" and only.MAIL in element.classes:
            self.unsaid(element)
            return element
        if tag == "div" and embeds.EMBED in element.classes:
            self.edge()
            self.embed(element)
            self.edge()
            return element
        block = tag in _BLOCKS or tag == "br"
        if block:
            self.edge()
        if element.attributes or tag == "img":
            self.attributes(element)
        start = len(self.text)
        if tag in _HEADINGS:
            self.heading(element)
        elif tag == "pre":
            self.code_block(element)
        else:
            if tag == "li":
                box_as_element(element)
            self.children(element)
            if tag in ("li", "table") or "class" in element.attributes:
                element = in_one_form(element)
        if tag == "p" and not self.opening and not TITLE_CLASSES & set(element.classes):
            self.opening = _prose(self.text[start:]).strip()
        if block:
            self.edge()
        return element

    def unsaid(self, element: Element) -> None:
        """What only the mail shows is no part of the text that lists, feeds and the table of contents tell."""
        text, headings, opening = len(self.text), len(self.headings), self.opening
        self.children(element)
        del self.text[text:], self.headings[headings:]
        self.opening, self.block = opening, text

    def embed(self, element: Element) -> None:
        """A block for writers. What it says begins no text, and what will go again is told nowhere else."""
        place, targets = embeds.renamed(element)
        first, opening = len(self.links), self.opening
        for name, target in targets.items():
            element.attributes[name] = self.link(target, element)
        if embeds.takes_fetched_picture(element):
            self.links[-1] = replace(self.links[-1], image=True, spare=True)
        if "data-until" in element.attributes:
            self.unsaid(element)
        else:
            self.children(element)
            self.opening = opening
        self.problems += embeds.faults(element, place)
        self.parts += embeds.parts(element)
        self.notices += embeds.notices(element, first, len(self.links))

    def attributes(self, element: Element) -> None:
        attributes = element.attributes
        if "id" in attributes or "name" in attributes:
            self.identify(element)
        for name, tags in _TARGETS.items():
            target = attributes.get(name)
            if target is not None and (tags is None or element.tag in tags):
                attributes[name] = self.link(target, element)
            elif target is not None and target.startswith("ag:"):  # only our own targets begin like this
                del attributes[name]
        if attributes.get("srcset"):
            attributes["srcset"] = self.candidates(attributes["srcset"] or "", element)
        if element.tag == "img":
            self.image(element)
        elif element.tag in ("td", "th"):
            align_by_class(element)

    def identify(self, element: Element) -> None:
        """An id names one place: whatever comes second under it gives it up."""
        attributes = element.attributes
        given = _given_id(element)
        if element.tag == "a":
            attributes.pop("name", None)
        if given and given not in self.ids:
            attributes["id"] = given
            self.ids[given] = None
        else:
            attributes.pop("id", None)

    def link(self, target: str, element: Element) -> str:
        target = target.strip()
        if target.startswith("#"):
            fragment = footnote_id(target[1:])
            target = _TOP if self.title_id and unquote(fragment) == self.title_id else f"#{fragment}"
        ordinal = self.counts[target] = self.counts.get(target, -1) + 1
        sized = "width" in element.attributes or "height" in element.attributes
        self.links.append(Link(target, ordinal, element.tag == "img", sized))
        return f"ag:{len(self.links) - 1}"

    def candidates(self, srcset: str, element: Element) -> str:
        rows = ((self.link(url, element), size.strip()) for url, size in _CANDIDATE.findall(srcset))
        return ", ".join(" ".join(filter(None, row)) for row in rows)

    def image(self, element: Element) -> None:
        attributes = element.attributes
        if "alt" not in attributes or (not attributes["alt"] and attributes.get("role") != "presentation"):
            symbol = attributes.get("src")
            link = self.links[int(symbol.removeprefix("ag:"))] if symbol else Link("")
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
        self.text.append(_Alt(attributes["alt"] or ""))

    def heading(self, element: Element) -> None:
        level = self.level(int(element.tag[1]))
        element.tag = f"h{level}"
        start = len(self.text)
        self.children(element)
        text = " ".join("".join(self.text[start:]).split())
        if not element.attributes.get("id"):
            element.attributes["id"] = self.free_id(heading_id(text) or "section")
        self.headings.append(Heading(level, element.attributes["id"] or "", text))

    def level(self, written: int) -> int:
        """The level that a heading gets: the page's title is the only h1, and no level below it is left out."""
        while self.levels and self.levels[-1] >= written:
            self.levels.pop()
        self.levels.append(written)
        return min(6, len(self.levels) + 1)

    def free_id(self, wanted: str) -> str:
        number, free = 1, wanted
        while free in self.ids or free in self.given_ids:
            free, number = f"{wanted}-{number}", number + 1
        self.ids[free] = None
        return free

    def note_reference(self, sup: Element, link: Element) -> None:
        """`<sup><a class="footnote-ref" …>1</a></sup>` with the id on the link; its number is no part of the text."""
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
        self.text.append(text)
        language = _language(code)
        colored = highlighted(text, language) if language else None
        if colored is not None:
            code.children = [Html(colored)]
        if language:
            code.attributes["class"] = f"language-{language}"


def _language(code: Element) -> str:
    """`language-rust,ignore` and `language-rust {1,3}` are Rust."""
    for name in (code.attributes.get("class") or "").split():
        if name.startswith("language-"):
            return re.split(r"[,{}:]", name.removeprefix("language-").lstrip("{."))[0].strip().casefold()
    return ""


def _given_id(element: Element) -> str:
    """The id that an element was written with; of a link also its `name`, the anchor of HTML 4."""
    name = element.attributes.get("name") if element.tag == "a" else None
    return footnote_id(element.attributes.get("id") or name or "")


def _given_ids(top: Element) -> Iterator[str]:
    waiting = [top]
    for element in waiting:  # which grows meanwhile
        if "id" in element.attributes or "name" in element.attributes:
            yield _given_id(element)
        waiting += [child for child in element.children if isinstance(child, Element)]


def _take_title(top: Element) -> tuple[str, str]:
    """The text of the first heading, and its id when it leaves the body: when nothing stands before it."""
    first = next((child for child in top.children if isinstance(child, Element)), None)
    heading = next(top.find(*sorted(_HEADINGS)), None)
    text = " ".join(heading.text().split()) if heading is not None else ""
    if heading is None or heading is not first or not text:
        return text, ""
    top.children.remove(heading)
    return text, heading.attributes.get("id") or heading_id(text)


def _prose(parts: Iterable[str]) -> str:
    return "".join(part for part in parts if not isinstance(part, _Alt))
