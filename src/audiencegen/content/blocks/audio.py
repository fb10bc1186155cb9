"""`::: audio FILE`: something to listen to, with what is to be said of it, and with a picture if one is given.

::: audio talk.mp3
![Wenke at the microphone](wenke.jpg)

Wenke reads the letter, eleven minutes.
:::
"""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from audiencegen.content.blocks.kind import Behind, Block, Host, Node, line, paragraph, pictures_and_words, plain
from audiencegen.content.tree import Element


def page(embed: Element, host: Host) -> list[Node]:
    pictures, words = pictures_and_words(embed)
    return [player(embed.attributes.get("src") or "", pictures, words, host)]


def player(address: str, pictures: list[Element], words: list[Node], host: Host) -> Element:
    """The browser's own player, which fetches nothing before it is asked to, and the file as a plain link."""
    name = plain(words) or file_name(address)
    controls: dict[str, str | None] = {"controls": "", "preload": "none", "src": address, "aria-label": name}
    link = Element("a", {"href": address, "download": ""}, [host.word("download", name=file_name(address))])
    below = [*line(words), *([" "] if words else []), link]
    inside: list[Node] = [*pictures, Element("audio", controls), Element("figcaption", {}, below)]
    return Element("figure", {"class": "audio"}, inside)


def linked(embed: Element, host: Host) -> list[Node]:
    """Where nothing is played: the picture and the words, both of which lead to the recording."""
    pictures, words = pictures_and_words(embed)
    address = embed.attributes.get("src") or ""
    shown = [one for picture in pictures for one in picture.find("img")]
    listen = host.word("listen", name=plain(words) or file_name(address))
    link = Element("a", {"href": address}, [*shown[:1], *([Element("br")] if shown else []), listen])
    return paragraph([link])


def text(embed: Element, host: Host) -> list[Node]:
    _, words = pictures_and_words(embed)
    address = embed.attributes.get("src") or ""
    listen = host.word("listen", name=plain(words) or file_name(address))
    return paragraph([listen, Element("br"), Element("a", {"href": address}, [address])])


def file_name(address: str) -> str:
    return PurePosixPath(unquote(urlsplit(address).path)).name


BLOCK = Block("audio", "::: audio talk.mp3", page, linked, linked, text, Behind.FILE)
