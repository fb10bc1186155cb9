"""`audiencegen proof [SLUG] --to ME`: the proof copy of a letter, sent to at most three people.

It is made along the path of a build, and nothing is written; a draft has one, too, when it is named.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from audiencegen.build.configured import read_config
from audiencegen.build.pipeline import Linked
from audiencegen.build.places import Places
from audiencegen.build.request import Request
from audiencegen.cli import UsageError
from audiencegen.cli.letters import letter_named, look_for, newest_letter
from audiencegen.cli.mail_server import explained, relay
from audiencegen.cli.report import show_problems
from audiencegen.cli.terminal import Terminal
from audiencegen.config import FILE_NAME, Config
from audiencegen.content.personal import without_fields
from audiencegen.content.states import Moment
from audiencegen.delivery.transport import DeliveryError, Phase, Relay, conversation
from audiencegen.mail.headers import ascii_address
from audiencegen.model import Mailbox
from audiencegen.outputs.issues import issue_proof
from audiencegen.people.person import NotAnAddress, address
from audiencegen.problems import Problem, ProjectError, error
from audiencegen.values import Struct

MOST = 3  # a proof is for the writer and those who read before the readers do


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("slug", metavar="SLUG", nargs="?", help="the letter: its slug, title, folder or file; the newest if left out")
    add("--to", metavar="ME", action="append", required=True, help="an address; may be given three times")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    directory: Path = arguments.directory
    recipients = _recipients(arguments.to)
    config, _ = read_config(directory)
    server = relay()
    places = Places(directory / config.output, directory / "private")
    request = Request(directory, config, (), Moment(arguments.now), places)
    names = [arguments.slug] if arguments.slug else []
    proof = look_for(names, request, lambda linked: _made(linked, arguments, config, recipients))
    problems = _sent(proof, server, terminal)
    show_problems(problems, directory, terminal)
    return 1 if problems else 0


class _Proof(Struct, frozen=True):
    """A letter's proof copies, one for each address."""

    subject: str
    sender: Mailbox
    messages: Mapping[str, bytes]


def _recipients(written: Sequence[str]) -> tuple[Mailbox, ...]:
    """The addresses, each once, in a form that every mail server takes."""
    try:
        given = tuple(dict.fromkeys(address(one).given for one in written))
    except NotAnAddress as fault:
        raise UsageError(f"--to: {fault}") from fault
    if len(given) > MOST:
        raise UsageError(f"--to: a proof goes to {MOST} addresses at most; your readers are none of its business")
    strange = [one for one in given if not one.isascii()]
    if strange:
        raise UsageError(f"--to: {strange[0]}: write the domain in its xn-- form, and the name in plain letters")
    return tuple(Mailbox(one) for one in given)


def _made(linked: Linked, arguments: argparse.Namespace, config: Config, recipients: Sequence[Mailbox]) -> _Proof:
    letters, wanted = linked.site.issues, arguments.slug
    issue = letter_named(wanted, letters, config) if wanted else newest_letter(linked.site)
    sender = issue.imprint.sender
    if sender is None:
        hint = "add issues: {sender: Ann <ann@example.org>} to it"
        raise ProjectError(error("no-sender", "nobody is named to send the letters", hint, file=FILE_NAME))
    frame, body = linked.site.frame, linked.resolve(issue.post.body)
    moment = frame.local(arguments.now)
    messages = {one.address: issue_proof(linked.theme, frame, issue, body, sender, one, moment) for one in recipients}
    return _Proof(without_fields(issue.subject), sender, messages)


def _sent(proof: _Proof, server: Relay, terminal: Terminal) -> list[Problem]:
    """Send to each; a recipient who is refused does not keep it from the others."""
    problems: list[Problem] = []
    sender = ascii_address(proof.sender.address)
    who = next(iter(proof.messages))
    try:
        with conversation(server) as line:
            for who, message in proof.messages.items():
                try:
                    line.send(sender, who, message)
                except DeliveryError as fault:
                    if fault.phase is not Phase.RECIPIENT or not fault.code:
                        raise
                    problems.append(explained(fault, server, who))
                else:
                    terminal.say(f"The proof of “{proof.subject}” is on its way to {who}.")
    except DeliveryError as fault:
        problems.append(explained(fault, server, who))
    return problems
