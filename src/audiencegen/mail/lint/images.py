"""Pictures: described, of a width that holds, sharp, and of a kind that every inbox shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from audiencegen.content.tree import Element
from audiencegen.images.resize import WIDTH as COPY
from audiencegen.mail.lint.letter import Letter, Place, Rules
from audiencegen.problems import Problem, error, warning

WIDEST = 600
LARGEST = 1200 * 1200  # pixels; no inbox shows more of a column of 600
LEAST_TEXT = 400  # characters; SpamAssassin's HTML_IMAGE_ONLY rules cost up to 6 points
HEAVIEST = 1_000_000  # bytes; react-email warns from 1,048,576 on
TINY = 64  # pixels; an icon need not be sharp

_DOUBTFUL = {
    ".webp": "Outlook for Windows does not show it",
    ".avif": "Gmail, Apple Mail and Outlook do not show it everywhere",
    ".svg": "Gmail does not show it",
    ".heic": "hardly any mail program shows it",
}
_FILMS = (".m4v", ".mov", ".mp4", ".ogv", ".webm")
_DEFAULT_ALT = re.compile(
    r"(image|img|picture|photo|figure|screenshot|screen shot|untitled|bild|dsc|foto|alt|alt text)[ _-]*\d*"
    r"|(img|dsc[nf]?|pxl|image)[_-]?[\d_-]+|.+\.(png|jpe?g|gif|webp|svg|avif)",
    re.IGNORECASE,
)


def descriptions(letter: Letter) -> Iterator[Problem]:
    """`img-alt`: what a picture says to those who do not see it, and to everybody before pictures are loaded."""
    for element, _, name, place in _pictures(letter):
        alt = element.attributes.get("alt")
        if "alt" not in element.attributes:
            hint = 'say what it shows, or alt="" for an ornament'
            yield error("img-alt", f"the picture {name} has no alt", hint, **place)
        elif alt and (_DEFAULT_ALT.fullmatch(alt.strip()) or alt.strip() == PurePosixPath(name).stem):
            message = f"“{alt.strip()}” does not describe the picture {name}"
            yield warning("img-alt", message, "say in a few words what it shows", **place)


def widths(letter: Letter) -> Iterator[Problem]:
    """`img-width`, `img-size`: Outlook shows a picture without a width in the size of its file."""
    for element, source, name, place in _pictures(letter):
        width = element.attributes.get("width") or ""
        if not width.isdigit():
            message = f"the picture {name} has no width in pixels"
            yield warning("img-width", message, 'give it one: <img … width="300">', **place)
            continue
        if int(width) > WIDEST:
            message = f"the picture {name} is {width} pixels wide; a letter has {WIDEST}"
            yield warning("img-width", message, f"give it {WIDEST} at most", **place)
        found = letter.written(source)
        own = found[1] if found else None
        if own is None or not own.width:
            continue
        if int(width) > TINY and own.width < 2 * int(width):
            message = f"the picture {name} has {own.width} pixels for {width}; it is not sharp on a phone"
            yield warning("img-size", message, f"take one of {2 * int(width)} pixels", **place)
        elif source not in letter.files and own.width * own.height > LARGEST and own.width > 2 * WIDEST:
            message = f"the picture {name} has {own.width} × {own.height} pixels, more than any inbox shows"
            yield warning("img-size", message, f"{2 * WIDEST} pixels of width are enough", **place)


def weights(letter: Letter) -> Iterator[Problem]:
    """`img-weight`: a picture that phones on the road do not load.

    Of a copy that is yet to be made the weight follows from that of its file, since it has fewer pixels of the same.
    """
    for _, source, name, place in _pictures(letter):
        file = letter.files.get(source)
        if file is None:
            continue
        shrunk = 1.0 if source.endswith(".gif") else min(1.0, COPY / file.width) ** 2
        weight = file.size * shrunk
        if weight > HEAVIEST:
            message = f"the picture {name} has about {weight / 1_000_000:.1f} MB in the letter"
            yield warning("img-weight", message, "save a photograph as JPEG, and let films be films", **place)


def films(letter: Letter) -> Iterator[Problem]:
    """`video`: an inbox plays no film; its picture, linked, is what invites."""
    for anchor in letter.anchors:
        if anchor.alone and _name(anchor.url).lower().endswith(_FILMS) and not any(anchor.element.find("img")):
            message = f"the film {_name(anchor.url)} is a link without a picture"
            hint = "give it one: <video src=… poster=still.jpg>"
            yield warning("video", message, hint, **letter.at_target(anchor.url, anchor.nth))


def kinds(letter: Letter) -> Iterator[Problem]:
    """`img-type`: PNG, JPEG and GIF are shown everywhere."""
    for _, source, name, place in _pictures(letter):
        ending = PurePosixPath(_name(source)).suffix.lower()
        why = "Gmail does not show a picture within the letter" if source.startswith("data:") else _DOUBTFUL.get(ending)
        if why:
            hint = "save it as PNG or JPEG, or keep its place free of what must be seen"
            yield warning("img-type", f"the picture {name}: {why}", hint, **place)


def only_pictures(letter: Letter) -> Iterator[Problem]:
    """`image-only`: a letter of pictures says nothing until they are loaded, and filters do not read it."""
    if any(_pictures(letter)) and len(letter.words) < LEAST_TEXT:
        message = f"the letter has pictures and only {len(letter.words)} characters of text"
        hint = f"say it in words, too: {LEAST_TEXT} characters are enough for filters"
        yield error("image-only", message, hint, file=letter.origin.file)


def _pictures(letter: Letter) -> Iterator[tuple[Element, str, str, Place]]:
    """Each picture that is seen, its address, the name that the writer knows it by, and its place."""
    counts: dict[str, int] = {}
    for shown in letter.seen:
        if shown.element.tag == "img":
            source = shown.element.attributes.get("src") or ""
            nth = counts[source] = counts.get(source, -1) + 1
            file = letter.files.get(source)
            name = PurePosixPath(file.path).name if file else _name(source)
            yield shown.element, source, name, letter.at_target(source, nth)


def _name(source: str) -> str:
    if source.startswith("data:"):
        return "data:…"
    try:
        return unquote(urlsplit(source).path.rpartition("/")[2]) or source
    except ValueError:
        return source


RULES: Rules = {
    descriptions: ("img-alt",),
    widths: (
        "img-width",
        "img-size",
    ),
    weights: ("img-weight",),
    films: ("video",),
    kinds: ("img-type",),
    only_pictures: ("image-only",),
}
