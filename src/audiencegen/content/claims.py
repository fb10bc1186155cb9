"""Every address of the site is given to its owner; what two want is an error that names both.

What the site makes itself comes first, then files, posts and pages, aliases: so the place of an error is always a
file that the writer can change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from audiencegen.config import Config
from audiencegen.content import feeds, urls
from audiencegen.content.addresses import AddressBook
from audiencegen.content.episodes import chapters_address
from audiencegen.content.naming import NAMING, Named, shown
from audiencegen.content.resolve import file_address
from audiencegen.content.terms import Glossary
from audiencegen.model import Kind, Redirect, TermKey
from audiencegen.problems import Problem, error

STATIC = "static/"
_ONE_TERM = {"tags": "tag", "categories": "category", "authors": "author", "series": "series"}


def claim_lists(book: AddressBook, listed: Sequence[Named], words: Glossary, page_size: int) -> list[Problem]:
    """Claim the pages of the home list and of the terms that listed posts carry, the only ones that have a page.

    The problems are terms that are too long for an address.
    """
    for number in range(2, -(-len(listed) // page_size) + 1):
        book.claim(urls.page_number_address(number), f"page {number} of the home page")
    problems: dict[str, Problem] = {}
    carriers = {key: entry.path for entry in listed for key in words.carried(entry.head)}
    for key, path in carriers.items():
        if urls.too_long(key.address):
            message = f"this {_ONE_TERM[key.kind]} is too long for an address: {key.name[:40]}…"
            problems[key.address] = error("term-too-long", message, "use a shorter one", file=path, find=key.name)
        _claim_term(book, key)
    return list(problems.values())


def claim_archives(book: AddressBook, listed: Sequence[Named], config: Config) -> None:
    """Claim the archives of the site's feeds."""
    dated = sorted(listed, key=lambda entry: (entry.date is None, entry.date, entry.path), reverse=True)
    weights = [entry.manuscript.outline.weight for entry in dated]
    for number, _ in enumerate(feeds.archives(weights, config.feeds), start=1):
        for form, _ in urls.FEED_ARCHIVES:
            book.claim(urls.feed_archive(form, number), f"archive {number} of the feeds")


def _claim_term(book: AddressBook, key: TermKey) -> None:
    owner = f"the page of the {_ONE_TERM[key.kind]} “{key.name}”"
    book.claim(f"/{key.kind}/", f"the list of all {key.kind}")
    book.claim(key.address, owner)
    book.claim(key.feed, owner)


def claim_podcast(book: AddressBook, entries: Sequence[Named], listed: Sequence[Named], config: Config) -> None:
    """Claim the chapters of every recording, and the podcast's feed and page as soon as it has an episode.

    A page of the writer's own at the podcast's address takes the place of ours.
    """
    for entry in entries:
        if entry.head.audio and entry.head.chapters:
            book.claim(chapters_address(entry.address), f"the chapters of {shown(entry.path, config)}")
    if config.podcast.wanted and any(entry.head.audio for entry in listed):
        book.claim(urls.PODCAST_FEED, "the feed of the podcast")
        if all(urls.folded(entry.address) != urls.PODCAST for entry in entries):
            book.claim(urls.PODCAST, "the page of the podcast")


def claim_files(book: AddressBook, paths: Iterable[str], config: Config) -> list[Problem]:
    """Claim the addresses of files that are published as they are."""
    problems: list[Problem] = []
    for path in sorted(paths):
        address = file_address(path)
        owner = book.claim(address, shown(path, config))
        if owner:
            message = f"the address {address} is taken by {owner}"
            hint = "rename it, or move it to another folder; one address cannot be two things"
            problems.append(error("address-taken", message, hint, file=path))
    return problems


def claim_pages(book: AddressBook, entries: Iterable[Named], config: Config) -> list[Problem]:
    """Claim the address of every post and page."""
    problems: list[Problem] = []
    for entry in entries:
        owner = book.claim(entry.address, shown(entry.path, config))
        if owner:
            decides = NAMING if entry.kind is Kind.POST else NAMING[:2]
            message = f"the address {entry.address} is taken by {owner}"
            hint = "give it another `slug:` or `permalink:`; one address cannot be two things"
            place = entry.manuscript.at(*decides)
            problems.append(error("address-taken", message, hint, file=entry.path, **place))
    return problems


def claim_aliases(
    book: AddressBook, entries: Sequence[Named], config: Config
) -> tuple[tuple[Redirect, ...], list[Problem]]:
    """Claim the old addresses of posts and pages, and lead them to the present ones."""
    redirects: dict[str, Redirect] = {}
    problems: list[Problem] = []
    for entry in (entry for entry in entries if entry.head.aliases):
        since = entry.manuscript.at("aliases").get("line", 1)
        for alias in entry.head.aliases:
            old = urls.address_of(alias)
            if urls.folded(old) == urls.folded(entry.address):
                continue  # an alias of the present address asks for nothing
            wrong = _wrong_alias(alias, old)
            owner = None if wrong else book.claim(old, f"an alias of {shown(entry.path, config)}")
            if owner:
                wrong = f"the alias {alias} is taken by {owner}", "remove the alias; one address cannot be two things"
            if wrong:
                problems.append(error("alias", *wrong, file=entry.path, find=alias, since=since))
            redirects[urls.folded(old)] = Redirect(old, entry.address)
    return tuple(redirects[key] for key in sorted(redirects)), problems


def claim_door(book: AddressBook) -> tuple[str, ...]:
    """Claim the pages around subscribing, last of all: those that the writer has written are the writer's."""
    owners = {
        urls.SUBSCRIBE: "the page to subscribe",
        urls.THANKS: "the page after subscribing",
        urls.WELCOME: "the page for new readers",
    }
    return tuple(address for address, owner in owners.items() if book.claim(address, owner) is None)


def _wrong_alias(alias: str, old: str) -> tuple[str, str] | None:
    if urls.is_external(alias):
        path = urls.address_of(re.sub(r"^[^/]*//[^/]*", "", alias))
        return "an alias is a path of this site, without its host", f"write it as {path}"
    if urls.too_long(old):
        return "this alias is longer than the name of a file can be", "remove it"
    return None
