"""`audiencegen proof [SLUG] --to ME`: the proof copy of a letter, sent to at most three people.

It is made along the path of a build, and nothing is written.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath

from audiencegen.build.configured import read_config
from audiencegen.build.pipeline import Linked, Request, look
from audiencegen.build.places import Places
from audiencegen.cli import UsageError
from audiencegen.cli.mail_server import explained, relay
from audiencegen.cli.report import show_problems
from audiencegen.cli.terminal import Terminal
from audiencegen.config import FILE_NAME, Config
from audiencegen.content.personal import without_fields
from audiencegen.content.states import Moment
from audiencegen.content.urls import slug
from audiencegen.delivery.transport import DeliveryError, Phase, Relay, conversation
from audiencegen.fields import did_you_mean
from audiencegen.mail.addressed import addressed
from audiencegen.mail.headers import ascii_address
from audiencegen.model import Issue, Mailbox, State
from audiencegen.outputs import issues
from audiencegen.people.person import NotAnAddress, address
from audiencegen.problems import Problem, ProjectError, error
from audiencegen.values import Struct, replace

MOST = 3  # a proof is for the writer and those who read before the readers do
_WITHOUT_DATE = re.compile(r"^(\d{4}-\d\d-\d\d|undated)-")


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
    proof = look(request, lambda linked: _made(linked, arguments, config))
    problems = _sent(proof, recipients, server, terminal)
    show_problems(problems, directory, terminal)
    return 1 if problems else 0


class _Proof(Struct, frozen=True):
    """A letter's proof copy, who sends it, and the moment at which it is sent."""

    issue: Issue
    sender: Mailbox
    message: bytes
    moment: datetime


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


def _made(linked: Linked, arguments: argparse.Namespace, config: Config) -> _Proof:
    issue = _chosen(arguments.slug, linked.site.issues, config)
    sender = issue.imprint.sender
    if sender is None:
        hint = "add issues: {sender: Ann <ann@example.org>} to it"
        raise ProjectError(error("no-sender", "nobody is named to send the letters", hint, file=FILE_NAME))
    planned = issues.plan(replace(linked.site, issues=(issue,)), linked.theme)
    message = linked.made(next(output for output in planned if output.path.endswith("/issue.eml")))
    return _Proof(issue, sender, message, linked.site.frame.local(arguments.now))


def _chosen(wanted: str | None, made: Sequence[Issue], config: Config) -> Issue:
    """The letter that is meant; without a word for it, the newest of those that are out."""
    if not made:
        raise ProjectError(error("no-letter", "there is no letter yet", "drafts become letters by audiencegen publish"))
    if not wanted:
        return next((issue for issue in made if issue.post.card.state is not State.SCHEDULED), made[0])
    fitting = [issue for issue in made if slug(_bare(wanted, config)) in _names(issue)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        folders = ", ".join(issue.folder for issue in fitting)
        raise ProjectError(error("two-letters", f"several letters are called “{wanted}”", f"name one of: {folders}"))
    near = did_you_mean(slug(wanted), sorted(name for issue in made for name in _names(issue)))
    hint = (
        f"did you mean `{near}`?"
        if near
        else f"the newest {config.issues.latest} letters are made; drafts are none yet"
    )
    raise ProjectError(error("no-letter", f"no letter is called “{wanted}”", hint))


def _bare(wanted: str, config: Config) -> str:
    return wanted.removeprefix("./").removeprefix(f"{config.content}/").rstrip("/")


def _names(issue: Issue) -> frozenset[str]:
    """Everything that the writer may call a letter."""
    card, source = issue.post.card, PurePosixPath(issue.post.card.source)
    named = (issue.folder, _WITHOUT_DATE.sub("", issue.folder), card.title, card.source, source.stem)
    return frozenset(slug(name) for name in (*named, PurePosixPath(card.address).name))


def _sent(proof: _Proof, recipients: Sequence[Mailbox], server: Relay, terminal: Terminal) -> list[Problem]:
    """Send to each; a recipient who is refused does not keep it from the others."""
    problems: list[Problem] = []
    sender = ascii_address(proof.sender.address)
    who = recipients[0].address
    try:
        with conversation(server) as line:
            for recipient in recipients:
                who = recipient.address
                message = addressed(proof.message, recipient, without_fields(proof.issue.subject), proof.moment)
                try:
                    line.send(sender, who, message)
                except DeliveryError as fault:
                    if fault.phase is not Phase.RECIPIENT or not fault.code:
                        raise
                    problems.append(explained(fault, server, who))
                else:
                    terminal.say(f"The proof of “{without_fields(proof.issue.subject)}” is on its way to {who}.")
    except DeliveryError as fault:
        problems.append(explained(fault, server, who))
    return problems
