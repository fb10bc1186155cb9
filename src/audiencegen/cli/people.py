"""`audiencegen people`: who gets the letters, how they came, and how they leave. The words of its commands."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from audiencegen.cli.people_import import take_in
from audiencegen.cli.people_lists import export, show
from audiencegen.cli.people_mail import read_mail
from audiencegen.cli.people_one import add, forget, unsubscribe
from audiencegen.cli.terminal import Terminal

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

Handler = Callable[[argparse.Namespace, Terminal], int]


def arguments(parser: argparse.ArgumentParser) -> None:
    """The commands below `people`; alone it shows the list."""
    parser.set_defaults(handler=show, all=False, tag="", json=False)
    commands = parser.add_subparsers(dest="people_command", metavar="ACTION")
    _arguments_of_add(commands)
    _arguments_of_lists(commands)
    _arguments_of_mail(commands)
    _arguments_of_goodbyes(commands)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    handler: Handler = arguments.handler
    return handler(arguments, terminal)


def _arguments_of_add(commands: Commands) -> None:
    parser = _command(commands, "add", add, "add somebody who agreed, or something you know of them")
    option = parser.add_argument
    option("email", metavar="EMAIL")
    option("--name", default="", help="their whole name")
    option("--first-name", default="", help="what a letter may call them")
    option("--tag", action="append", default=[], help="may be given more than once")
    option("--introduced-by", default="", metavar="WHO", help="who sent them to you")
    option("--source", default="", metavar="WHERE", help="where they came from: “book fair”")
    option = parser.add_mutually_exclusive_group().add_argument
    option("--consent", default="", metavar="HOW", help="how they agreed: “told me at the fair”")
    option("--asked-again", default="", metavar="WORDS", help="they left, and asked to come back: in which words")


def _arguments_of_lists(commands: Commands) -> None:
    option = _command(commands, "list", show, "show who gets your letters").add_argument
    option("--all", action="store_true", help="also those who left, or have not confirmed")
    option("--tag", default="", help="only people with this tag")
    option("--json", action="store_true", help="for programs")

    option = _command(commands, "import", take_in, "take in a list: shows first what it would do").add_argument
    option("file", metavar="FILE", help="CSV, semicolons, tabs, or one address a line")
    option("--consent", default="", metavar="HOW", help="how they agreed: “the form on my old site”")
    option("--yes", action="store_true", help="do not ask; new readers then need --consent")
    option("--dry-run", action="store_true", help="show what it would do, and change nothing")

    parser = _command(commands, "export", export, "write the list for other programs")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="who gets your letters now (the default)")
    form.add_argument("--json", action="store_true", help="everybody, with all that happened")
    parser.add_argument("--output", default="", metavar="FILE", help="a new file, readable by you alone")


def _arguments_of_mail(commands: Commands) -> None:
    purpose = "take in the mails that ask for your letters, or to leave: shows first what it would do"
    option = _command(commands, "read-mail", read_mail, purpose).add_argument
    option("mailbox", metavar="MAILBOX", help="an mbox file, a Maildir, or a folder of .eml files")
    option("--checked-by", default="", metavar="SERVER", help="your mail server: its word proves who sent a mail")
    option("--yes", action="store_true", help="do not ask")
    option("--dry-run", action="store_true", help="show what it would do, and change nothing")


def _arguments_of_goodbyes(commands: Commands) -> None:
    _command(commands, "unsubscribe", unsubscribe, "somebody wants no more letters").add_argument(
        "email", metavar="EMAIL"
    )
    parser = _command(commands, "forget", forget, "erase somebody who asked for it, for good")
    parser.add_argument("email", metavar="EMAIL")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def _command(commands: Commands, name: str, handler: Handler, purpose: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
    parser.set_defaults(handler=handler)
    return parser
