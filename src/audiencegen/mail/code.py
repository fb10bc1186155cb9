"""Code in a letter: a tinted cell whose long lines wrap, with the colours of the highlighting inline."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from audiencegen.content.tree import Element
from audiencegen.mail.styles import Styles

TAB = 4  # `tab-size` is unknown to most mail programs

# The short class names of Pygments (pygments.token.STANDARD_TYPES) → the name of a style.
_GROUPS = MappingProxyType(
    {
        **dict.fromkeys("k kc kd kn kp kr kt ow".split(), "keyword"),
        **dict.fromkeys("s sa sb sc dl sd s2 se sh si sx sr s1 ss".split(), "string"),
        **dict.fromkeys("c ch cm cp cpf c1 cs gp go".split(), "comment"),
        **dict.fromkeys("m mb mf mh mi mo il l ld bp no".split(), "number"),
        **dict.fromkeys("nf fm nc nt nd ne nb na".split(), "name"),
        "gi": "inserted",
        **dict.fromkeys("gd gr err".split(), "deleted"),
    }
)


def code_block(pre: Element, styles: Styles, direction: str, last: bool) -> Element:
    """A `<pre>` in a cell that no long line can widen (its `max-width` is 0); code reads from the left always."""
    text = Element("code", styles.attributes("code", ("block-code",), "ltr"), list(_colored(pre, styles, _Column())))
    block = Element("pre", {"dir": "ltr", **styles.attributes("pre", ("pre",), "ltr")}, [text])
    return boxed("block", [block], styles, direction, last)


def boxed(name: str, content: list[Element | str], styles: Styles, direction: str, last: bool) -> Element:
    """A block with a ground of its own: a cell, since Word pads nothing else, in a block with its margins."""
    cell = Element("td", styles.attributes("td", (name,), direction), content)
    frame = {"role": "presentation", "width": "100%", "border": "0", "cellpadding": "0", "cellspacing": "0"}
    table = Element("table", {**frame, **styles.attributes("table", ("box",), direction)}, [Element("tr", {}, [cell])])
    names = ("box-frame", "last") if last else ("box-frame",)
    return Element("div", styles.attributes("div", names, direction), [table])


class _Column:
    """Where a line of code stands, so that tabs can become spaces."""

    def __init__(self) -> None:
        self.at = 0

    def expanded(self, text: str) -> str:
        shown = (" " * self.at + text).expandtabs(TAB)[self.at :]
        self.at = len(shown.rsplit("\n", 1)[-1]) + (0 if "\n" in shown else self.at)
        return shown


def _colored(element: Element, styles: Styles, column: _Column) -> Iterator[Element | str]:
    for child in element.children:
        if isinstance(child, str):
            yield column.expanded(child)
            continue
        inside = list(_colored(child, styles, column))
        group = next((_GROUPS[name] for name in child.classes if name in _GROUPS), "") if child.tag == "span" else ""
        if group:
            yield Element("span", styles.attributes("span", (group,), "ltr"), inside)
        elif child.tag in ("a", "br"):
            yield Element(child.tag, {"href": child.attributes["href"]} if child.tag == "a" else {}, inside)
        else:
            yield from inside
