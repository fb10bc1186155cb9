"""What stands below one another in a text: the elements that are blocks, and the blocks that an element holds."""

from __future__ import annotations

from audiencegen.content.tree import Element

BLOCKS = frozenset("blockquote div dl h1 h2 h3 h4 h5 h6 hr ol p pre table ul".split())


def parts(parent: Element) -> list[Element]:
    """The blocks of an element; runs of words and inline elements between them become paragraphs."""
    found: list[Element] = []
    loose: list[Element | str] = []
    for child in parent.children:
        if isinstance(child, Element) and child.tag in BLOCKS:
            found += _paragraph(loose)
            found.append(child)
            loose = []
        else:
            loose.append(child)
    return found + _paragraph(loose)


def _paragraph(loose: list[Element | str]) -> list[Element]:
    says_something = any(isinstance(node, Element) or node.strip() for node in loose)
    return [Element("p", {}, loose)] if says_something else []
