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
    head = paragraph([Element("strong", {}, _title(word, embed, host))], "notice-kind")
    foot = paragraph(_foot(word, embed, host), "notice-foot")
    return [Element("div", {"class": f"notice notice-{word}"}, [*head, *content(embed), *foot])]


def feed(word: str, embed: Element, host: Host) -> list[Node]:
    head = paragraph([Element("strong", {}, _title(word, embed, host))])
    return [Element("blockquote", {}, [*head, *content(embed), *paragraph(_foot(word, embed, host))])]


def mail(word: str, embed: Element, host: Host) -> list[Node]:
    """In an inbox the same box that notes have."""
    head, foot = paragraph(_title(word, embed, host), "admonition-title"), paragraph(_foot(word, embed, host))
    return [Element("div", {"class": "admonition"}, [*head, *content(embed), *foot])]


def is_over(embed: Element, moment: datetime | None) -> bool:
    until = _until(embed)
    return until is not None and moment is not None and until <= moment


def _title(word: str, embed: Element, host: Host) -> list[Node]:
    title = said(embed)
    return [host.word(word), *([": "] if title else []), *title]


def _foot(word: str, embed: Element, host: Host) -> list[Node]:
    until = _until(embed)
    day = host.word("until", day=host.frame.day(until - timedelta(seconds=1))) if until is not None else ""
    if not host.frame.subscribe:
        return [day] if day else []
    subject = f"{host.word(word)}{host.frame.words.get('colon', ':')} {plain(said(embed)) or host.card.title}"
    address = f"mailto:{quote(host.frame.subscribe, safe='@')}?subject={quote(subject, safe='')}"
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
