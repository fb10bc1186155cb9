"""`audiencegen people`: who gets the letters, how they came, and how they leave. The words of its commands."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

from audiencegen.cli.people_backup import backup, restore
from audiencegen.cli.people_doctor import doctor, new_key
from audiencegen.cli.people_export import export
from audiencegen.cli.people_forget import forget
from audiencegen.cli.people_import import take_in
from audiencegen.cli.people_known import edit, history, note, tag
from audiencegen.cli.people_known import show as show_one
from audiencegen.cli.people_list import show, stats
from audiencegen.cli.people_mail import read_mail
from audiencegen.cli.people_one import add, unsubscribe
from audiencegen.cli.people_pause import pause, resume
from audiencegen.cli.people_thanks import thanks
from audiencegen.cli.terminal import Terminal

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

FORMS = ("csv", "json", "mailchimp", "buttondown", "ghost", "listmonk", "substack", "kit", "beehiiv")

Handler = Callable[[argparse.Namespace, Terminal], int]


def arguments(parser: argparse.ArgumentParser) -> None:
    """The commands below `people`; alone it shows the list."""
    parser.set_defaults(handler=show, all=False, tag="", to="", json=False)
    commands = parser.add_subparsers(dest="people_command", metavar="ACTION")
    _arguments_of_add(commands)
    _arguments_of_lists(commands)
    _arguments_of_one(commands)
    _arguments_of_mail(commands)
    _arguments_of_goodbyes(commands)
    _arguments_of_care(commands)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    gc.disable()  # people hold no circles, and looking for some takes a quarter of the time of a large list
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
    option("--language", default="", metavar="LANGUAGE", help="in which they read: de")
    option("--topic", action="append", default=[], help="what they wish to read of; may be given more than once")
    option("--frequency", default="", metavar="HOW_OFTEN", help="how often they wish to hear from you: monthly")
    option = parser.add_mutually_exclusive_group().add_argument
    option("--consent", default="", metavar="HOW", help="how they agreed: “told me at the fair”")
    option("--asked-again", default="", metavar="WORDS", help="they left, and asked to come back: in which words")


def _arguments_of_lists(commands: Commands) -> None:
    option = _command(commands, "list", show, "show who gets your letters").add_argument
    option("--all", action="store_true", help="also those who left, or have not confirmed")
    option(
        "--to", default="", metavar="QUERY", help="only who is in this segment: “tag:rust -tag:staff since:2026-01-01”"
    )
    option("--tag", default="", help="only people with this tag")
    option("--json", action="store_true", help="for programs")

    option = _command(commands, "import", take_in, "take in a list: shows first what it would do").add_argument
    option("file", metavar="FILE", help="a service's export as CSV or ZIP, any table with addresses, or one a line")
    option("--consent", default="", metavar="HOW", help="how they agreed: “the form on my old site”")
    option("--yes", action="store_true", help="do not ask; new readers then need --consent")
    option("--dry-run", action="store_true", help="show what it would do, and change nothing")

    parser = _command(commands, "export", export, "write the list for other programs")
    option = parser.add_argument
    option("--as", dest="form", choices=FORMS, default="csv", help="csv: who gets your letters; json: everything")
    option("--output", default="", metavar="FILE", help="a new file; for a service, a folder")


def _arguments_of_one(commands: Commands) -> None:
    parser = _command_on_one(commands, "show", show_one, "show what is known of somebody")
    parser.add_argument("--letter", action="store_true", help="everything, as a text to send to them")
    parser.add_argument("--json", action="store_true", help="for programs")
    _command_on_one(commands, "history", history, "show what happened with somebody")

    option = _command_on_one(commands, "edit", edit, 'change what is known of somebody; "" takes it away').add_argument
    option("--name", help="their whole name")
    option("--first-name", help="what a letter may call them")
    option("--introduced-by", metavar="WHO", help="who sent them to you")
    option("--language", metavar="LANGUAGE", help="in which they read: de")
    option("--frequency", metavar="HOW_OFTEN", help="how often they wish to hear from you")
    option("--topic", action="append", default=[], help="what they wish to read of; may be given more than once")
    option("--no-topic", action="append", default=[], metavar="TOPIC", help="what no longer")

    parser = _command_on_one(commands, "tag", tag, "give somebody tags")
    parser.add_argument("tags", metavar="TAG", nargs="+")
    parser.add_argument("--remove", action="store_true", help="take the tags away")
    parser = _command_on_one(commands, "note", note, "write something down about somebody")
    parser.add_argument("text", metavar="TEXT", nargs="+")


def _arguments_of_mail(commands: Commands) -> None:
    purpose = "take in the mails that ask for your letters, or to leave: shows first what it would do"
    option = _command(commands, "read-mail", read_mail, purpose).add_argument
    option("mailbox", metavar="MAILBOX", help="an mbox file, a Maildir, or a folder of .eml files")
    option("--checked-by", default="", metavar="SERVER", help="your mail server: its word proves who sent a mail")
    option("--yes", action="store_true", help="do not ask")
    option("--dry-run", action="store_true", help="show what it would do, and change nothing")


def _arguments_of_goodbyes(commands: Commands) -> None:
    parser = _command_on_one(commands, "pause", pause, "somebody wants no letters for a while")
    parser.add_argument("--why", default="", metavar="WORDS", help="what they said")
    _command_on_one(commands, "resume", resume, "the while is over")
    _command_on_one(commands, "unsubscribe", unsubscribe, "somebody wants no more letters")
    parser = _command_on_one(commands, "forget", forget, "erase somebody who asked for it, for good")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def _arguments_of_care(commands: Commands) -> None:
    parser = _command(commands, "thanks", thanks, "show who brought whom and is not yet thanked")
    parser.add_argument("--done", default="", metavar="NAME", help="remember that you thanked them")
    parser = _command(commands, "stats", stats, "show how many there are, and how they came")
    parser.set_defaults(all=False, tag="", to="", json=False)

    parser = _command(commands, "backup", backup, "write everything into one encrypted file")
    parser.add_argument("file", metavar="FILE", nargs="?", default="", help="private/people-DATE.age if left out")
    parser.add_argument("--passphrase-file", default="", metavar="FILE", help="do not ask; for scripts")
    parser = _command(commands, "restore", restore, "put back a list that was lost")
    parser.add_argument("file", metavar="FILE", nargs="?", default="")
    parser.add_argument("--passphrase-file", default="", metavar="FILE", help="do not ask; for scripts")
    parser.add_argument("--waive", default="", metavar="NAME", help="answer for it that nobody left since the backup")
    _command(commands, "doctor", doctor, "look whether the list is whole, and closed to others")
    _command(commands, "new-key", new_key, "make marks and tokens with another key from now on")


def _command_on_one(commands: Commands, name: str, handler: Handler, purpose: str) -> argparse.ArgumentParser:
    parser = _command(commands, name, handler, purpose)
    parser.add_argument("email", metavar="EMAIL")
    return parser


def _command(commands: Commands, name: str, handler: Handler, purpose: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
    parser.set_defaults(handler=handler)
    return parser
