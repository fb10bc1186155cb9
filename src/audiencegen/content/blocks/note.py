"""`::: note TITLE`: what stands beside the text, in a box.

::: note Before you come
Bring **boots**.
:::
"""

from __future__ import annotations

from audiencegen.content.blocks.kind import Behind, Block, Host, Node, content, paragraph, said
from audiencegen.content.tree import Element


def page(embed: Element, host: Host) -> list[Node]:
    """The same box that both dialects have for their own notes."""
    return [
        Element("div", {"class": "admonition note"}, [*paragraph(said(embed), "admonition-title"), *content(embed)])
    ]


def feed(embed: Element, host: Host) -> list[Node]:
    """A feed reader has no boxes; a quotation stands apart everywhere."""
    title = said(embed)
    head = paragraph([Element("strong", {}, title)]) if title else []
    return [Element("blockquote", {}, [*head, *content(embed)])]


BLOCK = Block("note", "::: note Before you come", page, feed, page, page, Behind.WORDS)
