"""Whether a peer did the whole job: whoever leaves out a part of it is quick without merit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.corpus import Draft

_PAGE, _FEED = 10, 20


def missing(site: Path, drafts: Sequence[Draft]) -> str:
    """What is missing in a site that was built, "" when nothing is."""
    return "; ".join(_missing(site, drafts))


def _missing(site: Path, drafts: Sequence[Draft]) -> Iterator[str]:
    absent = [draft.slug for draft in drafts if not (site / "posts" / draft.slug / "index.html").is_file()]
    if absent:
        yield f"{len(absent)} posts have no page"
    further = -(-len(drafts) // _PAGE) - 1
    if not (site / "index.html").is_file() or len(list(site.glob("page/*/index.html"))) != further:
        yield "the home list has not the pages it should have"
    tags = {tag for draft in drafts for tag in draft.tags}
    if any(not (site / "tags" / tag / "index.html").is_file() for tag in tags):
        yield "a tag has no page"
    if _text(site / "sitemap.xml").count("<loc>") < len(drafts):
        yield "the sitemap does not hold all posts"
    newest = drafts[-_FEED:]
    feed = _text(site / "feed.xml")
    if feed.count("<item>") != len(newest) or len(feed) < sum(len(draft.text) for draft in newest):
        yield "the feed does not hold the whole text of the newest posts"
    if any("<span class=" not in _page(site, draft) for draft in drafts if "```" in draft.text):
        yield "code is not highlighted"


def _page(site: Path, draft: Draft) -> str:
    return _text(site / "posts" / draft.slug / "index.html")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
