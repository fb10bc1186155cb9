"""The fields of a front matter → Head: which field is meant, and what it must hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from audiencegen.config import CHANNELS
from audiencegen.content import names
from audiencegen.content.blocks.video import film
from audiencegen.content.dates import DateError, parse_moment
from audiencegen.content.personal import faults
from audiencegen.content.recording import read_audio, read_chapters
from audiencegen.fields import Field, Fields, plain, quoted, shapes
from audiencegen.fields.shapes import Problems
from audiencegen.model import Ask, Brief, Correction, Credit, Head, Kind, Video
from audiencegen.problems import Problem, Severity, error, warning
from audiencegen.values import Record, replace

_PICTURE_KEYS = ("src", "path", "url", "file", "image")
_ONE_TEXT = ("author", "by", "category")  # in the singular a comma belongs to the name: “Martin Luther King, Jr.”
_BRIEF_KEYS = ("for", "takeaway", "question", "ask")
_VIDEO_KEYS = ("url", "title", "poster")
_BRIEF_EXAMPLE = "brief: {for: whoever lends tools, question: What have you lent and never seen again?}"
_ASK_EXAMPLE = 'ask: "[Join us](https://…)", or as ask: {text: Join us, url: https://…}'
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]+)\]\(\s*<?([^()<>\s]+(?:\([^()\s]*\)[^()<>\s]*)*)>?\s*\)")
_PATTERN = re.compile(r"\{\{|/:[a-z]")

Values = dict[str, Any]


def head_of(fields: Fields, zone: ZoneInfo) -> tuple[Head, tuple[Problem, ...]]:
    """Give every field its meaning; what has none is kept under `extra`."""
    problems: Problems = []
    known, extra = _sorted(fields, problems)
    values: Values = {}
    for name, read in _READERS.items():
        if name in known:
            values |= read(known[name], problems, zone)
    given = {name: value for name, value in values.items() if value is not None}
    return Head(**given, extra=Record(extra)), tuple(problems)


def _sorted(fields: Fields, problems: Problems) -> tuple[dict[str, Field], Values]:
    """The fields that have a meaning, by our names, and the rest as plain values."""
    known: dict[str, Field] = {}
    extra: Values = {}
    for field in fields:
        if field.name == "extra" and isinstance(field.value, Fields):
            extra |= plain(field.value)
        elif field.name == "taxonomies" and isinstance(field.value, Fields):
            for term in field.value:
                _add(known, extra, term, problems)
        else:
            _add(known, extra, field, problems)
    return known, extra


def _add(known: dict[str, Field], extra: Values, field: Field, problems: Problems) -> None:
    field = _translated(field)
    name = names.our_name(field.name)
    if name is None or not _fits(name, field):
        extra.setdefault(field.name, plain(field.value))
        near = None if name else names.near_miss(field.name)
        if near:
            message = f"`{field.name}` is not a known field; it is kept under `extra`"
            problems.append(warning("near-miss", message, f"did you mean `{near}`?", **field.at_key))
    elif name in known:
        known[name] = _preferred(known[name], field, problems)
    else:
        known[name] = field


def _translated(field: Field) -> Field:
    """Jekyll's `published: false` and Pelican's `status: hidden` in our words."""
    said = names.state_said(field.name, field.raw)
    if said is None:
        return field
    name, value = said
    return replace(field, name=name, value=value, raw="true" if value else "false")


def _fits(name: str, field: Field) -> bool:
    """Whether the value is of the field's shape; a foreign name that is used for something else is left alone."""
    if name == "video":  # themes of others have such a field for files and numbers
        return "://" in field.raw or (isinstance(field.value, Fields) and "url" in field.value.names)
    if names.is_proper(field.name) or field.is_empty:
        return True
    match name:
        case "number":
            return bool(re.fullmatch(r"#?[0-9]+", field.raw.strip()))
        case "permalink":
            return "://" not in field.raw
        case "contents":
            return shapes.as_flag(field) is not None
        case "image" if isinstance(field.value, Fields):
            return any(key in field.value.names for key in _PICTURE_KEYS)
    return True


def _preferred(first: Field, second: Field, problems: Problems) -> Field:
    """Which of two fields of one meaning counts: our own name, else the first."""
    kept, left = (
        (second, first) if names.is_proper(second.name) and not names.is_proper(first.name) else (first, second)
    )
    if left.is_empty or kept.is_empty:
        return left if kept.is_empty else kept
    if plain(kept.value) != plain(left.value):
        message = f"`{kept.name}` and `{left.name}` mean the same field; `{kept.name}` is used"
        problems.append(warning("synonym", message, f"keep one of the two, best `{kept.name}`", **left.at_key))
    return kept


def _title(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
    title = shapes.text(field, problems)
    is_typed = not field.quoted and (not isinstance(field.value, str) or re.fullmatch(r"[\d.:_+-]+", field.raw))
    if title and is_typed:
        what = "yes or no" if isinstance(field.value, bool) else "a date" if "-" in title[1:] else "a number"
        message = f"`{field.name}` is {what} to {field.syntax.value}; it is kept as written: {title}"
        line = field.line_with(quoted(title, field.syntax))
        problems.append(warning("title-type", message, f"write it as {line}", **field.at_value))
    return {"title": title}


def _moment(name: str) -> Reader:
    def read(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
        said = shapes.text(field, problems)
        if not said:
            return {}
        try:
            moment, date_only = parse_moment(said.strip("\"'"), zone)
        except DateError as wrong:
            problems.append(error("date", f"`{field.name}` is {wrong}", wrong.hint, **field.at_value))
            return {}
        return {name: moment} | ({"date_only": date_only} if name == "date" else {})

    return read


def _text(name: str) -> Reader:
    return lambda field, problems, zone: {name: shapes.text(field, problems)}


def _personal_text(name: str) -> Reader:
    """A text in which `{first_name|there}` may stand."""

    def read(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
        said = shapes.text(field, problems)
        problems += faults(said or "", **field.at_value)
        return {name: said}

    return read


def _flag(name: str) -> Reader:
    return lambda field, problems, zone: {name: shapes.flag(field, problems)}


def _terms(name: str) -> Reader:
    def read(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
        separated = shapes.texts if names.folded(field.name) in _ONE_TEXT else shapes.comma_separated
        return {name: separated(field, problems)}

    return read


def _authors(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
    """Names, or mappings with a name, as Hugo's themes have them."""
    people = tuple(_name_within(item) for item in shapes.items(field))
    if any(isinstance(item.value, Fields) for item in shapes.items(field)):
        return {"authors": tuple(name for person in people if (name := shapes.text(person, problems)))}
    return _terms("authors")(field, problems, zone)


def _name_within(person: Field) -> Field:
    name = person.value.get("name") if isinstance(person.value, Fields) else None
    return name or person


def _permalink(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
    if field.value is False:  # Eleventy: no page of its own
        return {"web": False}
    address = shapes.text(field, problems)
    if address and "://" in address:
        path = re.sub(r"^[^:]*://[^/]*", "", address) or "/"
        hint = f"write it as {field.line_with(path)}"
        problems.append(error("permalink", f"`{field.name}` should be a path of this site", hint, **field.at_value))
    elif address and _PATTERN.search(address):
        hint = "write the address itself, such as /posts/hello/; patterns belong into audiencegen.yaml"
        message = f"`{field.name}` is a pattern of another generator: {address}"
        problems.append(error("permalink", message, hint, **field.at_value))
    else:
        return {"permalink": address}
    return {}


def _series(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
    series = shapes.texts(field, problems)
    if len(series) > 1:
        message = f"a post is part of one series; `{series[0]}` is used"
        problems.append(warning("series", message, f"write it as {field.line_with(series[0])}", **field.at_value))
    return {"series": series[0] if series else None}


def _image(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
    if isinstance(field.value, tuple):
        return _image(field.value[0], problems, zone) if field.value else {}
    if not isinstance(field.value, Fields):
        return {"image": shapes.text(field, problems)}
    source = next((found for key in _PICTURE_KEYS if (found := field.value.get(key))), None)
    alt = field.value.get("alt")
    if source is None:
        hint = "write it as image: photo.jpg, or as image: {src: photo.jpg, alt: what it shows}"
        problems.append(error("field", f"`{field.name}` names no picture", hint, **field.at_value))
        return {}
    return {"image": shapes.text(source, problems), "image_alt": shapes.text(alt, problems) if alt else None}


def _language(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
    found: Problems = []
    language = shapes.language(field, found)
    problems += [replace(problem, severity=Severity.WARNING) for problem in found]
    return {"language": language}


def _number(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
    return {"number": shapes.whole_number(field, problems)}


def _kind(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
    kind = shapes.choice(field, problems, [kind.value for kind in Kind])
    return {"kind": Kind(kind) if kind else None}


def _contents(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
    return {} if field.raw.lower() == "auto" else {"contents": shapes.flag(field, problems)}


def _credits(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
    if not isinstance(field.value, tuple | Fields):
        return {"credits": tuple(Credit(name) for name in shapes.comma_separated(field, problems))}
    return {"credits": tuple(credit for item in shapes.items(field) if (credit := _credit(item, problems)))}


def _credit(item: Field, problems: Problems) -> Credit | None:
    if not isinstance(item.value, Fields):
        name = shapes.text(item, problems)
        return Credit(name) if name else None
    said: dict[str, str] = {}
    for part in item.value:
        key = {"reason": "for", "link": "url"}.get(part.name, part.name)
        if key in ("name", "for", "url"):
            said[key] = shapes.text(part, problems) or ""
        else:
            found = shapes.unknown(part, ("name", "for", "url"), "`credits`")
            problems.append(replace(found, severity=Severity.WARNING))
    if not said.get("name"):
        hint = "write it as - {name: Ann, for: reading the draft, url: https://…}"
        problems.append(error("field", "this credit has no name", hint, **item.at_value))
        return None
    return Credit(said["name"], said.get("for", ""), said.get("url", ""))


def _corrections(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
    """What was wrong, each with its day; they are shown newest first."""
    found = [one for item in shapes.items(field) if (one := _correction(item, problems, zone))]
    return {"corrections": tuple(sorted(found, key=lambda one: (one.date, one.text), reverse=True))}


def _correction(item: Field, problems: Problems, zone: ZoneInfo) -> Correction | None:
    parts = {part.name: part for part in item.value} if isinstance(item.value, Fields) else {}
    day, text = parts.get("date"), parts.get("text")
    if day is None or text is None or day.is_empty or text.is_empty:
        hint = "write it as - {date: 2026-05-03, text: The fair is in June and not in July.}"
        problems.append(error("correction", "a correction needs its `date` and its `text`", hint, **item.at_value))
        return None
    at = _moment("date")(day, problems, zone).get("date")
    words = shapes.text(text, problems)
    return Correction(at, words) if at and words else None


def _brief(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
    """What the writer settled before writing. Nothing here is worth stopping a build for."""
    if not isinstance(field.value, Fields):
        message = f"`{field.name}` needs keys of its own: {', '.join(_BRIEF_KEYS)}"
        problems.append(warning("brief", message, f"write it as {_BRIEF_EXAMPLE}", **field.at_value))
        return {}
    found: Problems = []
    parts = {part.name.casefold(): part for part in field.value}
    for name, part in parts.items():
        if name not in _BRIEF_KEYS:
            found.append(shapes.unknown(part, _BRIEF_KEYS, "`brief`"))
    said = {name: shapes.text(parts[name], found) or "" for name in _BRIEF_KEYS[:3] if name in parts}
    ask = _ask(parts["ask"], found) if "ask" in parts and not parts["ask"].is_empty else None
    problems += [replace(problem, severity=Severity.WARNING) for problem in found]
    return {"brief": Brief(said.get("for", ""), said.get("takeaway", ""), said.get("question", ""), ask)}


def _ask(field: Field, problems: Problems) -> Ask | None:
    """A Markdown link, or a mapping with `text` and `url`."""
    if isinstance(field.value, Fields):
        said = {part.name: shapes.text(part, problems) for part in field.value if part.name in ("text", "url")}
        problems += [shapes.unknown(part, ("text", "url"), "`ask`") for part in field.value if part.name not in said]
        words, url = said.get("text"), said.get("url")
    else:
        link = _MARKDOWN_LINK.fullmatch(shapes.text(field, problems) or "")
        words, url = (link[1].strip(), link[2]) if link else (None, None)
    if words and url:
        return Ask(words, url)
    hint = f"write it as {_ASK_EXAMPLE}"
    problems.append(warning("brief", "`ask` needs the words of a button and an address", hint, **field.at_value))
    return None


def _share(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
    """One text for all channels, or a text for each; `share: false` for no kit. Nothing here stops a build."""
    if isinstance(field.value, bool):
        return {} if field.value else {"share": Record({"all": False})}
    if not isinstance(field.value, Fields):
        said = shapes.text(field, problems)
        return {"share": Record({"all": said})} if said else {}
    found: Problems = []
    words: Values = {}
    for part in field.value:
        name = part.name.casefold().replace("_", "-")
        if name in ("all", *CHANNELS):
            words[name] = shapes.text(part, found)
        else:
            found.append(shapes.unknown(part, ("all", *CHANNELS), f"`{field.name}`"))
    problems += [replace(problem, severity=Severity.WARNING) for problem in found]
    return {"share": Record({name: text for name, text in words.items() if text})}


def _syndication(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
    """Addresses where the post was shown; what is none is left out."""
    urls: list[str] = []
    for item in shapes.items(field):
        url = shapes.text(item, problems)
        if url and url.startswith(("https://", "http://")):
            urls.append(url)
        elif url:
            hint = "write the whole address, https:// and all"
            problems.append(warning("syndication", f"`{field.name}` has no address: {url}", hint, **item.at_value))
    return {"syndication": tuple(dict.fromkeys(urls))}


def _video(field: Field, problems: Problems, zone: ZoneInfo) -> Values:
    """A film that stands before the text: its address, or a mapping with `url`, `title` and `poster`."""
    if isinstance(field.value, Fields):
        said = {part.name: shapes.text(part, problems) or "" for part in field.value if part.name in _VIDEO_KEYS}
        unknown = [shapes.unknown(part, _VIDEO_KEYS, "`video`") for part in field.value if part.name not in said]
        problems += [replace(problem, severity=Severity.WARNING) for problem in unknown]
    else:
        said = {"url": shapes.text(field, problems) or ""}
    url = said.pop("url", "")
    if not url:
        return {}
    if film(url) is None:
        message = f"`{field.name}` is no film on YouTube, Vimeo or a PeerTube: {url}"
        hint = "write it as video: https://www.youtube.com/watch?v=…"
        problems.append(warning("video", message, hint, **field.at_value))
        return {}
    return {"video": Video(url, **said)}


Reader = Callable[[Field, Problems, ZoneInfo], Values]

# In this order: `image_alt` has the last word over the alt of an `image: {…}`, and `web` over `permalink: false`.
_READERS: Mapping[str, Reader] = {
    "title": _title,
    **{name: _moment(name) for name in ("date", "updated", "expires")},
    **{name: _text(name) for name in ("slug", "id", "description", "canonical")},
    **{name: _personal_text(name) for name in ("subject", "preheader")},
    **{name: _terms(name) for name in ("tags", "categories", "aliases")},
    "authors": _authors,
    "permalink": _permalink,
    **{name: _flag(name) for name in ("draft", "unlisted", "email", "web")},
    "series": _series,
    "image": _image,
    "image_alt": _text("image_alt"),
    "card": _text("card"),
    "language": _language,
    "number": _number,
    "kind": _kind,
    "contents": _contents,
    "credits": _credits,
    "brief": _brief,
    "share": _share,
    "syndication": _syndication,
    "video": _video,
    "audio": lambda field, problems, zone: read_audio(field, problems),
    "chapters": lambda field, problems, zone: {"chapters": read_chapters(field, problems)},
    "update_note": _text("update_note"),
    "corrections": _corrections,
}
