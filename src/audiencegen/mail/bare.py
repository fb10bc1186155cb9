"""A letter's text as HTML without a single style: what an editor that takes rich text keeps of a letter anyway.

The tags are those of a page of prose. Boxes become quotes, blocks that only hold others are gone.
"""

from __future__ import annotations

from audiencegen.content.tree import Element
from audiencegen.mail.particulars import particulars, words_of
from audiencegen.model import Credit, Frame, Issue

Node = Element | str

_KEPT = frozenset({"alt", "colspan", "dir", "height", "href", "lang", "rowspan", "src", "start", "title", "width"})
_UNWRAPPED = frozenset({"", "div", "span", "tbody", "tfoot", "thead"})


def bare_tree(frame: Frame, issue: Issue, tree: Element) -> Element:
    """The reduced tree of a letter and its thanks, without what the template says around them."""
    text = Element("", {}, _content(tree))
    if issue.post.credits:
        text.children.append(_thanks(frame, issue.post.credits))
    return text


def foot(frame: Frame, issue: Issue, unsubscribe: str) -> Element:
    """What a letter says at its end, for a service that has no template of ours around the text."""
    names, words = particulars(frame, issue), words_of(frame)
    join: list[Node] = [f"{words['forwarded']} ", _link(names["join"], str(words["subscribe"]))]
    leave: list[Node] = [f"{str(words['reason']).format(title=frame.title)} ", _link(unsubscribe, words["unsubscribe"])]
    address = issue.imprint.postal_address
    blocks: list[Node] = [Element("hr"), Element("p", {}, join), Element("p", {}, leave)]
    return Element("", {}, [*blocks, Element("p", {}, [address])] if address else blocks)


def _content(parent: Element) -> list[Node]:
    nodes: list[Node] = []
    for child in parent.children:
        nodes += _bare(child) if isinstance(child, Element) else [str(child)]
    return nodes


def _bare(element: Element) -> list[Node]:
    inside = _content(element)
    if "admonition" in element.classes:
        return [Element("blockquote", {}, inside)]
    if "footnotes" in element.classes:
        return [Element("hr"), *inside]
    if element.tag in _UNWRAPPED:
        return inside
    if "admonition-title" in element.classes:
        inside = [Element("strong", {}, inside)]
    given = element.attributes.items()
    kept: dict[str, str | None] = {name: value for name, value in given if name in _KEPT and value}
    kept |= {"alt": element.attributes.get("alt") or ""} if element.tag == "img" else {}
    return [Element(element.tag, kept, inside)]


def _thanks(frame: Frame, credits: tuple[Credit, ...]) -> Element:
    words: list[Node] = [f"{words_of(frame)['thanks']} "]
    for number, credit in enumerate(credits, 1):
        words.append(_link(frame.absolute(credit.url), credit.name) if credit.url else credit.name)
        words += [f" ({credit.reason})"] if credit.reason else []
        words.append("." if number == len(credits) else "; ")
    return Element("p", {}, [Element("em", {}, words)])


def _link(url: str, words: object) -> Element:
    return Element("a", {"href": url}, [str(words)])
