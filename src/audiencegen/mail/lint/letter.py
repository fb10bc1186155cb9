"""The letter under the lens: its final bytes parsed once, beside the issue that they were made of.

Rules read this record and nothing else. It also knows where in the writer's Markdown, or in the theme, a finding is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from functools import cached_property

from audiencegen.content.personal import without_fields
from audiencegen.content.tree import Comment, Element, parse_document
from audiencegen.mail.lint.css import hides, inline
from audiencegen.mail.pictures import copies, mail_copy
from audiencegen.mail.targets import Desk, followable
from audiencegen.model import Body, Earlier, File, Frame, Issue, Link, Target
from audiencegen.problems import Problem
from audiencegen.theme import Theme
from audiencegen.values import Record, Struct, Value

HTML_PART, TEXT_PART, STYLES = "mail/letter.html", "mail/letter.txt", "mail/styles.yaml"
Place = dict[str, str | int]

_VERBATIM = frozenset({"code", "pre"})
_NOT_SHOWN = frozenset({"head", "noscript", "script", "style", "template", "title"})
_BLOCKS = frozenset(
    "blockquote body br caption dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table td th tr ul".split()
)


class Origin(Value, frozen=True):
    """What a letter was made of. `file` is its Markdown, as it can be opened; `earlier` is newest first."""

    file: str
    theme: Theme
    frame: Frame
    issue: Issue
    body: Body
    earlier: tuple[Earlier, ...] = ()


class Shown(Struct, frozen=True):
    """An element with what stands around it: those above, nearest last, and whether it is hidden."""

    element: Element
    above: tuple[Element, ...]
    hidden: bool


class Anchor(Struct, frozen=True):
    """A link that is seen: its address, how many before it have the same one, and what is read out of it.

    `leads` when nothing stands before it in its block, as in the items of a round-up; `alone` in its paragraph.
    """

    element: Element
    url: str
    nth: int
    words: str
    leads: bool
    alone: bool


@dataclass(frozen=True)
class Letter:
    """A letter in its three forms, parsed when first asked for. `eml` is empty where there is no sender."""

    html: bytes
    text: bytes
    eml: bytes
    origin: Origin

    @cached_property
    def subject(self) -> str:
        """The subject as somebody reads it of whom nothing is known."""
        return without_fields(self.origin.issue.subject)

    @cached_property
    def preheader(self) -> str:
        return without_fields(self.origin.issue.preheader)

    @cached_property
    def document(self) -> Element:
        return parse_document(self.html.decode("utf-8", "replace"))

    @cached_property
    def elements(self) -> tuple[Shown, ...]:
        """Every element of the document, in its order."""
        found: list[Shown] = []
        _show(self.document, (), False, found)
        return tuple(found)

    @cached_property
    def seen(self) -> tuple[Shown, ...]:
        """The elements that a reader sees: neither hidden nor of the head."""
        return tuple(one for one in self.elements if not one.hidden)

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """The links that are seen, in their order."""
        counts: Counter[str] = Counter()
        found = []
        for shown in self.seen:
            if shown.element.tag == "a" and "href" in shown.element.attributes:
                url = (shown.element.attributes["href"] or "").strip()
                found.append(
                    Anchor(shown.element, url, counts[url], _read_out(shown.element), _leads(shown), _is_alone(shown))
                )
                counts[url] += 1
        return tuple(found)

    @cached_property
    def body(self) -> Element:
        return next(self.document.find("body"), Element("body"))

    @cached_property
    def head(self) -> Element:
        return next(self.document.find("head"), Element("head"))

    @cached_property
    def styles(self) -> tuple[str, ...]:
        """The text of every style block, those for Word alone left out."""
        return tuple(block.text() for block in self.document.find("style"))

    @cached_property
    def blocks(self) -> tuple[str, ...]:
        """The words that are seen, block by block, without code."""
        return tuple(words for words, verbatim in self._runs if not verbatim)

    @cached_property
    def words(self) -> str:
        """All words that are seen, in one line."""
        return " ".join(words for words, _ in self._runs)

    @cached_property
    def plain(self) -> str:
        return self.text.decode("utf-8", "replace")

    @cached_property
    def message(self) -> Message:
        return message_from_bytes(self.eml)

    @cached_property
    def language(self) -> str:
        return self.origin.issue.post.card.language or self.origin.frame.language

    @cached_property
    def vocabulary(self) -> Record:
        """The words by which rules know things, in the letter's own language."""
        words: Record = self.origin.theme.words_for(self.language).get("checks") or Record()
        return words

    @cached_property
    def _runs(self) -> tuple[tuple[str, bool], ...]:
        runs: list[tuple[list[str], bool]] = [([], False)]
        _collect(self.body, runs, False)
        joined = ((" ".join("".join(parts).split()), verbatim) for parts, verbatim in runs)
        return tuple((words, verbatim) for words, verbatim in joined if words)

    @cached_property
    def _written(self) -> Mapping[str, list[tuple[Link, Target]]]:
        """The links of the Markdown by the address that they have in the mail; a picture has that of its copy."""
        frame, post = self.origin.frame, self.origin.issue.post
        address = post.card.address
        desk = Desk(frame.absolute(address), post.on_web, Record())
        shown = copies(frame, self.origin.issue.pictures)
        found: dict[str, list[tuple[Link, Target]]] = {}
        for link, target in zip(self.origin.body.links, post.targets, strict=False):
            url = address + target.url if target.url.startswith("#") else target.url
            whole = followable(frame.absolute(url), desk)
            found.setdefault(shown.get(whole, whole) if link.image else whole, []).append((link, target))
        return found

    @cached_property
    def files(self) -> Mapping[str, File]:
        """The writer's files of the pictures by the address of the copy that the mail shows."""
        known = ((file, mail_copy(file)) for file in self.origin.issue.pictures)
        return {self.origin.frame.absolute(copy.address): file for file, copy in known if copy}

    def written(self, url: str, nth: int = 0) -> tuple[Link, Target] | None:
        """The link or picture of the Markdown that became the nth target of this address; None for the theme's own."""
        found = self._written.get(url)
        return found[min(nth, len(found) - 1)] if found else None

    def at_target(self, url: str, nth: int = 0) -> Place:
        """The place of a link or picture: the writer's, else the theme's."""
        found = self.written(url, nth)
        if found is None:
            return self.in_theme(HTML_PART)
        return {"file": self.origin.file, "find": found[0].target, "ordinal": found[0].ordinal}

    def at_words(self, words: str, ordinal: int = 0) -> Place:
        """The place of words that are seen: where the writer wrote them, else the theme."""
        card, issue = self.origin.issue.post.card, self.origin.issue
        own = (self.origin.body.text, card.title, issue.subject, issue.preheader, issue.post.standfirst)
        if any(words in " ".join(text.split()) for text in own):
            return {"file": self.origin.file, "find": words, "ordinal": ordinal}
        return self.in_theme(HTML_PART)

    def at_heading(self, words: str, ordinal: int = 0) -> Place:
        """The place of a heading by its whole line, since its words may stand elsewhere before."""
        place = self.at_words(words)
        is_own = place["file"] == self.origin.file
        return {**place, "find": f"# {words}\n", "ordinal": ordinal} if is_own else place

    def at_field(self, name: str) -> Place:
        """The place of a field of the front matter; the head as a whole when the writer left it out."""
        return {"file": self.origin.file, "find": f"{name}:"}

    def in_theme(self, part: str, *finds: str) -> Place:
        """A file of the theme, and the first of these texts that stands in it."""
        template = next((one for one in self.origin.theme.templates if one.name == part), None)
        if template is None:
            return {"file": part}
        return {"file": template.origin, "find": next((find for find in finds if find in template.text), "")}


Rules = Mapping[Callable[[Letter], Iterator[Problem]], tuple[str, ...]]  # each with the names of what it finds


def _show(element: Element, above: tuple[Element, ...], hidden: bool, found: list[Shown]) -> None:
    hidden = hidden or _is_hidden(element)
    found.append(Shown(element, above, hidden))
    inside = (*above, element)
    for child in element.children:
        if isinstance(child, Element):
            _show(child, inside, hidden, found)


def _is_hidden(element: Element) -> bool:
    if element.tag in _NOT_SHOWN or "hidden" in element.attributes:
        return True
    style = element.attributes.get("style")
    return bool(style) and hides(inline(style or ""))


def _is_alone(shown: Shown) -> bool:
    """Whether a link with words is all that its paragraph holds."""
    around = next((one for one in reversed(shown.above) if one.tag in _BLOCKS), None)
    words = shown.element.text().strip()
    return around is not None and around.tag == "p" and bool(words) and around.text().strip() == words


def _leads(shown: Shown) -> bool:
    """Whether an element is the first of its block that says something."""
    inner = shown.element
    for around in reversed(shown.above):
        for child in around.children:
            if child is inner:
                break
            if not isinstance(child, Comment) and (child if isinstance(child, str) else child.text()).strip():
                return False
        if around.tag in _BLOCKS:
            return True
        inner = around
    return False


def _read_out(element: Element) -> str:
    pictures = " ".join(picture.attributes.get("alt") or "" for picture in element.find("img"))
    return " ".join(f"{element.text()} {pictures} {element.attributes.get('aria-label') or ''}".split())


def _collect(element: Element, runs: list[tuple[list[str], bool]], verbatim: bool) -> None:
    if _is_hidden(element):
        return
    if element.tag in _VERBATIM:
        verbatim = True
    is_block = element.tag in _BLOCKS
    if is_block or runs[-1][1] != verbatim:
        runs.append(([], verbatim))
    for child in element.children:
        if isinstance(child, Element):
            _collect(child, runs, verbatim)
            if runs[-1][1] != verbatim:
                runs.append(([], verbatim))
        elif not isinstance(child, Comment):
            runs[-1][0].append(child)
    if is_block:
        runs.append(([], verbatim))
