"""What a browser gets for an address: a file of the plan, a page of the workbench, or the page for lost visitors.

Only what is planned exists, so no address can lead out of the site. The script that follows every save is put into
pages here, and nowhere else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from audiencegen.build.planned import bodies_of
from audiencegen.build.texts import Texts
from audiencegen.content import urls
from audiencegen.preview import workbench
from audiencegen.preview.generation import Generation
from audiencegen.problems import Problem, Severity, arranged, show
from audiencegen.values import Struct, digest_bytes

TOOLS = "/_/"
SCRIPT = "/_/live.js"
EVENTS = "/_/events"
LETTERS = "/_/letters/"
RAW = "/_/raw/"  # parts of letters as the workbench frames and copies them: byte for byte
HTML = "text/html; charset=utf-8"
_TYPES = {
    ".html": HTML,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".eml": "text/plain; charset=utf-8",  # to be read here, not opened in a mail program
    ".md": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".aac": "audio/aac",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}
_RANGE = re.compile(r"bytes=\s*([0-9]{0,15})\s*-\s*([0-9]{0,15})", re.ASCII)
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
_END = re.compile(rb"</body\s*>", re.IGNORECASE)


class Answer(Struct, frozen=True):
    content: bytes
    type: str = HTML
    status: int = 200
    location: str = ""

    @property
    def fingerprint(self) -> str:
        """What a browser shows; another one means that it shows something else now."""
        return digest_bytes(b"%d %b %b" % (self.status, self.location.encode(), self.content))


def answer(generation: Generation, target: str, tools: bool = True) -> Answer:
    """The answer to a request's target, its path and query. Raises ProjectError when a page cannot be made."""
    parts = urlsplit(target)
    path = unquote(parts.path, errors="replace")
    if path.startswith(LETTERS):
        return _letter(generation, path)
    if path.startswith(TOOLS) or path == TOOLS[:-1]:
        page = workbench.answer(generation, path, dict(parse_qsl(parts.query))) if tools else None
        return Answer(page.content, page.type, page.status, page.location) if page else _lost(generation)
    return _page(generation, path)


def planned_path(generation: Generation, target: str) -> str:
    """The path in the plan of what an address shows; "" when it is nothing of the plan."""
    path = unquote(urlsplit(target).path, errors="replace")
    if path.startswith(LETTERS):
        found = "issues/" + path.removeprefix(LETTERS)
    else:
        base = generation.site.frame.base_path
        if not path.startswith(base + "/"):
            return ""
        found = "site" + path.removeprefix(base)
    found += "index.html" if found.endswith("/") else ""
    return found if found in generation.outputs else ""


def _page(generation: Generation, path: str) -> Answer:
    base = generation.site.frame.base_path
    if base and path in ("/", base):
        return _way_to(f"{base}/")
    found = planned_path(generation, quote(path))
    if found:
        return Answer(generation.made(found), type_of(found))
    if planned_path(generation, quote(f"{path}/")):
        return _way_to(quote(f"{path}/"))
    return _lost(generation)


def _letter(generation: Generation, path: str) -> Answer:
    """A file of a letter; its pictures come from here, for the site may not have them yet."""
    found = planned_path(generation, quote(path))
    if not found:
        return _lost(generation)
    content, frame = generation.made(found), generation.site.frame
    if found.endswith(".html"):
        content = content.replace(f'src="{frame.url}/'.encode(), f'src="{frame.base_path}/'.encode())
    return Answer(content, type_of(found))


def _lost(generation: Generation) -> Answer:
    return Answer(generation.made(f"site{urls.NOT_FOUND}"), HTML, 404)


def _way_to(address: str) -> Answer:
    return Answer(b"", HTML, 302, address)


def type_of(path: str) -> str:
    return _TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")


def part_of(whole: Answer, asked: str) -> tuple[Answer, *tuple[tuple[str, str], ...]]:
    """The part of a file that a `Range` asks for, and the header that names it; a browser seeks in a recording so.

    One range of bytes is answered, anything else with the whole file (RFC 9110, 14.2).
    """
    match = _RANGE.fullmatch(asked.strip()) if whole.status == 200 else None
    if match is None or not any(match.groups()):
        return (whole,)
    size = len(whole.content)
    first = int(match[1]) if match[1] else max(0, size - int(match[2]))
    last = min(int(match[2]), size - 1) if match[1] and match[2] else size - 1
    if match[1] and match[2] and int(match[2]) < first:
        return (whole,)  # no range at all
    if first >= size or (not match[1] and int(match[2]) == 0):
        return Answer(b"", whole.type, 416), ("Content-Range", f"bytes */{size}")
    part = Answer(whole.content[first : last + 1], whole.type, 206)
    return part, ("Content-Range", f"bytes {first}-{last}/{size}")


def followed(before: Generation, now: Generation, target: str) -> str:
    """Where the page of an address is now, when its post has another one; "" while it has not moved."""
    path = planned_path(before, target)
    if not path or path in now.outputs:
        return ""
    sources = {one for part in before.outputs[path].inputs for one in bodies_of(part)[:1]}
    if len(sources) != 1:
        return ""
    for new in now.plan.shows.get(sources.pop(), ()):
        if PurePosixPath(new).suffix == ".html" and new.split("/")[0] == path.split("/")[0] == "site":
            return now.site.frame.base_path + quote(new.removeprefix("site").removesuffix("index.html"))
    return ""


def renewed(before: Generation, now: Generation) -> tuple[str, ...]:
    """Addresses of files that are not pages and have other bytes: pictures, style sheets of the static folder."""
    if before.site.assets is now.site.assets:
        return ()
    was = {asset.address: asset.content for asset in before.site.assets}
    changed = (one.address for one in now.site.assets if was.get(one.address, one.content) != one.content)
    return tuple(now.site.frame.href(address) for address in changed)


def with_script(answer: Answer, told: int, session: str, corner: str = "") -> bytes:
    """A page as it is served: with the script that keeps it fresh before its end, and without the published policy.

    That is for readers: it holds neither for the pages that the script fetches nor for the corner, which has a style.
    """
    if answer.type != HTML or answer.status in (302, 303):
        return answer.content
    facts = f'data-print="{answer.fingerprint}" data-told="{told}" data-session="{session}"'
    script = f'<script src="{SCRIPT}" {facts}></script>'
    content = _POLICY.sub(b"", answer.content, count=1)
    ends = list(_END.finditer(content))
    at = ends[-1].start() if ends else len(content)
    return b"".join((content[:at], corner.encode(), script.encode(), content[at:]))


def rows(problems: tuple[Problem, ...], directory_texts: Texts) -> list[Mapping[str, str]]:
    """Errors as the overlay shows them: the same words as in the terminal."""
    errors = [one for one in arranged(problems, directory_texts) if one.severity is Severity.ERROR]
    return [{"file": one.file, "text": show(one, directory_texts)} for one in errors]


def broken(problems: tuple[Problem, ...], texts: Texts) -> Answer:
    """A page that says what has to be mended before there is a site to show; it goes when that is done."""
    shown = "".join(f"<pre>{escape(row['text'])}</pre>" for row in rows(problems, texts))
    return Answer(_BROKEN.replace("{}", shown).encode(), HTML, 500)


def as_event(facts: Mapping[str, object]) -> bytes:
    return f"data: {json.dumps(facts, ensure_ascii=False)}\n\n".encode()


_BROKEN = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Not yet: something to mend first</title>
<style>
:root{color-scheme:light dark}
body{max-width:60rem;margin:3rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif}
pre{overflow:auto;padding:1rem;border-left:.25rem solid #c33;background:rgb(128 128 128/.12);font-size:.875rem}
</style></head>
<body><h1>Something to mend first</h1>
<p>This page shows your site as soon as the file is saved without the error.</p>
{}
</body></html>
"""
