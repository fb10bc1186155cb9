"""What a block for writers is: the word behind its three colons, and its form on the page, in feeds, in mail, in text.

A form is a function from the block as it was written, one `<ag-embed>`, and from where it is shown, to what stands
there. By then every address in it is that of the place. Classes say what is what; theme and letter style by them.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeGuard

from audiencegen.content.tree import Element
from audiencegen.model import Card, Frame
from audiencegen.values import Record, Struct

Node = Element | str

EMBED = "ag-embed"  # the element in a body; before the body is read, a division with this class
WORDS = "ag-words"  # the division of what stood behind the block's word


class Behind(Enum):
    """What may stand behind the word of a block, on the same line."""

    NOTHING = "nothing"
    WORDS = "words"
    WORDS_AND_DAY = "words, and until: with a date"
    FILE = "file"
    FILM = "film"
    PART = "part"


class Host(Struct, frozen=True):
    """Where a block is shown: the site, the post, and on a page the style sheet of what stands in a frame."""

    frame: Frame
    card: Card
    sheet: str = ""

    def word(self, key: str, /, **given: str) -> str:
        """A word of the theme, its braces filled."""
        words = self.frame.words.get("blocks") or Record()
        return str(words.get(key, "")).format(**given)


Form = Callable[[Element, Host], list[Node]]


class Block(Struct, frozen=True):
    """One kind of block. `needs` is a tag that its content has to have; what is `alone` has no content, and no end."""

    word: str
    example: str
    page: Form
    feed: Form
    mail: Form
    text: Form
    behind: Behind = Behind.NOTHING
    needs: str = ""
    alone: bool = False


def is_element(node: Node, *tags: str) -> TypeGuard[Element]:
    return isinstance(node, Element) and node.tag in tags


def said(embed: Element) -> list[Node]:
    """What stood behind the word, as it stands within a line."""
    return next((line(child.children) for child in embed.children if _is_words(child)), [])


def content(embed: Element) -> list[Node]:
    """What stands between the block's first line and its end."""
    return [child for child in embed.children if not _is_words(child) and (isinstance(child, Element) or child.strip())]


def line(nodes: list[Node]) -> list[Node]:
    """Paragraphs as lines of one; nothing else changes."""
    lines: list[Node] = []
    for node in nodes:
        if isinstance(node, str) and not node.strip():
            continue
        lines += [Element("br")] if lines else []
        lines += node.children if isinstance(node, Element) and node.tag == "p" else [node]
    return lines


def pictures_and_words(embed: Element) -> tuple[list[Element], list[Node]]:
    """The pictures of a block, linked ones with their links, and its other content without them."""
    pictures: list[Element] = []
    words: list[Node] = []
    for node in content(embed):
        if isinstance(node, Element) and node.tag not in ("p", "img"):
            words.append(node)
            continue
        inside = node.children if is_element(node, "p") else [node]
        pictures += [child for child in inside if _is_picture(child)]
        rest = [child for child in inside if not _is_picture(child)]
        while rest and (is_element(rest[0], "br") or rest[0] in ("", "\n")):
            del rest[0]
        if any(isinstance(child, Element) or child.strip() for child in rest):
            words.append(Element("p", {}, rest))
    return pictures, words


def plain(nodes: list[Node]) -> str:
    """The words of nodes, on one line."""
    return " ".join("".join(node.text() if isinstance(node, Element) else node for node in nodes).split())


def paragraph(nodes: list[Node], name: str = "") -> list[Node]:
    """One paragraph, if there is anything in it."""
    return [Element("p", {"class": name} if name else {}, nodes)] if nodes else []


def caption(words: list[Node]) -> list[Node]:
    """What stands below a picture on a page."""
    return [Element("figcaption", {}, line(words))] if words else []


def caption_in_mail(words: list[Node]) -> list[Node]:
    """The same where nobody knows figures."""
    return (
        [
            Element(
                "p" if all(is_element(word, "p") for word in words) else "div", {"class": "figure-caption"}, line(words)
            )
        ]
        if words
        else []
    )


def _is_words(node: Node) -> TypeGuard[Element]:
    return isinstance(node, Element) and WORDS in node.classes


def _is_picture(node: Node) -> TypeGuard[Element]:
    return is_element(node, "img") or (is_element(node, "a") and any(node.find("img")) and not node.text().strip())
