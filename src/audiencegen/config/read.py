"""The text of `audiencegen.yaml` → Config, or everything that is wrong with it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from audiencegen.config.address import read_url
from audiencegen.config.door import read_door
from audiencegen.config.people import known, read_authors, read_links, read_mailbox, unknown
from audiencegen.config.podcast import read_podcast
from audiencegen.config.sharing import read_sharing
from audiencegen.config.values import FILE_NAME, SERVICES, Config, Contents, Dialect, Issues
from audiencegen.fields import Field, Fields, did_you_mean, parse_yaml, plain, quoted, said_once, shapes
from audiencegen.fields.shapes import Problems
from audiencegen.model import Feeds, Imprint
from audiencegen.problems import Problem, Severity, error
from audiencegen.values import Record

_PERMALINK_PARTS = ("year", "month", "day", "slug", "category", "number")
_COLON_PARTS = {"title": "slug", "name": "slug", "categories": "category"}  # as Jekyll and Hugo call them
_SUBJECT_PARTS = ("title", "number", "date", "site")
_ISSUE_KEYS = ("sender", "reply_to", "postal_address", "subject", "only", "latest", "web_only", "services", "allow")
_ONLY = {"tag": "tags", "category": "categories"}
# What other generators call our keys (Hugo, Jekyll, Pelican, Zola, Eleventy …): none is accepted, each is answered.
_ELSEWHERE = {
    "baseurl": "url", "base_url": "url", "siteurl": "url", "site_url": "url", "link": "url",
    "name": "title", "sitename": "title", "site_name": "title", "site_title": "title",
    "lang": "language", "locale": "language", "languagecode": "language", "default_language": "language",
    "tz": "timezone", "paginate": "pagination", "paginate_by": "pagination", "default_pagination": "pagination",
    "permalinks": "permalink", "menu": "navigation", "nav": "navigation", "menuitems": "navigation",
    "subtitle": "description", "tagline": "promise", "toc": "contents", "dialect": "markdown",
    "source": "content", "path": "content", "destination": "output", "output_dir": "output",
    "subscription": "subscribe", "signup": "subscribe", "subscribe_form": "subscribe",
    "feed": "feeds", "letters": "issues", "newsletter": "issues", "email": "issues",
}  # fmt: skip
_ISSUE_ELSEWHERE = {"from": "sender", "address": "postal_address", "reply-to": "reply_to", "replyto": "reply_to",
                    "service": "services", "provider": "services", "for": "services"}  # fmt: skip
_FEED_ELSEWHERE = {"size": "kilobytes", "limit": "entries", "count": "entries", "items": "entries",
                   "hubs": "hub", "websub": "hub", "archive": "archives"}  # fmt: skip

Reader = Callable[[Field, Problems], Any]


def parse(text: str) -> tuple[Config | None, tuple[Problem, ...]]:
    """Read a configuration. No Config when there is an error; never raises."""
    fields, wrong_syntax = parse_yaml(text)
    problems: Problems = []
    values: dict[str, Any] = {}
    for field in fields:
        if field.name not in _READERS:
            problems.append(unknown(field, _READERS, "the configuration", _ELSEWHERE))
        elif not field.is_empty:
            values |= _READERS[field.name](field, problems)
    if fields.entries or not wrong_syntax:
        problems += _missing(fields)
    placed = tuple(problem.in_file(FILE_NAME) for problem in said_once(wrong_syntax, problems))
    if any(problem.severity is Severity.ERROR for problem in placed):
        return None, placed
    return Config(**_given(values)), placed


def _missing(fields: Fields) -> list[Problem]:
    examples = {"title": "title: The Harbour Letter", "url": "url: https://example.com"}
    given = {field.name for field in fields if not field.is_empty}
    missing = [
        error("missing-key", f"the configuration has no `{name}`", f"add a line such as {example}")
        for name, example in examples.items()
        if name not in given
    ]
    both = [field for field in fields if field.name in ("author", "authors")][1:]
    hint = "keep one of the two"
    return missing + [error("field", "`author` and `authors` are both given", hint, **field.at_key) for field in both]


def _one(keyword: str, read: Reader) -> Callable[[Field, Problems], dict[str, Any]]:
    """A reader whose value goes into one field of Config."""
    return lambda field, problems: {keyword: read(field, problems)}


def _permalink(field: Field, problems: Problems) -> str | None:
    pattern = _pattern(field, _PERMALINK_PARTS, problems)
    if pattern and re.search(r"(^|/):\w", pattern):
        meant = re.sub(r":(\w+)", lambda match: f"{{{_COLON_PARTS.get(match[1], match[1])}}}", pattern)
        hint = f"write it as {field.line_with('/' + meant.lstrip('/'))}"
        problems.append(error("permalink", f"`{field.name}` has its parts in braces here", hint, **field.at_value))
    return f"/{pattern.lstrip('/')}" if pattern else None


def _pattern(field: Field, parts: Iterable[str], problems: Problems) -> str | None:
    """A text with some of the given words in braces."""
    pattern = shapes.text(field, problems)
    if pattern is None:
        return None
    unknown = [word for word in re.findall(r"\{([^{}]*)\}", pattern) if word not in parts]
    if unknown:
        near = did_you_mean(unknown[0], parts)
        hint = f"did you mean {{{near}}}?" if near else ""
        hint = hint or f"it may have {', '.join(f'{{{part}}}' for part in parts)}"
        problems.append(error("pattern", f"`{field.name}` cannot have {{{unknown[0]}}}", hint, **field.at_value))
    elif re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", pattern)):
        hint = f"write it as {field.line_with(quoted('…{slug}…' if 'slug' in parts else '{title}'))}"
        problems.append(
            error("pattern", f"a brace of `{field.name}` has no partner: {pattern}", hint, **field.at_value)
        )
    return pattern


def _folder(field: Field, problems: Problems) -> str | None:
    folder = shapes.text(field, problems)
    return (folder.replace("\\", "/").rstrip("/") or "/") if folder else None


def _dialect(field: Field, problems: Problems) -> Dialect | None:
    word = shapes.choice(field, problems, [dialect.value for dialect in Dialect])
    return Dialect(word) if word else None


def _contents(field: Field, problems: Problems) -> Contents | None:
    answer = shapes.as_flag(field)
    if answer is not None:
        return Contents.ALWAYS if answer else Contents.NEVER
    word = shapes.choice(field, problems, [contents.value for contents in Contents])
    return Contents(word) if word else None


def _from_one(field: Field, problems: Problems) -> int | None:
    return shapes.whole_number(field, problems, least=1)


def _theme(field: Field, problems: Problems) -> dict[str, Any]:
    """The name of a theme, alone or with its options."""
    if not isinstance(field.value, Fields):
        return {"theme": shapes.text(field, problems)}
    name = field.value.get("name")
    options = {part.name: plain(part.value) for part in field.value if part.name != "name"}
    return {"theme": shapes.text(name, problems) if name else None, "theme_options": Record(options)}


def _feeds(field: Field, problems: Problems) -> Feeds:
    parts = _mapping(field, _FEED_READERS, problems, "feeds: {entries: 20}", _FEED_ELSEWHERE)
    said = {name: read(parts[name], problems) for name, read in _FEED_READERS.items() if name in parts}
    hubs = said.pop("hub", None)
    return Feeds(hubs=hubs or (), **_given(said))


def _hubs(field: Field, problems: Problems) -> tuple[str, ...]:
    return tuple(url for item in shapes.items(field) if (url := _web_address(item, field, problems)))


def _id_base(field: Field, problems: Problems) -> str | None:
    return (_web_address(field, field, problems) or "").rstrip("/") or None


def _web_address(item: Field, field: Field, problems: Problems) -> str | None:
    url = shapes.text(item, problems)
    if url is None or re.fullmatch(r"https?://[^\s/]+(/\S*)?", url):
        return url
    hint = f"write it as {field.name}: https://example.com/"
    problems.append(error("address", f"`{field.name}` is not the address of a server: {url}", hint, **item.at_value))
    return None


def _issues(field: Field, problems: Problems) -> Issues:
    example = "issues: {sender: Ann <ann@example.com>}"
    parts = _mapping(field, _ISSUE_KEYS, problems, example, _ISSUE_ELSEWHERE)
    imprint = {
        name: read(parts[name], problems)
        for name, read in (
            ("sender", read_mailbox),
            ("reply_to", read_mailbox),
            ("postal_address", shapes.text),
            ("services", _services),
        )
        if name in parts
    }
    said = {
        name: read(parts[name], problems)
        for name, read in (
            ("subject", _subject),
            ("only", _only),
            ("latest", _from_one),
            ("web_only", shapes.texts),
            ("allow", shapes.texts),
        )
        if name in parts
    }
    return Issues(Imprint(**_given(imprint)), **_given(said))


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _services(field: Field, problems: Problems) -> tuple[str, ...]:
    """The services, each once, in the order of the writer."""
    chosen = (_service(item, problems) for item in shapes.items(field))
    return tuple(dict.fromkeys(name for name in chosen if name))


def _service(item: Field, problems: Problems) -> str | None:
    said = shapes.text(item, problems)
    if said is None or said.lower() in SERVICES:
        return said and said.lower()
    near = did_you_mean(said.lower(), SERVICES)
    hint = f"did you mean `{near}`?" if near else f"it may be one of: {', '.join(SERVICES)}"
    problems.append(error("service", f"letters cannot be made ready for `{said}`", hint, **item.at_value))
    return None


def _subject(field: Field, problems: Problems) -> str | None:
    return _pattern(field, _SUBJECT_PARTS, problems)


def _only(field: Field, problems: Problems) -> tuple[str, str] | None:
    example = "only: {tag: letters}"
    elsewhere = {"tags": "tag", "categories": "category"}
    chosen = tuple(_mapping(field, _ONLY, problems, example, elsewhere).values())
    if len(chosen) > 1:
        problems.append(
            error("field", "`only` takes one tag or one category", f"write it as {example}", **field.at_value)
        )
    name = shapes.text(chosen[0], problems) if chosen else None
    return (_ONLY[chosen[0].name], name) if name else None


def _mapping(
    field: Field, names: Iterable[str], problems: Problems, example: str, elsewhere: dict[str, str] | None = None
) -> dict[str, Field]:
    """The parts of a field that has parts of its own."""
    if not isinstance(field.value, Fields):
        message = f"`{field.name}` needs keys of its own"
        problems.append(error("field", message, f"write it as {example}", **field.at_value))
        return {}
    return {part.name: part for part in known(field.value, names, f"`{field.name}`", problems, elsewhere)}


_FEED_READERS: Mapping[str, Reader] = {
    "entries": _from_one,
    "kilobytes": _from_one,
    "archives": shapes.flag,
    "id_base": _id_base,
    "hub": _hubs,
}
_READERS: Mapping[str, Callable[[Field, Problems], dict[str, Any]]] = {
    "title": _one("title", shapes.text),
    "url": _one("url", read_url),
    "language": _one("language", shapes.language),
    "timezone": _one("timezone", shapes.zone),
    "description": _one("description", shapes.text),
    "promise": _one("promise", shapes.text),
    "author": _one("authors", read_authors),
    "authors": _one("authors", read_authors),
    "navigation": _one("navigation", read_links),
    "content": _one("content", _folder),
    "output": _one("output", _folder),
    "permalink": _one("permalink", _permalink),
    "pagination": _one("pagination", _from_one),
    "markdown": _one("markdown", _dialect),
    "contents": _one("contents", _contents),
    "theme": _theme,
    "search": _one("search", shapes.flag),
    "cards": _one("cards", shapes.flag),
    "images": _one("images", shapes.flag),
    "feeds": _one("feeds", _feeds),
    "issues": _one("issues", _issues),
    "share": read_sharing,
    "podcast": _one("podcast", read_podcast),
    "subscribe": read_door,
}
