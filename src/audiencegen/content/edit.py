"""Setting and removing fields of a front matter, with every other byte kept.

The text is edited line by line and not parsed and written again, which would lose comments, order and quotes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from audiencegen.content import names
from audiencegen.content.split import split
from audiencegen.fields import Syntax, is_toml, parse_yaml, quoted
from audiencegen.values import Struct

_LINE = re.compile(r"""(?P<head>(?P<quote>["']?)(?P<key>\w[\w .-]*?)(?P=quote)[ \t]*[:=])(?P<rest>.*)""", re.S)
_TABLE = re.compile(r"\s*\[")
_BOM = "\ufeff"


class _Entry(Struct, frozen=True):
    """A field in the lines from `start` to before `end`."""

    name: str | None
    is_proper: bool
    is_state: bool  # `status: draft`, which sets a field of ours in other words
    start: int
    end: int


def edited(text: str, changes: Mapping[str, str | None]) -> str:
    """Set (to a scalar as YAML writes it) or remove (None) top-level fields, by our names or their synonyms.

    A text without a head gets one in YAML. Call it only for a text that `parse` finds no error in.
    """
    mark = _BOM if text.startswith(_BOM) else ""
    bare = text.removeprefix(_BOM)
    ending = "\r\n" if bare.partition("\n")[0].endswith("\r") else "\n"
    parts = split(bare)
    if parts.syntax is None:
        return mark + _new_head(changes, ending) + bare
    lines = re.findall(r"[^\n]*\n|[^\n]+", parts.head)
    for name, value in changes.items():
        lines = _changed(lines, parts.syntax, name, value, ending)
    return mark + bare[: parts.head_at] + "".join(lines) + bare[parts.head_end :]


def _new_head(changes: Mapping[str, str | None], ending: str) -> str:
    rows = [f"{name}: {value}" for name, value in changes.items() if value is not None]
    return ending.join(["---", *rows, "---", "", ""]) if rows else ""


def _changed(lines: list[str], syntax: Syntax, name: str, value: str | None, ending: str) -> list[str]:
    entries = _entries(lines, syntax)
    named = [entry for entry in entries if entry.name == name]
    settable = [entry for entry in named if not entry.is_state] if value is not None else []
    target = next((entry for entry in settable if entry.is_proper), settable[0] if settable else None)
    gone = {at for entry in named if entry not in settable for at in range(entry.start, entry.end)}
    changed = {at: line for at, line in enumerate(lines) if at not in gone}
    if value is None:
        return list(changed.values())
    scalar = _scalar(value, syntax)
    if target is not None:
        changed |= dict.fromkeys(range(target.start + 1, target.end), "")
        changed[target.start] = _with_value(lines[target.start], scalar, syntax)
        return list(changed.values())
    return _inserted(changed, entries, name, scalar, syntax, ending)


def _inserted(
    lines: dict[int, str], entries: list[_Entry], name: str, scalar: str, syntax: Syntax, ending: str
) -> list[str]:
    """The lines with a new field after the last one, and before any table of TOML."""
    last = max((entry.end for entry in entries), default=0)
    before = [line for at, line in lines.items() if at < last]
    after = [line for at, line in lines.items() if at >= last]
    if before and not before[-1].endswith("\n"):
        before[-1] += ending
    indent = _indent(list(lines.values()))
    key = name.capitalize() if _is_capitalised(before) and syntax is Syntax.HEADER else name
    between = " = " if syntax is Syntax.TOML else ": "
    end = ending if after or syntax is not Syntax.HEADER or (before and before[-1].endswith("\n")) else ""
    return [*before, f"{indent}{key}{between}{scalar}{end}", *after]


def _is_capitalised(lines: list[str]) -> bool:
    return bool(lines) and lines[0][:1].isupper()


def _entries(lines: list[str], syntax: Syntax) -> list[_Entry]:
    """The top-level fields of a head, with the lines that continue them."""
    indent = _indent(lines)
    entries: list[_Entry] = []
    at = 0
    while at < len(lines) and not (syntax is Syntax.TOML and _TABLE.match(lines[at])):
        match = _LINE.match(lines[at], len(indent)) if lines[at].startswith(indent) else None
        end = _end(lines, at, indent, syntax) if match else at + 1
        if match:
            raw = _value(match["rest"], syntax)
            state = names.state_said(match["key"], raw)
            name = state[0] if state else names.our_name(match["key"])
            entries.append(_Entry(name, names.is_proper(match["key"]), state is not None, at, end))
        at = end
    return entries


def _indent(lines: list[str]) -> str:
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    return first[: len(first) - len(first.lstrip(" "))]


def _end(lines: list[str], start: int, indent: str, syntax: Syntax) -> int:
    """The line after the last one of a field's value."""
    if syntax is Syntax.TOML:
        ends = range(start + 1, len(lines) + 1)
        return next((end for end in ends if is_toml(lines[start:end])), start + 1)
    end = start + 1
    for at in range(start + 1, len(lines)):
        deeper = lines[at].startswith((indent + " ", indent + "\t", indent + "- ", indent + "-\n"))
        if lines[at].strip() and not deeper:
            break
        end = at + 1 if lines[at].strip() else end
    return end


def _with_value(line: str, scalar: str, syntax: Syntax) -> str:
    match = _LINE.match(line.lstrip(" "))
    if match is None:
        return line
    head = line[: len(line) - len(line.lstrip(" "))] + match["head"]
    rest = match["rest"]
    gap = rest[: len(rest) - len(rest.lstrip(" \t"))] or " "
    tail = rest.lstrip(" \t")[len(_value(rest, syntax)) :]
    if tail.startswith("#"):
        tail = f" {tail}"
    return f"{head}{gap}{scalar}{tail}"


def _value(rest: str, syntax: Syntax) -> str:
    """The value in the rest of a line, without the comment and the blanks after it."""
    rest = rest.strip()
    if syntax is Syntax.HEADER:
        return rest
    quote = ""
    for at, sign in enumerate(rest):
        if quote:
            quote = "" if sign == quote and not (quote == '"' and rest[at - 1] == "\\") else quote
        elif sign in "\"'" and rest[:at].rstrip()[-1:] in ("", "[", "{", ",", ":", "="):
            quote = sign
        elif sign == "#" and (at == 0 or rest[at - 1] in " \t" or syntax is Syntax.TOML):
            return rest[:at].rstrip()
    return rest


def _scalar(value: str, syntax: Syntax) -> str:
    """A scalar of YAML in the syntax of this head."""
    if syntax is Syntax.YAML or (syntax is Syntax.TOML and is_toml([f"value = {value}"])):
        return value
    field = parse_yaml(f"value: {value}")[0].get("value")
    return quoted(field.raw, syntax) if field and field.raw else value
