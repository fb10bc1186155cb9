"""Round-ups: what ran before, who is watching, and sections that nobody filled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

from audiencegen.content.tree import Comment, Element
from audiencegen.mail.lint.letter import Letter, Rules
from audiencegen.problems import Problem, warning

STANDING = 3  # a link that ran in so many letters belongs to the furniture, not to the news

_TRACKING = re.compile(
    r"utm_\w+|mc_[ce]id|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|_hsenc|_hsmi|"
    r"hsctatracking|mkt_tok|vero_id|vero_conv|oly_enc_id|oly_anon_id|li_fat_id|ref_src|ref_url|s_cid|ck_subscriber_id",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SHARED = {"youtu.be": {"si"}, "www.youtube.com": {"si"}, "open.spotify.com": {"si"}, "x.com": {"s", "t"}}


def repeated(letter: Letter) -> Iterator[Problem]:
    """`link-repeated`: an item whose link ran in an earlier letter.

    A link within a sentence is a reference, and one that runs again and again belongs to the furniture.
    """
    own = compared(letter.origin.frame.url)
    for anchor in letter.anchors:
        url = compared(anchor.url)
        if not anchor.leads or not url or url == own or url.startswith(f"{own}/") or "/" not in url:
            continue
        ran = [one for one in letter.origin.earlier if url in one.urls]
        if 0 < len(ran) < STANDING:
            message = f"the link “{_short(anchor.words or anchor.url)}” ran in “{ran[0].title}” ({ran[0].day})"
            hint = "fine if you come back to it; else leave it out"
            yield warning("link-repeated", message, hint, **letter.at_target(anchor.url, anchor.nth))


def tracking(letter: Letter) -> Iterator[Problem]:
    """`link-tracking`: what tells somebody else who clicked, or that names where you found it."""
    for anchor in letter.anchors:
        clean, taken = cleaned(anchor.url)
        if taken:
            message = f"the link “{_short(anchor.words)}” carries {', '.join(taken)}"
            yield warning("link-tracking", message, f"write {clean}", **letter.at_target(anchor.url, anchor.nth))


def empty_sections(letter: Letter) -> Iterator[Problem]:
    """`empty-section`: a heading, and nothing until the next of its level or above."""
    counts: dict[str, int] = {}
    open_sections: list[tuple[int, str, int]] = []
    for one in _story(letter.body):
        if one is None:
            open_sections.clear()
            continue
        level = int(one.tag[1]) if one.tag in _HEADINGS else 0
        words = " ".join(one.text().split())
        nth = counts[words] = counts.get(words, -1) + 1
        while open_sections and open_sections[-1][0] >= level:
            yield _empty(letter, *open_sections.pop()[1:])
        if level and not any(one.find("a")):  # a heading that leads somewhere has said so
            open_sections.append((level, words, nth))


def compared(url: str) -> str:
    """An address as two links are compared: without scheme, www, tracking and a slash at its end."""
    if not url.startswith(("http://", "https://")):
        return ""
    clean = cleaned(url)[0].partition("://")[2]
    host, slash, path = clean.partition("/")
    return (host.lower().removeprefix("www.") + slash + path).rstrip("/")


def cleaned(url: str) -> tuple[str, list[str]]:
    """An address without the parameters that track a reader, and the names of these."""
    if "?" not in url:
        return url, []
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, []
    given = parts.query.split("&")
    names = {one: one.partition("=")[0] for one in given}
    shared = _SHARED.get(parts.netloc.lower(), set())
    taken = [names[one] for one in given if _TRACKING.fullmatch(names[one]) or names[one] in shared]
    if not taken:
        return url, []
    kept = "&".join(one for one in given if names[one] not in taken)
    return urlunsplit(parts._replace(query=kept)), list(dict.fromkeys(taken))


def _story(body: Element) -> Iterator[Element | None]:
    """The headings in their order, None for whatever else says or shows something, and a layout table at its end."""
    for child in body.children:
        if isinstance(child, str):
            if child.strip() and not isinstance(child, Comment):
                yield None
        elif child.tag in _HEADINGS:
            yield child
        elif child.tag == "img":
            yield None
        else:
            yield from _story(child)
            if child.tag == "table" and child.attributes.get("role") == "presentation":
                yield child  # no section goes on beyond it


def _empty(letter: Letter, words: str, nth: int) -> Problem:
    message = f"the section “{_short(words)}” is empty"
    return warning("empty-section", message, "fill it, or leave it out this time", **letter.at_heading(words, nth))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


RULES: Rules = {
    repeated: ("link-repeated",),
    tracking: ("link-tracking",),
    empty_sections: ("empty-section",),
}
