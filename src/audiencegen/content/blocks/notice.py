"""`::: ask TITLE until: DAY` and `::: offer TITLE until: DAY`: somebody looks for something, somebody has it.

    ::: ask A van for a Saturday until: 2026-12-24
    Hanne moves her loom, and needs two hands besides.
    :::

Readers answer to the writer, who introduces the two. After its day a notice is gone from the site; whether that day is
over is settled in linking, and `Post.ended` says so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import quote

from audiencegen.content.blocks.kind import Behind, Block, Form, Host, Node, content, paragraph, plain, said
from audiencegen.content.tree import Element


def page(word: str, embed: Element, host: Host) -> list[Node]:
    """On the page: what it is, its title, its words, and how to answer."""
    return [
        Element("div", {"class": f"notice notice-{word}"}, _inside(word, embed, host, "notice-kind", "notice-foot"))
    ]


def mail(word: str, embed: Element, host: Host) -> list[Node]:
    """In an inbox the same box that notes have."""
    inside = _inside(word, embed, host, "admonition-title", "")
    return [Element("div", {"class": "admonition"}, inside)]


def feed(word: str, embed: Element, host: Host) -> list[Node]:
    return [Element("blockquote", {}, _inside(word, embed, host, "", ""))]


def is_over(embed: Element, moment: datetime | None) -> bool:
    until = _until(embed)
    return until is not None and moment is not None and until <= moment


def _inside(word: str, embed: Element, host: Host, kind: str, foot: str) -> list[Node]:
    title = said(embed)
    named: list[Node] = [host.word(word), *([": "] if title else []), *title]
    return [
        *paragraph([Element("strong", {}, named)], kind),
        *content(embed),
        *paragraph(_foot(word, embed, host), foot),
    ]


def _foot(word: str, embed: Element, host: Host) -> list[Node]:
    until = _until(embed)
    day = host.word("until", day=host.frame.day(until - timedelta(seconds=1))) if until is not None else ""
    if not host.frame.answers:
        return [day] if day else []
    subject = f"{host.word(word)}: {plain(said(embed)) or host.card.title}"
    address = f"mailto:{quote(host.frame.answers, safe='@')}?subject={quote(subject, safe='')}"
    link = Element("a", {"href": address}, [host.word("answer")])
    return [link, *([f" · {day}"] if day else [])]


def _until(embed: Element) -> datetime | None:
    written = embed.attributes.get("data-until")
    try:
        moment = datetime.fromisoformat(written) if written else None
    except ValueError:  # only a writer's own HTML has such a one
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _block(word: str, example: str) -> Block:
    def form(show: Callable[[str, Element, Host], list[Node]]) -> Form:
        return partial(show, word)

    return Block(word, example, form(page), form(feed), form(mail), form(mail), Behind.WORDS_AND_DAY)


ASK = _block("ask", "::: ask A van for a Saturday until: 2026-12-24")
OFFER = _block("offer", "::: offer Two chairs until: 2026-12-24")
