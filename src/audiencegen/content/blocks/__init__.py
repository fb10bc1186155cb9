"""Blocks for writers: `::: WORD` up to `:::`, each kind in one file of this room, with the form that each place shows.

A new kind is one more file, and its name in `BLOCKS`. In a `Body` every block is one element `<ag-embed data-kind=…>`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from types import MappingProxyType

from audiencegen.content.blocks import audio, button, figure, gallery, note, notice, part, quote, video
from audiencegen.content.blocks.kind import EMBED as EMBED
from audiencegen.content.blocks.kind import Block, Form, Node
from audiencegen.content.blocks.kind import Host as Host
from audiencegen.content.tree import Element, parse, write

BLOCKS: tuple[Block, ...] = (
    figure.BLOCK,
    gallery.BLOCK,
    button.BLOCK,
    audio.BLOCK,
    video.BLOCK,
    quote.BLOCK,
    note.BLOCK,
    part.BLOCK,
    notice.ASK,
    notice.OFFER,
)
BY_WORD = MappingProxyType({block.word: block for block in BLOCKS})


def on_page(html: str, host: Host, ended: Collection[str] = ()) -> str:
    """The HTML of a body for a page, its addresses in place; a notice whose day is in `ended` is gone."""
    return _in_html(html, host, lambda block: block.page, ended)


def in_feed(html: str, host: Host, ended: Collection[str] = ()) -> str:
    """The same for feeds."""
    return _in_html(html, host, lambda block: block.feed, ended)


def in_mail(top: Element, host: Host) -> None:
    """Put what a letter shows in the place of each block, in place. A notice that was over by then is left out."""
    _show(top, host, lambda block: block.mail, lambda embed: notice.is_over(embed, host.card.date))


def in_text(top: Element, host: Host) -> None:
    """The same for a letter's plain text."""
    _show(top, host, lambda block: block.text, lambda embed: notice.is_over(embed, host.card.date))


def _in_html(html: str, host: Host, form: Callable[[Block], Form], ended: Collection[str]) -> str:
    if f"<{EMBED}" not in html:
        return html
    top = parse(html)
    _show(top, host, form, lambda embed: embed.attributes.get("data-until") in ended)
    return write(top)


def _show(parent: Element, host: Host, form: Callable[[Block], Form], is_gone: Callable[[Element], bool]) -> None:
    """From within, so that what a block holds is shown before the block is."""
    shown: list[Node] = []
    for child in parent.children:
        if not isinstance(child, Element):
            shown.append(child)
            continue
        if child.tag == EMBED and is_gone(child):
            continue
        _show(child, host, form, is_gone)
        block = BY_WORD.get(child.attributes.get("data-kind") or "") if child.tag == EMBED else None
        shown += form(block)(child, host) if block else child.children if child.tag == EMBED else [child]
    parent.children = shown
