"""`people export --as SERVICE`: who gets letters, and who must get none, as files that a mailing service takes in."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from audiencegen.cli.people_one import project
from audiencegen.cli.terminal import Terminal
from audiencegen.people.archive import ListEvent, ListKind
from audiencegen.people.formats import SERVICES
from audiencegen.people.formats.leaving import Leaving, Service, leaving
from audiencegen.people.private import private_folder, write_private
from audiencegen.people.store import reading
from audiencegen.problems import ProjectError, error

EXPORTS = "private/export"
NAMES = tuple(service.name.casefold() for service in SERVICES)
_LETTERS = "output/issues/index.json"


def to_service(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write both files into a folder of their own; what an earlier export wrote there is replaced."""
    folder = project(arguments)
    service = next(one for one in SERVICES if one.name.casefold() == arguments.form)
    with reading(folder) as store:
        if store is None:
            raise no_list()
        made = leaving(service, store.people())
        read = _opt_outs_read(store.happened(), service.name)
    where = arguments.output or f"{EXPORTS}/{arguments.form}"
    _write(folder / where, service, made, replace=not arguments.output)
    for line in _told(where, service, made):
        terminal.say(line)
    letter = _newest_letter(folder, arguments.now)
    if letter and (read is None or read < letter):
        terminal.warn(_late(service.name, read, letter))
    return 0


def no_list() -> ProjectError:
    hint = "add somebody, or import a list: audiencegen people import list.csv"
    return ProjectError(error("people", "there is no list yet", hint))


def _write(folder: Path, service: Service, made: Leaving, replace: bool) -> None:
    """The opt-outs first: without them the other file must not be there."""
    files = (
        (folder / service.out_file, made.out),
        (folder / service.readers_file, made.readers),
    )
    try:
        if replace:
            private_folder(folder.parent.parent)
            private_folder(folder.parent)
        private_folder(folder)
        for path, content in files:
            if replace:
                path.unlink(missing_ok=True)
            write_private(path, content)
    except FileExistsError as fault:
        hint = "nothing is overwritten: choose another folder, or move the old files away"
        raise ProjectError(error("people", f"{folder.name} holds an export already", hint)) from fault
    except OSError as fault:
        hint = "choose a folder that is there and yours"
        raise ProjectError(error("people", f"{folder.name} cannot be written: {fault.strerror}", hint)) from fault


def _told(where: str, service: Service, made: Leaving) -> Iterator[str]:
    yield f"Written for {service.name}, readable by you alone:"
    width = max(len(service.readers_file), len(service.out_file))
    yield f"  {where}/{service.readers_file:<{width}}  {made.mailed:>6}  get your letters"
    yield f"  {where}/{service.out_file:<{width}}  {made.kept_out:>6}  get none: they left, bounced or complained"
    if made.neither:
        yield f"{made.neither} in neither file: they have not confirmed, or pause."
    if made.by_hand:
        yield f"{_some(made.by_hand)}: a spreadsheet would run this as a formula; type it in by hand."
    yield ""
    yield service.how
    yield "Delete both files when they have served: they hold people's addresses."


def _some(addresses: Sequence[str]) -> str:
    shown = ", ".join(addresses[:5])
    return f"{shown} and {len(addresses) - 5} more" if len(addresses) > 5 else shown


def _opt_outs_read(happened: Sequence[ListEvent], service: str) -> datetime | None:
    """When who left at a service was last read from its own list."""
    times = [one.at for one in happened if one.kind is ListKind.OPT_OUTS_READ and one.source == service]
    return max(times, default=None)


def _newest_letter(folder: Path, now: datetime) -> datetime | None:
    """When the newest letter went out, as the last build says; None when there is none."""
    try:
        letters = json.loads((folder / _LETTERS).read_text("utf-8"))
        dates = [datetime.fromisoformat(letter["date"]) for letter in letters if letter["date"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return max((date for date in dates if date.tzinfo and date <= now), default=None)


def _late(service: str, read: datetime | None, letter: datetime) -> str:
    when = f"were last read on {read:%Y-%m-%d}" if read else "were never read"
    return (
        f"{service}'s opt-outs {when}; your newest letter is of {letter:%Y-%m-%d}. Who left there since is unknown "
        f"here:\nexport the list from {service}, take it in with `audiencegen people import`, and export anew."
    )
