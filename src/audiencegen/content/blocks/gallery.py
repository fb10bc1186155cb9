"""`::: gallery`: pictures side by side, each of which leads to itself in full.

::: gallery
![The harbour](harbour.jpg)
![Ropes](ropes.jpg)

Two mornings on the quay.
:::
"""

from __future__ import annotations

from audiencegen.content.blocks.figure import mail, text
from audiencegen.content.blocks.kind import Block, Host, Node, caption, is_element, pictures_and_words
from audiencegen.content.tree import Element


def page(embed: Element, host: Host) -> list[Node]:
    pictures, words = pictures_and_words(embed)
    items: list[Node] = [Element("li", {}, [_linked(picture)]) for picture in pictures]
    return [Element("figure", {"class": "gallery"}, [Element("ul", {}, items), *caption(words)])]


def feed(embed: Element, host: Host) -> list[Node]:
    """One below the other: no feed reader has our grid."""
    pictures, words = pictures_and_words(embed)
    shown: list[Node] = [Element("p", {}, [_linked(picture)]) for picture in pictures]
    return [Element("figure", {}, [*shown, *caption(words)])]


def _linked(picture: Element) -> Element:
    source = picture.attributes.get("src")
    if is_element(picture, "a") or not source:
        return picture
    # A link must have a name to be read out.
    name = {} if picture.attributes.get("alt") else {"aria-label": source.rpartition("/")[2]}
    return Element("a", {"href": source, **name}, [picture])


BLOCK = Block("gallery", "::: gallery", page, feed, mail, text, needs="img")
