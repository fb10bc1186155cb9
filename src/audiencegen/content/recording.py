"""The `audio:` and `chapters:` of a front matter: a file or an address alone, or a mapping with all that is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from audiencegen.content.chapters import milliseconds
from audiencegen.content.urls import is_external
from audiencegen.fields import Field, Fields, did_you_mean, shapes
from audiencegen.fields.shapes import Problems
from audiencegen.podcast import EPISODE_TYPES, Chapter, Person, Recording, Transcript, clock
from audiencegen.problems import Severity, error, warning
from audiencegen.values import replace

# The media types that podcast apps know, as Apple and PSP-1 name them, and those that only browsers play.
TYPES = MappingProxyType(
    {
        ".mp3": "audio/mpeg",
        ".m4a": "audio/x-m4a",
        ".m4v": "video/x-m4v",
        ".mp4": "video/mp4",
        ".aac": "audio/aac",
        ".flac": "audio/flac",
        ".oga": "audio/ogg",
        ".ogg": "audio/ogg",
        ".opus": "audio/ogg",
        ".wav": "audio/wav",
    }
)
TRANSCRIPTS = MappingProxyType(
    {
        ".vtt": "text/vtt",
        ".srt": "application/x-subrip",
        ".html": "text/html",
        ".json": "application/json",
        ".txt": "text/plain",
    }
)
GROUPS = (  # of persons: the Podcast Taxonomy, as the podcast namespace lists it
    "administration", "audio post-production", "audio production", "cast", "community", "creative direction", "misc.",
    "video post-production", "video production", "visuals", "writing",
)  # fmt: skip
_SIZE = "its host shows the size of the file in bytes; curl -sI shows it, too, as content-length"
_EXAMPLE = "audio: {file: talk.mp3, transcript: talk.vtt, episode: 7}"
_KEYS = (
    "block chapters duration episode episode_type explicit file image length persons season transcript type url"
).split()
_ELSEWHERE = {"src": "file", "path": "file", "size": "length", "bytes": "length", "seconds": "duration", "mime": "type",
              "transcripts": "transcript", "people": "persons", "person": "persons", "guests": "persons",
              "number": "episode", "episodetype": "episode_type", "picture": "image", "cover": "image"}  # fmt: skip
_LINE = re.compile(r"(?P<time>[\d:.,]+)\s+(?:[-–—]\s+)?(?P<title>\S.*)")

Values = dict[str, Any]


def read_audio(field: Field, problems: Problems) -> Values:
    """The recording, and its chapters when they stand within it."""
    if isinstance(field.value, tuple):  # Hugo has a list
        return read_audio(replace(field.value[0], name=field.name), problems) if field.value else {}
    if not isinstance(field.value, Fields):
        file = shapes.text(field, problems)
        return {"audio": _placed(Recording(file), field, problems)} if file else {}
    parts = _parts(field, _KEYS, "`audio`", problems, _ELSEWHERE)
    name = parts.get("file") or parts.get("url")
    if name is None:
        problems.append(error("audio", "this `audio` names no file", f"write it as {_EXAMPLE}", **field.at_value))
        return {}
    if "file" in parts and "url" in parts:
        problems.append(error("audio", "`file` and `url` are both given", "keep one of the two", **name.at_key))
    said = {keyword: read(parts[key], problems) for key, (keyword, read) in _READERS.items() if key in parts}
    given = {keyword: value for keyword, value in said.items() if value is not None}
    file = shapes.text(name, problems) or ""
    chapters = {"chapters": read_chapters(parts["chapters"], problems)} if "chapters" in parts else {}
    return {"audio": _placed(Recording(file, **given), name, problems), **chapters}


def read_chapters(field: Field, problems: Problems) -> tuple[Chapter, ...]:
    """`- 0:00 The harbour`, or a mapping with `time`, `title`, `image` and `url`; in their order."""
    found = [(item, chapter) for item in shapes.items(field) if (chapter := _chapter(item, problems))]
    for (_, before), (item, chapter) in pairwise(found):
        if chapter.start <= before.start:
            message = f"the chapter “{chapter.title}” does not begin after the one before it"
            hint = f"the one before it begins at {clock(before.start // 1000)}; chapters stand in their order"
            problems.append(warning("chapters", message, hint, **item.at_value))
    return tuple(sorted((chapter for _, chapter in found), key=lambda chapter: chapter.start))


def _placed(recording: Recording, field: Field, problems: Problems) -> Recording | None:
    """The recording with its type; None with the reason when it can be no enclosure."""
    is_remote = is_external(recording.file)
    if is_remote and not re.match(r"https?://", recording.file):
        hint = "write the path of a file, or an address that begins with https://"
        problems.append(error("audio", f"`audio` cannot be fetched: {recording.file}", hint, **field.at_value))
        return None
    if is_remote and not recording.length:
        message = "this recording lies elsewhere, and its size is not known"
        hint = f"write it as audio: {{url: {recording.file}, length: 24986000}}; {_SIZE}"
        problems.append(error("audio-length", message, hint, **field.at_value))
        return None
    kind = recording.type or TYPES.get(_ending(recording.file), "")
    if not kind:
        hint = "write it as audio: {file: …, type: audio/mpeg}; podcast apps play MP3 and M4A"
        problems.append(error("audio-type", f"what kind of recording is {recording.file}?", hint, **field.at_value))
        return None
    return replace(recording, type=kind)


def _ending(address: str) -> str:
    return PurePosixPath(urlsplit(address).path if is_external(address) else address).suffix.lower()


def _chapter(item: Field, problems: Problems) -> Chapter | None:
    said, place = _said_of_chapter(item, problems)
    start = milliseconds(said.get("time", ""))
    title = " ".join(said.get("title", "").split())
    if start is None or not title:
        what = (
            "no title"
            if start is not None
            else f"no time such as 1:30: {said['time']}"
            if "time" in said
            else "no time"
        )
        hint = "write it as - 1:30 The harbour, or as - {time: 1:30, title: The harbour}"
        problems.append(error("chapters", f"this chapter has {what}", hint, **place.at_value))
        return None
    return Chapter(start, title, said.get("image", ""), said.get("url", ""))


def _said_of_chapter(item: Field, problems: Problems) -> tuple[dict[str, str], Field]:
    """What a chapter says, by our keys, and where its time stands."""
    if not isinstance(item.value, Fields):
        line = _LINE.fullmatch(shapes.text(item, problems) or "")
        return (line.groupdict() if line else {"title": item.raw}), item
    if len(item.value.entries) == 1 and milliseconds(item.value.entries[0].name) is not None:
        only = item.value.entries[0]  # `- 0:00: The harbour`
        return {"time": only.name, "title": shapes.text(only, problems) or ""}, only
    elsewhere = {"start": "time", "starttime": "time", "at": "time", "img": "image", "picture": "image", "link": "url",
                 "href": "url", "name": "title"}  # fmt: skip
    parts = _parts(item, ("time", "title", "image", "url"), "a chapter", problems, elsewhere)
    said = {key: text for key, part in parts.items() if (text := shapes.text(part, problems))}
    return said, parts.get("time", item)


def _duration(field: Field, problems: Problems) -> int | None:
    said = shapes.text(field, problems)
    found = milliseconds(said) if said else None
    if said and not found:
        hint = f"write it as {field.line_with('24:10')}, or in seconds, as {field.line_with('1450')}"
        problems.append(error("audio", f"`{field.name}` is no length of time: {said}", hint, **field.at_value))
    return max(1, found // 1000) if found else None


def _type(field: Field, problems: Problems) -> str | None:
    said = shapes.text(field, problems)
    if said is None or re.fullmatch(r"(audio|video)/[\w.+-]+", said):
        return said
    near = did_you_mean(said, TYPES.values())
    hint = f"write it as {field.line_with(near or 'audio/mpeg')}"
    problems.append(error("audio-type", f"`{field.name}` is no type of a recording: {said}", hint, **field.at_value))
    return None


def _from_one(field: Field, problems: Problems) -> int | None:
    return shapes.whole_number(field, problems, least=1)


def _episode_type(field: Field, problems: Problems) -> str | None:
    return shapes.choice(field, problems, EPISODE_TYPES)


def _transcripts(field: Field, problems: Problems) -> tuple[Transcript, ...]:
    return tuple(found for item in shapes.items(field) if (found := _transcript(item, problems)))


def _transcript(item: Field, problems: Problems) -> Transcript | None:
    said = {"file": item}
    if isinstance(item.value, Fields):
        keys = ("file", "url", "type", "language")
        said = _parts(item, keys, "a transcript", problems, {"src": "file", "lang": "language"})
    place = said.get("file") or said.get("url") or item
    file = "" if isinstance(place.value, Fields) else shapes.text(place, problems) or ""
    kind = shapes.text(said["type"], problems) if "type" in said else TRANSCRIPTS.get(_ending(file), "")
    language = shapes.language(said["language"], problems) if "language" in said else ""
    if file and kind and kind in TRANSCRIPTS.values():
        return Transcript(file, kind, language or "")
    what = f"apps cannot read this transcript: {kind or file}" if file else "this transcript names no file"
    hint = f"it may end in {', '.join(TRANSCRIPTS)}, or have one of the types {', '.join(TRANSCRIPTS.values())}"
    problems.append(error("transcript", what, hint, **place.at_value))
    return None


def _persons(field: Field, problems: Problems) -> tuple[Person, ...]:
    return tuple(found for item in shapes.items(field) if (found := _person(item, problems)))


def _person(item: Field, problems: Problems) -> Person | None:
    if not isinstance(item.value, Fields):
        name = shapes.text(item, problems)
        return Person(name) if name else None
    elsewhere = {"img": "image", "photo": "image", "picture": "image", "href": "url", "link": "url"}
    parts = _parts(item, ("name", "role", "group", "image", "url"), "a person", problems, elsewhere)
    said = {key: text for key, part in parts.items() if (text := shapes.text(part, problems))}
    if "name" not in said:
        hint = "write it as - {name: Ann, role: guest}"
        problems.append(error("audio", "this person has no name", hint, **item.at_value))
        return None
    group = said.get("group", "").lower()
    if group and group not in GROUPS:
        near = did_you_mean(group, GROUPS)
        hint = f"did you mean `{near}`?" if near else f"it may be one of: {', '.join(GROUPS)}"
        problems.append(warning("audio", f"apps know no group `{group}` of persons", hint, **parts["group"].at_value))
    return Person(said["name"], said.get("role", "").lower(), group, said.get("image", ""), said.get("url", ""))


def _parts(
    field: Field, names: Iterable[str], where: str, problems: Problems, elsewhere: dict[str, str]
) -> dict[str, Field]:
    """The parts of a mapping by our names; a name that is none of them is no reason to stop a build."""
    parts: dict[str, Field] = {}
    for part in field.value if isinstance(field.value, Fields) else ():
        name = part.name.lower().replace("-", "_")
        if name in ("img", "href"):  # as the podcast namespace calls them
            name = elsewhere.get(name, name)
        if name not in names:
            found = shapes.unknown(replace(part, name=part.name), names, where, elsewhere)
            problems.append(replace(found, severity=Severity.WARNING))
        elif not part.is_empty:
            parts[name] = part
    return parts


# A key of `audio` → the field of a Recording, and what reads it.
_READERS: dict[str, tuple[str, Callable[[Field, Problems], Any]]] = {
    "length": ("length", _from_one),
    "duration": ("seconds", _duration),
    "type": ("type", _type),
    "transcript": ("transcripts", _transcripts),
    "persons": ("persons", _persons),
    "season": ("season", _from_one),
    "episode": ("episode", _from_one),
    "episode_type": ("episode_type", _episode_type),
    "explicit": ("explicit", shapes.flag),
    "image": ("image", shapes.text),
    "block": ("block", shapes.flag),
}
