"""What a build says at its end: what was made, what waits, what to do next."""

from __future__ import annotations

from typing import Any

from audiencegen.build.places import Places
from audiencegen.build.publish import Published
from audiencegen.cli.newest import closing_line
from audiencegen.config import Config
from audiencegen.model import Card, Readers, Site, State


def closing(site: Site, done: Published, readers: Readers | None, places: Places, config: Config) -> str:
    """The closing paragraph, in plain words."""
    letters, waiting = _letters(site, places, config), _waiting(site)
    rows = [_made(site, done), *letters, *waiting, _list(readers), _next(site, done, places)]
    return "\n".join(row for row in rows if row)


def facts(site: Site, done: Published) -> dict[str, Any]:
    """The same for programs. `next_change` is when the site needs a build although nobody wrote anything."""
    return {
        "posts": len(site.posts),
        "pages": len(site.pages),
        "letters": [issue.folder for issue in site.issues],
        "written": sorted(done.written),
        "deleted": sorted(done.deleted),
        "unchanged": done.unchanged,
        "next_change": site.frame.stamp(site.next_change) if site.next_change else None,
    }


def _made(site: Site, done: Published) -> str:
    made = ", ".join(
        (
            _count(len(site.posts), "post"),
            _count(len(site.pages), "page"),
            _count(len(site.issues), "letter"),
            _count(len(site.terms) + 3, "feed"),
        )
    )
    changed = f"{_count(len(done.written), 'file')} written" if done.written else "nothing had changed"
    deleted = f", {_count(len(done.deleted), 'file')} deleted" if done.deleted else ""
    return f"Built {made}: {changed}{deleted}."


def _letters(site: Site, places: Places, config: Config) -> list[str]:
    newest = next((issue for issue in site.issues if issue.post.card.state is not State.SCHEDULED), None)
    if newest is None:
        return []
    rows = [f"The newest letter is “{newest.subject}”, in {places.output.name}/issues/{newest.folder}/"]
    if config.issues.imprint.sender is None:
        rows.append("Add `issues: {sender: …}` to audiencegen.yaml to get it as a mail (issue.eml), too.")
    return [*rows, closing_line(places, config)]


def _waiting(site: Site) -> list[str]:
    drafts = [card for card in site.waiting if card.state is State.DRAFT]
    rows = []
    if drafts:
        titles = ", ".join(f"“{card.title}”" for card in drafts[:3]) + (" …" if len(drafts) > 3 else "")
        rows.append(f"{_count(len(drafts), 'draft')} waiting: {titles}")
    for card in _scheduled(site):
        day = site.frame.day(card.date) if card.date else ""
        rows.append(f"“{card.title}” is due on {day}; its letter is ready, its page needs a build then.")
    return rows


def _list(readers: Readers | None) -> str:
    if readers is None:
        return "No list of readers yet: audiencegen people add NAME@EXAMPLE.ORG"
    return f"{_count(readers.count, 'reader')} on your list: private/subscribers.csv (keep it to yourself)."


def _next(site: Site, done: Published, places: Places) -> str:
    folder = places.output.name
    if not done.written and not done.deleted:
        return ""
    if site.frame.showing_drafts:
        return f"Look at {folder}/site/index.html; it shows what is not published, so it is for your eyes only."
    return f"Next: look at {folder}/site/index.html, then put {folder}/site/ (and only that) online."


def _scheduled(site: Site) -> list[Card]:
    return [card for card in site.waiting if card.state is State.SCHEDULED]


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
