"""The parts of a letter as they are, and its HTML as others will see it: what stands in frames, and what is copied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from posixpath import splitext

from audiencegen.content.tree import write
from audiencegen.mail.bare import bare_tree
from audiencegen.mail.reduction import letter_tree
from audiencegen.model import Issue
from audiencegen.outputs.issues import FOLDER
from audiencegen.outputs.share import FOLDER as SHARED
from audiencegen.preview.workbench.bench import filled
from audiencegen.preview.workbench.entry import entry_of
from audiencegen.preview.workbench.generation import HTML, Generation, Page
from audiencegen.preview.workbench.looks import LOOKS, at_home, looked_at

_TEXT = "text/plain; charset=utf-8"
_TYPES = {".html": HTML, ".eml": "message/rfc822", ".json": "application/json", ".jpg": "image/jpeg"}


def part(generation: Generation, name: str, look: str) -> Page:
    """`FOLDER/issue.html` and its like under `issues/`; with a `look`, its HTML as one of LOOKS."""
    path = f"{FOLDER}/{name}"
    if path in generation.outputs:
        content = generation.made(path)
        if look in LOOKS and name.endswith("/issue.html"):
            content = looked_at(content.decode("utf-8"), look, generation.site.frame).encode("utf-8")
        return Page(content, _TYPES.get(splitext(name)[1], _TEXT))
    folder, _, kind = name.partition("/")
    issue = next((issue for issue in generation.site.issues if issue.folder == folder), None)
    if issue is None or kind not in _MADE_HERE:
        return filled(generation, "lost", status=404)
    return Page(_MADE_HERE[kind](generation, issue).encode("utf-8"))


def kit_part(generation: Generation, name: str) -> Page:
    """`FOLDER/index.html` and its like under `share/`."""
    path = f"{SHARED}/{name}"
    if path not in generation.outputs:
        return filled(generation, "lost", status=404)
    return Page(generation.made(path), _TYPES.get(splitext(name)[1], _TEXT))


def _rich(generation: Generation, issue: Issue) -> str:
    """The words, links and pictures of a letter without its looks, to be pasted into an editor."""
    frame = generation.site.frame
    return write(bare_tree(frame, issue, letter_tree(frame, issue, generation.resolve(issue.post.body)))).strip()


def _feed_entry(generation: Generation, issue: Issue) -> str:
    """The text of its entry, as plainly as a feed reader shows it."""
    from markupsafe import Markup

    found = entry_of(generation, issue.post.card)
    shown = filled(generation, "entry", card=issue.post.card, text=Markup(found.html if found else ""))
    return at_home(shown.content.decode("utf-8"), generation.site.frame)


_MADE_HERE: Mapping[str, Callable[[Generation, Issue], str]] = {"rich.html": _rich, "entry.html": _feed_entry}
