"""A division of a block → its `<ag-embed>`, while a body is read: what it links to, and what it needs and has not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from audiencegen.content.blocks import BY_WORD, video
from audiencegen.content.blocks.kind import EMBED as EMBED
from audiencegen.content.blocks.kind import Behind
from audiencegen.content.tree import Element
from audiencegen.model import Notice
from audiencegen.problems import Problem, warning

_KEPT = ("data-kind", "data-part", "data-until")


def renamed(element: Element) -> tuple[dict[str, int], dict[str, str]]:
    """Make an element the embed that it stands for; the place where it was written, and its targets by attribute."""
    given = element.attributes
    line = given.get("data-line") or ""
    element.tag = EMBED
    element.attributes = {name: value for name in _KEPT if (value := given.get(name)) is not None}
    targets = {name: value for name in ("href", "src") if (value := given.get(f"data-{name}"))}
    if given.get("data-kind") == "part":
        element.children = []  # what shows it is put there later, see `part.whole`
    seen = video.film(targets.get("href", "")) if given.get("data-kind") == "video" else None
    if seen is not None and not any(element.find("img")):
        targets["src"] = f"/{seen.picture}"
    return {"line": int(line), "column": 1} if line.isascii() and line.isdigit() else {}, targets


def takes_fetched_picture(element: Element) -> bool:
    """Whether its last target is a picture that nobody wrote."""
    return element.attributes.get("data-kind") == "video" and "src" in element.attributes


def faults(element: Element, place: dict[str, int]) -> Iterator[Problem]:
    """What its content has to hold and does not."""
    block = BY_WORD.get(element.attributes.get("data-kind") or "")
    if block is None or not block.needs or any(element.find(block.needs)):
        return
    what, hint = {
        "img": ("no picture", "put one below it: ![a red boat](boat.jpg)"),
        "a": ("no link", "put one below it: [Join us](https://example.org)"),
    }[block.needs]
    where: dict[str, object] = {**place, "width": len(f"::: {block.word}")}
    yield warning("block", f"this ::: {block.word} has {what}", hint, **where)


def parts(element: Element) -> Iterator[str]:
    if element.attributes.get("data-kind") == "part":
        yield element.attributes.get("data-part") or ""


def notices(element: Element, first: int, end: int) -> Iterator[Notice]:
    """The notice that it is, with its links from `first` to before `end`."""
    block = BY_WORD.get(element.attributes.get("data-kind") or "")
    if block is not None and block.behind is Behind.WORDS_AND_DAY:
        written = element.attributes.get("data-until")
        yield Notice(_moment(written) if written else None, first, end - first, block.word)


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:  # only a writer's own HTML has such a one
        return None
    return moment if moment.tzinfo is not None else None
