"""What a field must hold: text, a number, yes or no, a list, one of a few words.

Each function returns the value, or None when the field is empty or wrong; what is wrong is appended to `problems`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from audiencegen.fields.field import Field, Fields, Syntax, did_you_mean, quoted
from audiencegen.problems import Problem, error, warning

Problems = list[Problem]

_YES = ("true", "yes", "on", "1")
_NO = ("false", "no", "off", "0")
# BCP 47: language, then script, region, variants and private use, each after a hyphen.
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-[A-Za-z0-9]{4,8})*(-x(-[A-Za-z0-9]{1,8})+)?"
)


def text(field: Field, problems: Problems) -> str | None:
    """A text as written, on one line or several; numbers and `No` count as text."""
    if isinstance(field.value, tuple | Fields):
        example = field.line_with(quoted(field.written, field.syntax)) if field.name else ""
        problems.append(_wrong(field, "should be text", example))
        return None
    if field.value is None:
        return None
    raw = " ".join(field.raw.split("\n")) if field.syntax is Syntax.HEADER else field.raw
    return raw.strip() or None


def whole_number(field: Field, problems: Problems, least: int = 0) -> int | None:
    """A whole number, `#14` included."""
    said = "" if isinstance(field.value, tuple | Fields) else field.raw.strip()
    if field.value is None:
        return None
    if not re.fullmatch(r"#?[0-9]{1,9}", said) or int(said.lstrip("#")) < least:
        which = f"a whole number from {least} on" if least > 0 else "a whole number"
        problems.append(_wrong(field, f"should be {which}", field.line_with("10")))
        return None
    return int(said.lstrip("#"))


def flag(field: Field, problems: Problems) -> bool | None:
    """Yes or no, in any of their spellings."""
    answer = as_flag(field)
    if answer is None and not field.is_empty:
        example = f"{field.line_with('true')} or {field.line_with('false')}"
        problems.append(_wrong(field, "should be true or false", example))
    return answer


def as_flag(field: Field) -> bool | None:
    """The same, without a problem when it is neither."""
    if isinstance(field.value, tuple | Fields):
        return None
    word = field.raw.strip().lower()
    return True if word in _YES else False if word in _NO else None


def choice(field: Field, problems: Problems, words: Iterable[str]) -> str | None:
    """One of a few words."""
    words = tuple(words)
    said = text(field, problems)
    if said is None or said.lower() in words:
        return said and said.lower()
    near = did_you_mean(said, words)
    hint = field.line_with(near) if near else " or ".join(field.line_with(word) for word in words)
    listed = " or ".join(f"`{word}`" for word in words)
    problems.append(_wrong(field, f"should be {listed}", hint))
    return None


def items(field: Field) -> tuple[Field, ...]:
    """The items of a list; one value alone is a list of one."""
    if isinstance(field.value, tuple):
        return tuple(item for item in field.value if not item.is_empty)
    return () if field.is_empty else (field,)


def texts(field: Field, problems: Problems) -> tuple[str, ...]:
    """A list of texts, each once; one text alone is a list of one."""
    found = (text(item, problems) for item in items(field))
    return tuple(dict.fromkeys(word for word in found if word))


def comma_separated(field: Field, problems: Problems) -> tuple[str, ...]:
    """A list of texts that may be written with commas: the usual way in a header, worth a warning elsewhere."""
    if isinstance(field.value, tuple | Fields) or ("," not in field.raw and field.syntax is not Syntax.HEADER):
        return texts(field, problems)
    separator = ";" if ";" in field.raw and field.syntax is Syntax.HEADER else ","
    words = tuple(word.strip() for word in re.split(rf"[{separator}\n]", field.raw) if word.strip())
    if field.syntax is not Syntax.HEADER:
        problems.append(_commas(field, words))
    return tuple(dict.fromkeys(words))


def _commas(field: Field, words: tuple[str, ...]) -> Problem:
    safe = re.compile(r"[^\W\d_][\w -]*")
    listed = ", ".join(
        word if field.syntax is Syntax.YAML and safe.fullmatch(word) else quoted(word, field.syntax) for word in words
    )
    message = f"`{field.name}` is one text with commas; it is read as a list of {len(words)}"
    return warning("list", message, f"write it as {field.line_with(f'[{listed}]')}", **field.at_value)


def language(field: Field, problems: Problems) -> str | None:
    """A language tag such as `en` or `pt-BR` (BCP 47); only its shape is looked at."""
    said = text(field, problems)
    if said is None or _LANGUAGE.fullmatch(said.replace("_", "-")):
        return said and said.replace("_", "-")
    problems.append(_wrong(field, "should be a language tag", f"{field.line_with('en')} or {field.line_with('pt-BR')}"))
    return None


def zone(field: Field, problems: Problems) -> ZoneInfo | None:
    """A time zone by its name, such as `Europe/Berlin`."""
    said = text(field, problems)
    found = zone_named(said) if said else None
    if said and found is None:
        near = did_you_mean(said, available_timezones())
        problems.append(_wrong(field, "should be a time zone", field.line_with(near or "Europe/Berlin")))
    return found


def zone_named(name: str) -> ZoneInfo | None:
    """The time zone of that name, if there is one."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+)*", name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: `Europe` is a folder
        return None


def unknown(field: Field, known: Iterable[str], where: str, elsewhere: dict[str, str] | None = None) -> Problem:
    """The problem of a name that is not among the known ones. `elsewhere` maps other generators' words to ours."""
    names = sorted(known)
    near = (elsewhere or {}).get(field.name.lower()) or did_you_mean(field.name, names)
    hint = f"did you mean `{near}`?" if near else f"it may be one of: {', '.join(names)}"
    return error("unknown-key", f"`{field.name}` is not a key of {where}", hint, **field.at_key)


def _wrong(field: Field, expectation: str, example: str) -> Problem:
    name = f"`{field.name}`" if field.name else "this item"
    shown = (
        "a list" if isinstance(field.value, tuple) else "a mapping" if isinstance(field.value, Fields) else field.raw
    )
    hint = f"write it as {example}" if example else ""
    return error("field", f"{name} {expectation}, and is: {_short(shown)}", hint, **field.at_value)


def _short(shown: str) -> str:
    shown = " ".join(shown.split())
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
