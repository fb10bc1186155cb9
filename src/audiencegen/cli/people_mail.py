"""`people read-mail`: what a mailbox asks for, shown in plain words, then done after asking, in one transaction."""

from __future__ import annotations

import argparse
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audiencegen.cli import UsageError
from audiencegen.cli.people_one import agreed, people, project
from audiencegen.cli.terminal import Terminal
from audiencegen.people.person import Address, NotAnAddress, Person, address
from audiencegen.people.store import KEY_SIZE, Store, reading, writing
from audiencegen.problems import ProjectError, error

if TYPE_CHECKING:
    from audiencegen.people.granting import Answer
    from audiencegen.people.wishes import Phrases, Unasked, Wish

_SHOWN = 10  # addresses or subjects below one line


def read_mail(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Take in the wishes of a mailbox: show, ask, do. In a pipe only --yes does."""
    from audiencegen.people.wishes import wish_of

    folder = project(arguments)
    phrases = phrases_of(folder, arguments.checked_by)
    servers: Counter[str] = Counter()
    read = [wish_of(_noted(mail, servers), phrases, arguments.now) for mail in _mails(folder / arguments.mailbox)]
    wishes, others = _parted(read)
    with reading(folder) as store:
        answers = _answers(store, wishes)
    for line in (*preview(arguments.mailbox, len(read), answers, others), *_advice(answers, phrases, servers)):
        terminal.say(line)
    if arguments.dry_run or not any(one.event for one in answers):
        terminal.say("Nothing was changed." if arguments.dry_run else "There is nothing new to do.")
        return 0
    if not arguments.yes and not terminal.interactive:
        raise UsageError("nothing was changed: in a script, add --yes")
    if not arguments.yes and not agreed(terminal, "Shall I?"):
        terminal.say("Nothing was changed.")
        return 0
    _apply(folder, wishes, arguments, terminal)
    return 0


def preview(name: str, count: int, answers: Sequence[Answer], others: Sequence[Unasked]) -> Iterator[str]:
    """What a mailbox holds and what follows from it, line by line; the numbers add up to its mails."""
    from audiencegen.people.granting import Follows
    from audiencegen.people.wishes import Skipped

    yield f"{Path(name).name}: {'1 mail' if count == 1 else f'{count} mails'}."
    yield ""
    for follows in Follows:
        those = [one.wish for one in answers if one.follows is follows]
        if those:
            yield f"{len(those):>8}  {follows.value}"
            yield from _listed(dict.fromkeys(map(_in_words, those)))
    for reason in Skipped:
        passed = [one for one in others if one.reason is reason]
        if passed:
            yield f"{len(passed):>8}  {reason.value}"
        if reason in (Skipped.ANSWER, Skipped.UNCLEAR):
            yield from _listed(dict.fromkeys(f"{one.who}: {one.subject}" for one in passed))
    yield ""


def phrases_of(folder: Path, checked_by: str) -> Phrases:
    """The words by which this site's mails ask, in its own language and in English."""
    from audiencegen.build.configured import read_config
    from audiencegen.build.themes import find
    from audiencegen.people.wishes import Phrases, matter
    from audiencegen.theme import FALLBACK_LANGUAGE

    config, _ = read_config(folder)
    theme = find(folder, config.theme).theme
    words = [theme.words_for(language) for language in (config.language, FALLBACK_LANGUAGE)]
    imprint = config.issues.imprint
    mailboxes = [mailbox.address for mailbox in (imprint.sender, imprint.reply_to) if mailbox]
    own = [config.door.mail, *mailboxes, *(author.email for author in config.authors)]
    return Phrases(
        subscribe=frozenset(
            {"subscribe", *(matter(str(one["subscribe_subject"]).format(title=config.title)) for one in words)}
        ),
        unsubscribe=frozenset({"unsubscribe", *(matter(str(one["mail"]["unsubscribe_subject"])) for one in words)}),
        via=str(words[0]["subscribe_via"]),
        own=frozenset(_compared(own)),
        checked_by=checked_by or config.checked_by,
    )


def _compared(addresses: Iterable[str]) -> Iterator[str]:
    for text in addresses:
        try:
            yield address(text).compared
        except NotAnAddress:
            continue


def _mails(path: Path) -> Iterator[bytes]:
    """Every mail of an mbox, a Maildir, or a folder of `.eml` files."""
    from audiencegen.people.wishes import KEPT, mails_of

    try:
        if not path.is_dir():
            with path.open("rb") as file:
                yield from mails_of(file)
            return
        for one in _files(path):
            with one.open("rb") as file:
                yield file.read(KEPT)
    except OSError as fault:
        hint = "give an mbox file or a Maildir, as in: audiencegen people read-mail ~/Mail/letters"
        raise ProjectError(error("people", f"{path.name} cannot be read: {fault.strerror}", hint)) from fault


def _files(folder: Path) -> list[Path]:
    boxes = [folder / name for name in ("cur", "new") if (folder / name).is_dir()]
    found = [one for box in boxes for one in box.iterdir()] if boxes else list(folder.glob("*.eml"))
    files = sorted(one for one in found if one.is_file() and not one.name.startswith("."))
    if not files and not boxes:
        hint = "a Maildir has the folders cur and new; else give an mbox file, or a folder of .eml files"
        raise ProjectError(error("people", f"{folder.name} is no mailbox", hint))
    return files


def _noted(mail: bytes, servers: Counter[str]) -> bytes:
    from audiencegen.people.wishes import server_named

    server = server_named(mail)
    if server:
        servers[server] += 1
    return mail


def _parted(read: Iterable[Wish | Unasked]) -> tuple[list[Wish], list[Unasked]]:
    from audiencegen.people.wishes import Wish

    wishes: list[Wish] = []
    others: list[Unasked] = []
    for one in read:
        if isinstance(one, Wish):
            wishes.append(one)
        else:
            others.append(one)
    return wishes, others


def _answers(store: Store | None, wishes: Sequence[Wish]) -> tuple[Answer, ...]:
    from audiencegen.people.granting import answer

    if store is None:
        return answer(wishes, Person, lambda whose: frozenset())
    return answer(wishes, store.standing, _proofs(store, {wish.who.compared for wish in wishes}))


def _proofs(store: Store, whose: set[str]) -> Callable[[Address], frozenset[str]]:
    kept = {
        who.compared: frozenset(event.proof for event in events)
        for who, events in store.histories()
        if who.compared in whose
    }
    return lambda who: kept.get(who.compared, frozenset())


def _advice(answers: Sequence[Answer], phrases: Phrases, servers: Counter[str]) -> Iterator[str]:
    """Why nobody could be confirmed, where that is so."""
    from audiencegen.people.granting import Follows

    if not any(one.follows in (Follows.WAITS, Follows.UNPROVEN) for one in answers):
        return
    if not phrases.checked_by and servers:
        named = ", ".join(name for name, _ in servers.most_common(3))
        yield f"Most of these mails say that they were checked by: {named}. If that is your own mail server, name it:"
        yield f"--checked-by {servers.most_common(1)[0][0]}, or `checked_by` below `subscribe` in audiencegen.yaml."
    yield 'When you know that it was them: audiencegen people add EMAIL --consent "…". Else answer, and ask.'
    yield ""


def _apply(folder: Path, wishes: Sequence[Wish], arguments: argparse.Namespace, terminal: Terminal) -> None:
    """Judge once more, for the list may have changed while we asked, and record."""
    with writing(folder, arguments.now, secrets.token_bytes(KEY_SIZE)) as store:
        answers = _answers(store, wishes)
        for one in answers:
            if one.event:
                store.record(one.wish.who, one.event)
        count = sum(person.mailable for person in store.people())
    terminal.say(f"Done. {people(count)} now.")


def _in_words(wish: Wish) -> str:
    by = f" (sent by {wish.introduced_by})" if wish.introduced_by else ""
    return f"{wish.who.given}{by}"


def _listed(lines: Iterable[str]) -> Iterator[str]:
    lines = list(lines)
    yield from (f"{'':10}{line}" for line in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield f"{'':10}and {len(lines) - _SHOWN} more"
