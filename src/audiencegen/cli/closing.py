"""What a build says at its end: what was made, what waits, what to do next."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from audiencegen.build.newest import in_words
from audiencegen.build.places import Places
from audiencegen.build.publish import Published
from audiencegen.build.summary import Summary, backup_due


def closing(site: Summary, done: Published, places: Places, now: float) -> str:
    """The closing paragraph, in plain words."""
    folder = places.output.name
    rows = [_made(site, done), *_letters(site, folder), *_waiting(site), *_list(site, now), _next(site, done, folder)]
    return "\n".join(row for row in rows if row)


def facts(site: Summary, done: Published) -> dict[str, Any]:
    """The same for programs. `next_change` is when the site needs a build although nobody wrote anything."""
    return {
        "posts": site.posts,
        "pages": site.pages,
        "letters": site.letters,
        "written": sorted(done.written),
        "deleted": sorted(done.deleted),
        "unchanged": done.unchanged,
        "next_change": site.next_change,
    }


def _made(site: Summary, done: Published) -> str:
    things = ((site.posts, "post"), (site.pages, "page"), (len(site.letters), "letter"), (site.feeds, "feed"))
    made = ", ".join(_count(number, thing) for number, thing in things)
    changed = f"{_count(len(done.written), 'file')} written" if done.written else "nothing had changed"
    deleted = f", {_count(len(done.deleted), 'file')} deleted" if done.deleted else ""
    return f"Built {made}: {changed}{deleted}."


def _letters(site: Summary, folder: str) -> list[str]:
    if not site.newest:
        return []
    subject, letter = site.newest
    rows = [f"The newest letter is “{subject}”; to hand it over, open {folder}/issues/{letter}/index.html"]
    if not site.has_sender:
        rows.append("Add `issues: {sender: …}` to audiencegen.yaml to get it as a mail (issue.eml), too.")
    if any(site.to_mend):
        rows.append(f"The newest letter has {in_words(*site.to_mend)}; audiencegen check shows them.")
    return rows


def _waiting(site: Summary) -> list[str]:
    rows = []
    if site.drafts:
        titles = ", ".join(f"“{title}”" for title in site.drafts[:3]) + (" …" if len(site.drafts) > 3 else "")
        rows.append(f"{_count(len(site.drafts), 'draft')} waiting: {titles}")
    for title, day in site.scheduled:
        rows.append(f"“{title}” is due on {day}; its letter is ready, its page needs a build then.")
    return rows


def _list(site: Summary, now: float) -> list[str]:
    if site.readers is None:
        return ["No list of readers yet: audiencegen people add NAME@EXAMPLE.ORG"]
    rows = [f"{_count(site.readers, 'reader')} on your list: private/subscribers.csv (keep it to yourself)."]
    if site.held:
        rows = ["Nobody is mailed: your list was put back from a backup; audiencegen people doctor says what to do."]
    due = backup_due(site)
    if due is not None and due <= now:
        since = datetime.fromtimestamp(site.not_backed_up_since or 0, UTC)
        rows.append(f"Your list has news since {since:%Y-%m-%d} that are in no backup: audiencegen people backup")
    return rows


def _next(site: Summary, done: Published, folder: str) -> str:
    if not done.written and not done.deleted:
        return ""
    if site.showing_drafts:
        return f"Look at {folder}/site/index.html; it shows what is not published, so it is for your eyes only."
    return f"Next: look at {folder}/site/index.html, then put {folder}/site/ (and only that) online."


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
