"""What people write in YAML and TOML, and what they meant: a wrong line → the lines it may have been.

A candidate counts only if the text reads better with it, so the rules may guess freely; the parser is the judge.
The first rule whose line is accepted words the problem.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from posixpath import commonprefix
from typing import TypeVar

from audiencegen.fields.field import Syntax, quoted
from audiencegen.problems import Problem, error
from audiencegen.values import Struct

_YAML_PAIR = re.compile(r"(?P<head>\s*(?:- +)*(?:[^\s:#\"'\[\]{}][^:\"']*?:[ \t]+|- +))(?P<value>\S.*?)\s*")
_TOML_PAIR = re.compile(r"(?P<head>\s*[A-Za-z0-9_.\-]+\s*=\s*)(?P<value>\S.*?)\s*")
_SPECIAL_ITEM = re.compile(r"(?<=[\s\[{:,])[#@`%*&!][^,\[\]{}]*?(?=\s*[,\]}]|$)")
_BARE_ITEM = re.compile(r"(?<=[\[,\s])[^\s\[\],\"'][^\[\],\"']*?(?=\s*[,\]])")
_WRAPPED = re.compile(r"[“”„‟]([^“”„‟]*)[“”]|[‘’‚]([^‘’‚]*)[‘’]")
_MOST_FAULTS = 8
_LONGEST = 20_000  # characters; a longer text is not front matter, and trying candidates on it would take long


class Mend(Struct, frozen=True):
    """A whole line as it may have been meant, and what is wrong with the present one."""

    line: str
    reason: str
    hint: str = ""


class Fault(Struct, frozen=True):
    """Where a parser gave up: lines and columns from 0; `since` is the line of what it was reading."""

    line: int
    column: int
    message: str
    since: int
    is_mendable: bool = True


Read = TypeVar("Read")
Candidates = Callable[[str], Iterable[Mend]]


def read_mending(
    text: str, first_line: int, kind: str, read: Callable[[str], Read | Fault], candidates: Candidates
) -> tuple[Read | None, tuple[Problem, ...], Fault | None]:
    """Read a text, going on with the mended line after every fault whose meaning is clear, so that all are found.

    The answer is what was read, a problem for each mended line, and the fault that could not be mended.
    """
    problems: list[Problem] = []
    for _ in range(_MOST_FAULTS):
        found = read(text)
        if not isinstance(found, Fault):
            return found, tuple(problems), None
        lines = text.split("\n")
        may_mend = found.is_mendable and len(text) <= _LONGEST
        mend = _mend(lines, found, read, candidates) if may_mend else None
        if mend is None:
            return None, tuple(problems), found
        problems.append(_problem(kind, lines[mend[0]], mend[1], first_line + mend[0]))
        text = _with_line(lines, *mend)
    return None, tuple(problems), None


def _mend(
    lines: list[str], fault: Fault, read: Callable[[str], Read | Fault], candidates: Candidates
) -> tuple[int, Mend] | None:
    """The line whose mend brings the parser further, and the mend; None when nothing helps."""
    suspects = dict.fromkeys((fault.line, fault.since, fault.line - 1, len(lines) - 1))
    for number in (number for number in suspects if 0 <= number < len(lines)):
        for mend in candidates(lines[number]):
            following = read(_with_line(lines, number, mend))
            if not isinstance(following, Fault) or _is_further(following, fault, number):
                return number, mend
    return None


def _is_further(following: Fault, fault: Fault, number: int) -> bool:
    """Whether a fault lies beyond another; in the mended line itself columns have moved, and only lines count."""
    if number < fault.line:
        return (following.line, following.column) > (fault.line, fault.column)
    return following.line > number


def _with_line(lines: list[str], number: int, mend: Mend) -> str:
    return "\n".join([*lines[:number], mend.line, *lines[number + 1 :]])


def _problem(kind: str, line: str, mend: Mend, number: int) -> Problem:
    """The problem of a mended line; its place is what differs between the two."""
    start = _shared(line, mend.line)
    end = _shared(line[start:][::-1], mend.line[start:][::-1])
    width = max(1, len(line) - end - start)
    hint = mend.hint or f"write it as {mend.line.strip()}"
    return error(kind, mend.reason, hint, line=number, column=start + 1, width=width)


def _shared(one: str, other: str) -> int:
    """How many characters two texts share at their beginning."""
    return len(commonprefix([one, other]))


def straightened(value: str) -> str | None:
    """The text inside curly quotes, when they stand around the whole value as an editor's “correction”; else None."""
    match = _WRAPPED.fullmatch(value.strip())
    return (match[1] or match[2] or "") if match else None


def all_straightened(line: str) -> str:
    """The line with straight quotes wherever curly ones stand around a text."""
    return _WRAPPED.sub(lambda found: quoted(found[1] or found[2] or ""), line)


def yaml_mends(line: str) -> Iterator[Mend]:
    """The lines of YAML that this line may have been meant as, the likeliest first."""
    if "\t" in line:
        reason, hint = "a tab stands where YAML wants spaces", "put two spaces in the place of each tab"
        yield Mend(line.replace("\t", "  "), reason, hint)
    pair = _YAML_PAIR.fullmatch(line)
    if pair:
        yield from _yaml_value_mends(pair["head"], pair["value"])
    yield from _yaml_line_mends(line)


def _yaml_value_mends(head: str, value: str) -> Iterator[Mend]:
    inner = straightened(value)
    if inner is not None:
        yield Mend(head + quoted(inner), "curly quotes do not count as quotes in YAML")
    if value[0] in "\"'":
        yield Mend(head + value + value[0], "a quote is opened and never closed")
        bare = value[1:-1] if len(value) > 1 and value[-1] == value[0] else value
        if "\\" in bare:
            yield Mend(head + quoted(bare), "in double quotes a \\ has a meaning of its own")
        yield Mend(head + quoted(bare), f"a {value[0]} inside the value ends the quotes too early")
    if value[0] in "[{":
        items = _SPECIAL_ITEM.sub(lambda found: quoted(found[0]), value)
        yield Mend(head + items, "an item that begins with a special character needs quotes")
        closing = "]" if value[0] == "[" else "}"
        yield Mend(head + value + closing, f"`{value[0]}` is opened and never closed")
        yield Mend(head + quoted(value), f"a value cannot start with `{value[0]}` unless it stands in quotes")
    elif value[0] in "@`%*&!|>}],#?-":
        sign = "a backtick" if value[0] == "`" else f"`{value[0]}`"
        yield Mend(head + quoted(value), f"a value cannot start with {sign} unless it stands in quotes")
    elif ": " in value or value.endswith(":"):
        yield Mend(head + quoted(value), "a value that contains a colon and a space needs quotes")


def _yaml_line_mends(line: str) -> Iterator[Mend]:
    key = re.match(r"(\s*(?:- )?[A-Za-z_][\w-]*)(\s*[:=]\s*)(?=\S)", line)
    if key and "=" in key[2]:
        yield Mend(f"{key[1]}: {line[key.end() :]}", "`=` stands where YAML wants a colon")
    elif key and key[2] == ":" and not line[key.end() :].startswith("//"):
        yield Mend(f"{key[1]}: {line[key.end() :]}", "there is no space after the colon")
    if re.match(r"\s*-[^\s-]", line):
        yield Mend(re.sub(r"-", "- ", line, count=1), "there is no space after the `-` of a list")
    if line[:1] in " \t":
        reason = "this line is indented, and the lines around it are not"
        yield Mend(line.lstrip(), reason, f"write it at the left edge: {line.strip()}")


def toml_mends(line: str) -> Iterator[Mend]:
    """The lines of TOML that this line may have been meant as, the likeliest first."""
    pair = _TOML_PAIR.fullmatch(line)
    if pair:
        yield from _toml_value_mends(pair["head"], pair["value"])
    as_yaml = re.fullmatch(r"\s*([A-Za-z0-9_-]+)\s*:\s*(\S.*?)\s*", line)
    if as_yaml:
        yield Mend(f"{as_yaml[1]} = {as_yaml[2]}", "TOML wants `=` where YAML has a colon")
        yield Mend(f"{as_yaml[1]} = {quoted(as_yaml[2], Syntax.TOML)}", "TOML wants `=` and quotes around text")
    alone = re.fullmatch(r"\s*([A-Za-z0-9_-]+)\s*[=:]?\s*", line)
    if alone:
        yield Mend(f'{alone[1]} = ""', f"`{alone[1]}` has no value")


def _toml_value_mends(head: str, value: str) -> Iterator[Mend]:
    day = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})((?:[T ].*)?)", value)
    if day:
        padded = f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}{day[4]}"
        yield Mend(head + padded, "a date in TOML has two digits for month and day")
        yield Mend(f"{head}{padded}:00", "a time in TOML has hours, minutes and seconds")
        yield Mend(head + quoted(value, Syntax.TOML), "TOML does not read this date; in quotes it is understood")
    if value.lower() in ("true", "false", "yes", "no", "on", "off"):
        meant = "true" if value.lower() in ("true", "yes", "on") else "false"
        yield Mend(head + meant, f"TOML writes this as `{meant}`")
    inner = straightened(value)
    if inner is not None:
        yield Mend(head + quoted(inner, Syntax.TOML), "curly quotes do not count as quotes in TOML")
    if value[0] in "\"'":
        yield Mend(head + value + value[0], "a quote is opened and never closed")
        bare = value[1:-1] if len(value) > 1 and value[-1] == value[0] else value[1:]
        if "\\" in bare:
            yield Mend(head + quoted(bare, Syntax.TOML), "in double quotes a \\ has a meaning of its own")
        yield Mend(
            head + json.dumps(bare, ensure_ascii=False), f"a {value[0]} inside the value ends the quotes too early"
        )
    elif value[0] == "[":
        yield Mend(head + value + "]", "`[` is opened and never closed")
        yield Mend(
            head + _BARE_ITEM.sub(lambda found: quoted(found[0], Syntax.TOML), value),
            "TOML wants quotes around every text of a list",
        )
    else:
        yield Mend(head + quoted(value, Syntax.TOML), "TOML wants quotes around text")
