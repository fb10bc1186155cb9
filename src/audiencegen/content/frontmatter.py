"""The head of a content file: YAML between `---`, TOML between `+++`, `Key: value` lines, or none.

parse(text, zone)     the Head, the body after it, and what is to mend
edited(text, changes) the text with fields set or removed and every other byte kept
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from audiencegen.content.conflicts import conflicts
from audiencegen.content.dates import DateError, parse_moment
from audiencegen.content.days import NameFacts, day_in, name_facts
from audiencegen.content.edit import edited
from audiencegen.content.head import head_of
from audiencegen.content.names import known_names, our_name
from audiencegen.content.split import Split, split
from audiencegen.fields import Fields, Syntax, parse_headers, parse_toml, parse_yaml, said_once
from audiencegen.fields.yaml_text import NOT_A_FIELD
from audiencegen.model import Head
from audiencegen.problems import Problem
from audiencegen.values import Record, Struct, replace

__all__ = ["DateError", "Front", "NameFacts", "day_in", "edited", "name_facts", "parse", "parse_moment"]


class Front(Struct, frozen=True):
    """What a file says before its text, and the text. Its problems have no file name yet."""

    head: Head
    body: str
    problems: tuple[Problem, ...] = ()
    places: Record = Record()  # our name of a field → line, column and width of its value


def parse(text: str, zone: ZoneInfo) -> Front:
    """Read a file's head. Never raises; `zone` is where a date without one is meant."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    parts = split(text)
    fields, wrong_syntax = _fields(parts)
    head, wrong_fields = head_of(fields, zone)
    # A conflict breaks the syntax around it too; its own problem says all there is to say.
    problems = conflicts(text) or (*parts.problems, *said_once(wrong_syntax, wrong_fields))
    return Front(head, parts.body, problems, _places(fields))


def _places(fields: Fields) -> Record:
    known = ((our_name(field.name), field) for field in fields)
    return Record({name: (field.line, field.column, field.width) for name, field in known if name})


def _fields(parts: Split) -> tuple[Fields, tuple[Problem, ...]]:
    match parts.syntax:
        case Syntax.YAML:
            return _with_hints(parse_yaml(parts.head, parts.first_line))
        case Syntax.TOML:
            return parse_toml(parts.head, parts.first_line)
        case Syntax.HEADER:
            return parse_headers(parts.head, parts.first_line, known_names())
    return Fields(), ()


def _with_hints(read: tuple[Fields, tuple[Problem, ...]]) -> tuple[Fields, tuple[Problem, ...]]:
    """What is no field in a head may be the text, when the line that ends the head was forgotten."""
    fields, problems = read
    hint = "write it as `key: value`; if the text begins here, put a line --- before it"
    return fields, tuple(replace(one, hint=hint) if one.message == NOT_A_FIELD else one for one in problems)
