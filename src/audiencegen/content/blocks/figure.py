"""`::: figure`: one picture or several with what is to be said of them below.

::: figure
![A red boat](boat.jpg)

The boat on the morning *after* the storm.
:::
"""

from __future__ import annotations

from audiencegen.content.blocks.kind import (
    Block,
    Host,
    Node,
    caption,
    caption_in_mail,
    line,
    paragraph,
    pictures_and_words,
    plain,
)
from audiencegen.content.tree import Element


def page(embed: Element, host: Host) -> list[Node]:
    pictures, words = pictures_and_words(embed)
    return [Element("figure", {}, [*pictures, *caption(words)])]


def mail(embed: Element, host: Host) -> list[Node]:
    pictures, words = pictures_and_words(embed)
    shown: list[Node] = [Element("p", {}, [picture]) for picture in pictures]
    return [Element("div", {"class": "figure"}, shown), *caption_in_mail(words)]


def text(embed: Element, host: Host) -> list[Node]:
    """The descriptions, each on a line of its own, and the caption unless it only repeats them."""
    pictures, words = pictures_and_words(embed)
    shown = [node for picture in pictures for node in paragraph([picture])]
    alts = {alt for picture in pictures for one in picture.find("img") if (alt := one.attributes.get("alt"))}
    return [*shown, *([] if plain(words) in alts else paragraph(line(words)))]


BLOCK = Block("figure", "::: figure", page, page, mail, text, needs="img")
