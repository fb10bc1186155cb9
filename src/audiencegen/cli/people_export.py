"""`people export`: the list in a file, for a spreadsheet, for a service, or whole."""

from __future__ import annotations

import argparse
from pathlib import Path

from audiencegen.cli import UsageError
from audiencegen.cli.people_one import project
from audiencegen.cli.people_service import NAMES, no_list, to_service
from audiencegen.cli.terminal import Terminal
from audiencegen.outputs.readers import readers_csv
from audiencegen.people.archive import written
from audiencegen.people.private import write_private
from audiencegen.people.store import readers, reading
from audiencegen.problems import ProjectError, error


def export(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write who gets letters as CSV, everybody and all that happened as JSON, or what a service takes in."""
    if arguments.form in NAMES:
        return to_service(arguments, terminal)
    if arguments.form == "json" and not arguments.output and terminal.interactive:
        raise UsageError("it holds the key of your list, which is not for the screen: add --output FILE")
    folder = project(arguments)
    content = _everything(folder) if arguments.form == "json" else _mailable_now(folder)
    if not arguments.output:
        terminal.say(content.decode().removesuffix("\n"))
        return 0
    path = folder / arguments.output
    try:
        write_private(path, content)
    except FileExistsError as fault:
        hint = "nothing is overwritten: choose another name, or move the old file away"
        raise ProjectError(error("people", f"{arguments.output} is there already", hint)) from fault
    except OSError as fault:
        hint = "choose a folder that is there and yours"
        raise ProjectError(error("people", f"{arguments.output} cannot be written: {fault.strerror}", hint)) from fault
    terminal.say(f"Written: {arguments.output}, readable by you alone.")
    terminal.say("It holds people's addresses: keep it out of what you publish, and delete it when it has served.")
    return 0


def _mailable_now(folder: Path) -> bytes:
    found = readers(folder)
    if found is None:
        raise no_list()
    return readers_csv(found)


def _everything(folder: Path) -> bytes:
    with reading(folder) as store:
        if store is None:
            raise no_list()
        return written(store.everything())
