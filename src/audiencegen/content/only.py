"""Here only, there only: `::: mail` and `::: web` up to `:::`, `::: cut`, where the letter stops, and
`::: corrections`, where it says what was wrong in earlier posts.

In the text they become divisions with a class, see `blocks.marks`; on the tree a page and a feed drop what is for the
mail, and the mail what is for the web.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from audiencegen.content.tree import Element, parse, write

MAIL, WEB, CUT, CORRECTIONS = "only-mail", "only-web", "mail-cut", "mail-corrections"


def for_web(html: str) -> str:
    """The HTML of a body without what is for the mail."""
    # Asked of every body: two looks, for what the four begin with.
    if 'class="only-' not in html and 'class="mail-' not in html:
        return html
    if not any(f'class="{name}"' in html for name in (MAIL, WEB, CUT, CORRECTIONS)):
        return html
    top = parse(html)
    _sift(top, gone=frozenset({MAIL, CUT, CORRECTIONS}), open_=WEB)
    return write(top)


def for_mail(top: Element, rest: Callable[[], Element | None], corrections: Sequence[Element] = ()) -> None:
    """The same for a letter, in place. At a cut stands the answer of `rest`; nothing is cut when that is None.

    What is corrected in other posts stands where the writer wants it.
    """
    for place in top.walk():
        if _is(place, CORRECTIONS):
            place.attributes, place.children = {}, list(corrections)
    _sift(top, gone=frozenset({WEB}), open_=MAIL)
    at = next((at for at, child in enumerate(top.children) if _is(child, CUT)), None)
    pointer = rest() if at is not None else None
    if at is not None and pointer is not None:
        kept = top.children[:at]
        notes = [
            _noted(child, kept) for child in top.children[at:] if isinstance(child, Element) and _is(child, "footnotes")
        ]
        top.children = [*kept, pointer, *(note for note in notes if any(note.find("li")))]
    _sift(top, gone=frozenset({CUT}), open_="")


def _sift(parent: Element, gone: frozenset[str], open_: str) -> None:
    """Drop the divisions of some classes, and put the content of another in its place."""
    kept: list[Element | str] = []
    for child in parent.children:
        if isinstance(child, Element):
            if any(_is(child, name) for name in gone):
                continue
            _sift(child, gone, open_)
            kept += child.children if open_ and _is(child, open_) else [child]
        else:
            kept.append(child)
    parent.children = kept


def _is(child: Element | str, name: str) -> bool:
    return isinstance(child, Element) and child.tag == "div" and name in child.classes


def _noted(notes: Element, kept: list[Element | str]) -> Element:
    """The notes that what is kept refers to. They are numbered as they come, so these are the first."""
    links = (link for part in kept if isinstance(part, Element) for link in part.find("a"))
    wanted = {
        (link.attributes.get("href") or "").rpartition("#")[2] for link in links if "footnote-ref" in link.classes
    }
    for items in notes.find("ol"):
        items.children = [
            item for item in items.children if not isinstance(item, Element) or item.attributes.get("id") in wanted
        ]
    return notes
