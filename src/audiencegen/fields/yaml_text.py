"""YAML → fields, with a line and a column for every key and value; the only file that imports PyYAML.

The parser's events are composed here rather than by `yaml.compose`, whose C form overflows the stack on deep nesting
and whose rules (YAML 1.1) turn `12:30` into 750 and `No` into False before anybody can ask what was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from audiencegen.fields.field import Field, Fields, Place, Scalar, number_as_written, quoted, twice
from audiencegen.fields.mends import Fault, all_straightened, read_mending, straightened, yaml_mends
from audiencegen.problems import Problem, error, warning

if TYPE_CHECKING:
    from yaml.error import Mark

Anything = Scalar | tuple[Field, ...] | Fields
Composed = tuple[Anything, tuple[Problem, ...]]

_DEEPEST = 40
_MOST_VALUES = 20_000  # with aliases followed, so that a "billion laughs" stops early
NOT_A_FIELD = "this line is not `key: value`"
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
_STANDARD_TAG = re.compile(r"!|tag:yaml\.org,2002:(str|int|float|bool|null|timestamp|seq|map)")
_SWALLOWED = re.compile(r"\s*(?P<comment>#\w)")  # a comment has a space after its `#`; what has none was meant as text
# What YAML does not allow, and not all that it does: ranges of thousands of signs take four milliseconds to compile.
_NOT_YAML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TAB_AFTER_COLON = re.compile(r"^([\w -]+:)\t", re.M)  # libyaml takes it for a space, PyYAML's own scanner does not
# YAML 1.1 ends a line at these, and no editor does; one for one, so that columns stay true.
_LINE_ENDS = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})
_PLAIN_WORDS = (
    ("mapping values are not allowed", "a colon stands where none can be; a value with a colon needs quotes"),
    ("unexpected end of stream", "a quote is opened and never closed"),
    ("could not find expected ':'", NOT_A_FIELD),
    ("block sequence entries", "a value that starts with `-` needs quotes"),
    ("expected ',' or", "a list in brackets is opened and never closed, or misses a comma"),
    ("unknown escape", "in double quotes a \\ must be written twice"),
    ("cannot start any token", "a value cannot start with this character unless it stands in quotes"),
    ("block scalar", "`|` and `>` begin a text on the lines below; a value that starts with them needs quotes"),
    ("expected key", "this line does not fit the ones above it: look at its indentation and quotes"),
    ("block end", "this line does not fit the ones above it: look at its indentation and quotes"),
    ("alias", "a value that starts with `*` needs quotes"),
)


def parse_yaml(text: str, first_line: int = 1) -> tuple[Fields, tuple[Problem, ...]]:
    """Read a YAML mapping; `first_line` is the line of the file in which the text begins. Never raises.

    After a mistake whose meaning is clear reading goes on with the mended line, so that all are found at once.
    """
    value, problems = _read(text, first_line, _only_fields)
    return value if isinstance(value, Fields) else Fields(), problems


def read_yaml(text: str, first_line: int = 1) -> Composed:
    """Read a YAML document of any shape, such as a data file; `plain` takes the positions off."""
    return _read(text, first_line, lambda text, composed: composed)


def _read(text: str, first_line: int, checked: Callable[[str, Composed], Composed | Fault]) -> Composed:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS)
    text = _TAB_AFTER_COLON.sub(r"\1 ", text)
    strange = _NOT_YAML.search(text)
    if strange:
        return None, (_strange(strange, text, first_line),)

    def read(text: str) -> Composed | Fault:
        composed = _compose(text, first_line)
        return composed if isinstance(composed, Fault) else checked(text, composed)

    composed, problems, fault = read_mending(text, first_line, "yaml", read, yaml_mends)
    if fault:
        hint = "write it as `key: value`" if fault.message == NOT_A_FIELD else ""
        problems += (error("yaml", fault.message, hint, line=first_line + fault.line, column=fault.column + 1),)
    value, slips = composed or (None, ())
    return value, problems + slips


def _strange(found: re.Match[str], text: str, first_line: int) -> Problem:
    before = text[: found.start()]
    line, column = first_line + before.count("\n"), found.start() - before.rfind("\n")
    message = f"an invisible character (U+{ord(found[0]):04X}) stands here, and YAML allows none"
    return error("yaml", message, "delete it", line=line, column=column)


def _only_fields(text: str, composed: Composed) -> Composed | Fault:
    """A fault where the document is a text or a list, and only fields will do."""
    if composed[0] is None or isinstance(composed[0], Fields):
        return composed
    said = (at for at, line in enumerate(text.split("\n")) if line.strip("- \t") and line[:1] != "#")
    line = next(said, 0)
    return Fault(line, 0, NOT_A_FIELD, line)


def _compose(text: str, first_line: int) -> Composed | Fault:
    import yaml  # here, so that a command which reads no YAML does not pay for it

    document = _Document(text, first_line, yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    try:
        return document.value(), tuple(document.problems)
    except _Refused as refused:
        return refused.fault
    except yaml.MarkedYAMLError as fault:
        at = fault.problem_mark or fault.context_mark
        since = fault.context_mark or at
        said = f"{fault.context} {fault.problem}"
        message = next((words for part, words in _PLAIN_WORDS if part in said), "this is not YAML")
        if at is None or since is None:
            return Fault(0, 0, message, 0)
        if message == NOT_A_FIELD:  # noticed only in the following line
            return Fault(since.line, since.column, message, since.line)
        return Fault(at.line, at.column, message, since.line)


class _Refused(Exception):
    """Something that YAML allows and we do not."""

    def __init__(self, message: str, mark: Mark, is_mendable: bool = True) -> None:
        self.fault = Fault(mark.line, mark.column, message, mark.line, is_mendable)


class _Document:
    """One run over the parser's events."""

    def __init__(self, text: str, first_line: int, events: Any) -> None:
        self.problems: list[Problem] = []
        self._lines = text.split("\n")
        self._first_line = first_line
        self._events = events
        self._anchors: dict[str, tuple[Field, int]] = {}
        self._curly: set[int] = set()  # lines that have had their warning
        self._count = 0

    def value(self) -> Anything:
        """The value of the document; None when there is none."""
        root: Anything = None
        documents = 0
        for event in self._events:
            match type(event).__name__:
                case "StreamStartEvent" | "StreamEndEvent" | "DocumentEndEvent":
                    continue
                case "DocumentStartEvent":
                    documents += 1
                    if documents > 1:
                        message = "a second `---` begins another document, and only one is read"
                        raise _Refused(message, event.start_mark, is_mendable=False)
                case _:
                    root = self._field("", event, 0).value
        return root

    def _field(self, name: str, event: Any, depth: int, key: Mark | None = None) -> Field:
        before = self._count
        self._count += 1
        if depth > _DEEPEST:
            raise _Refused(f"this is nested more than {_DEEPEST} levels deep", event.start_mark, is_mendable=False)
        kind = type(event).__name__
        if kind == "AliasEvent":
            return self._aliased(name, event, key)
        if event.tag and not _STANDARD_TAG.fullmatch(event.tag):
            raise _Refused(
                f"`{event.tag.removeprefix('tag:yaml.org,2002:')}` is a tag, and tags are not understood",
                event.start_mark,
            )
        if kind == "ScalarEvent":
            field = self._scalar(name, event, key)
        else:
            value = self._mapping(event, depth) if kind == "MappingStartEvent" else self._sequence(depth)
            field = self._placed(name, event, key, value)
        if event.anchor:
            self._anchors[event.anchor] = (field, self._count - before)
        if self._count > _MOST_VALUES:
            raise _Refused(f"there are more than {_MOST_VALUES} values", event.start_mark, is_mendable=False)
        return field

    def _placed(
        self, name: str, event: Any, key: Mark | None, value: Anything, raw: str = "", quoted: bool = False
    ) -> Field:
        start, end = event.start_mark, event.end_mark
        line, column = start.line, start.column
        source = self._lines[line] if line < len(self._lines) else ""
        width = (end.column if end.line == line else len(source)) - column
        above = self._first_line
        at_key = (above + key.line, key.column + 1) if key else (0, 0)
        return Field(name, value, raw, above + line, column + 1, max(1, width), *at_key, source, quoted)

    def _aliased(self, name: str, event: Any, key: Mark | None) -> Field:
        """What an anchor names, at the place of its alias; an anchor does not exist before its value has ended."""
        if event.anchor not in self._anchors:
            raise _Refused("a value that starts with `*` needs quotes", event.start_mark)
        named, count = self._anchors[event.anchor]
        self._count += count
        return self._placed(name, event, key, named.value, named.raw, named.quoted)

    def _scalar(self, name: str, event: Any, key: Mark | None) -> Field:
        raw: str = event.value
        is_text = event.tag is not None or not event.implicit[0]
        value = raw if is_text else _WORDS[raw] if raw in _WORDS else number_as_written(raw)
        field = self._placed(name, event, key, value, raw, is_text)
        if not is_text and field.line == self._first_line + event.end_mark.line:
            self._warn_of_slips(field, event.end_mark.column)
        elif not is_text and re.match(r"-\S", raw):
            message = f"`{field.name}` is one text, for there is no space after each `-`"
            hint = f"write it as {re.sub('^-', '- ', field.written)}"
            self.problems.append(warning("yaml-list", message, hint, **field.at_value))
        return field

    def _warn_of_slips(self, field: Field, end: int) -> None:
        """Warn of what is valid YAML and yet not what was meant: ` #14` as a comment, curly quotes as text."""
        name = f"`{field.name}`" if field.name else "the item"
        swallowed = _SWALLOWED.match(field.source, end)
        if swallowed and (field.is_empty or isinstance(field.value, str)) and not _is_stamp(field.raw):
            comment = field.source[swallowed.start("comment") :].rstrip()
            rest = f"is only: {field.raw}" if field.raw else "is empty"
            message = f"`{comment}` is a comment to YAML, so {name} {rest}"
            before = field.source[: field.column - 1].rstrip()
            place = Place(line=field.line, column=swallowed.start("comment") + 1, width=len(comment))
            hint = f"write it as {before.lstrip()} {quoted(field.written)}"
            self.problems.append(warning("yaml-comment", message, hint, **place))
        if straightened(field.raw) is not None and field.line not in self._curly:
            self._curly.add(field.line)
            message = f"curly quotes do not count as quotes in YAML: they become part of {name}"
            hint = f"write it as {all_straightened(field.source).strip()}"
            self.problems.append(warning("curly-quotes", message, hint, **field.at_value))

    def _sequence(self, depth: int) -> tuple[Field, ...]:
        items = []
        while type(event := next(self._events)).__name__ != "SequenceEndEvent":
            items.append(self._field("", event, depth + 1))
        return tuple(items)

    def _mapping(self, start: Any, depth: int) -> Fields:
        named: dict[str, Field] = {}
        merged: list[Field] = []
        while type(key := next(self._events)).__name__ != "MappingEndEvent":
            if type(key).__name__ != "ScalarEvent":
                raise _Refused("a value that starts with `{`, `[` or `*` needs quotes", start.start_mark)
            if not key.value:
                raise _Refused("nothing stands before this colon", key.start_mark)
            field = self._field(key.value, next(self._events), depth + 1, key.start_mark)
            if field.name == "<<" and key.implicit[0]:
                merged += _merged(field)
            elif field.name in named:
                self.problems.append(twice(named[field.name], field))
            else:
                named[field.name] = field
        for field in merged:
            named.setdefault(field.name, field)
        return Fields(tuple(named.values()))


def _merged(field: Field) -> list[Field]:
    """The fields that a merge key (`<<: *defaults`) brings in."""
    sources = field.value if isinstance(field.value, tuple) else (field,)
    return [entry for source in sources if isinstance(source.value, Fields) for entry in source.value]


def _is_stamp(raw: str) -> bool:
    return bool(re.match(r"\d{4}-\d", raw))
