"""`::: part NAME`: a piece of text that stands in many letters, from `content/_parts/NAME.md`.

A part is compiled alone, like any file. A body that shows one is put together when it is asked for, so that a change to
a part reaches exactly what shows it: `assembled` says what that body links to, and `whole` is the body, in one order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from posixpath import dirname, normpath

from audiencegen.content.blocks.kind import EMBED, Behind, Block, Host, Node
from audiencegen.content.tree import Element
from audiencegen.content.urls import is_external
from audiencegen.fields import did_you_mean
from audiencegen.model import PARTS, Body, Link, Manuscript, Outline
from audiencegen.problems import Problem, warning
from audiencegen.values import Struct, replace

_PLACE = re.compile(rf'<{EMBED} data-kind="part" data-part="([^"]*)"></{EMBED}>')
_SYMBOLS = re.compile(r'="(ag:\d[^"]*)"')
_ONE = re.compile(r"ag:(\d+)")
_ID = re.compile(r'(<[^<>]* id=")([^"]*)')  # in what was written by `tree.write`, no value has a `<` or a `>`
_ENDINGS = (".md", ".markdown")


def nothing(embed: Element, host: Host) -> list[Node]:
    """A part that is not there: linking has said so."""
    return []


BLOCK = Block("part", "::: part about-us", nothing, nothing, nothing, nothing, Behind.PART, alone=True)


class _Use(Struct, frozen=True):
    """A part where it is used: its file, and what its ids begin with there, which no other use has."""

    path: str
    prefix: str
    within: tuple[str, ...]


def is_part(path: str) -> bool:
    return path.startswith(PARTS)


def assembled(manuscripts: Mapping[str, Manuscript]) -> tuple[dict[str, Manuscript], list[Problem]]:
    """The manuscripts that are no parts, each with what its parts link to; and what is wrong with its parts."""
    parts = {path: one for path, one in manuscripts.items() if is_part(path)}
    problems = [problem.in_file(path) for path, one in sorted(parts.items()) for problem in one.problems]
    found: dict[str, Manuscript] = {}
    for path, one in manuscripts.items():
        if path in parts:
            continue
        found[path] = replace(one, outline=_outline(one, parts)) if one.outline.parts else one
    problems += _faults(manuscripts, parts)
    return found, problems


def whole(body: Body, source: str, parts: Mapping[str, Body]) -> Body:
    """A body with its parts in their places. The targets of a part follow those of what shows it."""
    uses = _Uses(lambda path: path in parts)
    position = len(body.links)

    def spliced(html: str, own: _Use) -> str:
        def part(place: re.Match[str]) -> str:
            nonlocal position
            use = uses.of(unescape(place[1]), own)
            if use is None:
                return ""
            shown, first = parts[use.path], position
            position += len(shown.links)
            return spliced(_renamed(_renumbered(shown.html, first), use.prefix), use)

        return _PLACE.sub(part, html)

    return replace(body, html=spliced(body.html, _Use(source, "", (source,))))


def _outline(one: Manuscript, parts: Mapping[str, Manuscript]) -> Outline:
    own = one.outline
    links, ids, notices, paths = list(own.links), list(own.ids), list(own.notices), dict[str, None]()
    uses = _Uses(lambda path: path in parts)

    def add(names: tuple[str, ...], within: _Use) -> None:
        for name in names:
            use = uses.of(name, within)
            if use is None:
                continue
            shown = parts[use.path].outline
            first = len(links)
            paths[use.path] = None
            links.extend(_seen_from(link, use, shown.ids) for link in shown.links)
            ids.extend(use.prefix + one for one in shown.ids)
            notices.extend(replace(notice, first=first + notice.first) for notice in shown.notices)
            add(shown.parts, use)

    add(own.parts, _Use("", "", ()))
    return replace(own, links=tuple(links), ids=tuple(ids), notices=tuple(notices), parts=tuple(paths))


class _Uses:
    """Counts the uses of each part, in the order of the text."""

    def __init__(self, is_there: Callable[[str], bool]) -> None:
        self._is_there = is_there
        self._counts: dict[str, int] = {}

    def of(self, name: str, within: _Use) -> _Use | None:
        """The next use; None for a part that is not there, or stands within itself."""
        path = next((PARTS + name + ending for ending in _ENDINGS if self._is_there(PARTS + name + ending)), "")
        if not path or path in within.within:
            return None
        count = self._counts[path] = self._counts.get(path, 0) + 1
        start = re.sub(r"\W+", "-", name)
        return _Use(path, f"{start}-" if count == 1 else f"{start}-{count}-", (*within.within, path))


def _seen_from(link: Link, use: _Use, ids: tuple[str, ...]) -> Link:
    """A link of a part, as it is meant from wherever the part is shown."""
    target = link.target
    if target.startswith("#"):
        target = f"#{use.prefix}{target[1:]}" if target[1:] in ids else target
    elif target and not is_external(target) and not target.startswith(("/", "@/", "{")):
        target = "/" + normpath(f"{dirname(use.path)}/{target}").lstrip("./")
    return replace(link, target=target, written=link.target, source=use.path)


def _renumbered(html: str, first: int) -> str:
    def moved(symbols: re.Match[str]) -> str:
        return f'="{_ONE.sub(lambda one: f"ag:{int(one[1]) + first}", symbols[1])}"'

    return _SYMBOLS.sub(moved, html)


def _renamed(html: str, prefix: str) -> str:
    return _ID.sub(lambda found: f"{found[1]}{prefix}{found[2]}", html)


def _faults(manuscripts: Mapping[str, Manuscript], parts: Mapping[str, Manuscript]) -> Iterator[Problem]:
    names = sorted(path.removeprefix(PARTS).rpartition(".")[0] for path in parts)
    for path, one in sorted(manuscripts.items()):
        counts: dict[str, int] = {}
        for name in one.outline.parts:
            counts[name] = counts.get(name, -1) + 1
            place: dict[str, object] = {"find": f"part {name}", "ordinal": counts[name], "since": one.first_line}
            if name not in names:
                near = did_you_mean(name, names)
                hint = (
                    f"did you mean ::: part {near}?"
                    if near
                    else f"write it into {PARTS}{name}.md in the content folder"
                )
                yield warning("part", f"there is no part {name}", hint, **place).in_file(path)
            elif path in parts and _reaches(name, path, parts):
                hint = "take the line out: a text cannot hold itself"
                yield warning("part", f"the part {name} stands within itself", hint, **place).in_file(path)


def _reaches(name: str, path: str, parts: Mapping[str, Manuscript]) -> bool:
    """Whether a part shows, itself or through others, the file at `path`."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for ending in _ENDINGS:
            at = PARTS + waiting[-1] + ending
            if at == path:
                return True
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        shown = (parts.get(PARTS + current + ending) for ending in _ENDINGS)
        waiting += [one for part in shown if part is not None for one in part.outline.parts]
    return False
