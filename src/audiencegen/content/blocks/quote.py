"""`::: quote WHO`: what a reader said, and who it was.

::: quote Hanne, who keeps the [lighthouse](https://example.org)
I read it to my father. He has **opinions**.
:::
"""

from __future__ import annotations

from audiencegen.content.blocks.kind import Behind, Block, Host, Node, content, paragraph, said
from audiencegen.content.tree import Element


def page(embed: Element, host: Host) -> list[Node]:
    who = said(embed)
    below: list[Node] = [Element("figcaption", {}, who)] if who else []
    return [Element("figure", {"class": "quote"}, [Element("blockquote", {}, content(embed)), *below])]


def mail(embed: Element, host: Host) -> list[Node]:
    who = said(embed)
    below = paragraph(["— ", *who], "said-by") if who else []
    return [Element("blockquote", {}, [*content(embed), *below])]


BLOCK = Block("quote", "::: quote Hanne, who keeps the lighthouse", page, mail, mail, mail, Behind.WORDS)
