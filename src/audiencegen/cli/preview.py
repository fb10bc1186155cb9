"""`audiencegen preview`: the site, the letters and the feeds in a browser, while they are being written."""

from __future__ import annotations

import argparse
import gc
import os
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from audiencegen.build.configured import read_config
from audiencegen.build.sources import CONFIGURATION
from audiencegen.cli.moments import moment_named
from audiencegen.cli.report import show_problems
from audiencegen.cli.terminal import Terminal

if TYPE_CHECKING:
    from audiencegen.preview.generation import Generation
    from audiencegen.preview.session import News, Wish

_MUCH = 50_000  # objects between two searches for circles


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--port", metavar="N", type=_port, help="the port; 8000, or the next free one, if left out")
    add("--open", action="store_true", help="open the site in the browser")
    add("--no-drafts", action="store_true", help="show what readers would see: no drafts, nothing scheduled")
    add("--now", dest="as_of", metavar="DATE", help="show the site as of another moment: “2026-12-24 09:00”")
    add(
        "--poll",
        action="store_true",
        help="look at the files four times a second, where the system tells of no changes",
    )
    add("--phone", action="store_true", help="show pages, letters and feeds on a phone in the same network, too")
    add("--allow-host", metavar="NAME", action="append", default=[], help="answer for another host name, too")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from audiencegen.preview.attend import attend
    from audiencegen.preview.phone import opened_for_phones, qr_code
    from audiencegen.preview.server import LOOPBACK, Guests, opened
    from audiencegen.preview.session import Session
    from audiencegen.preview.watch import Doorbell

    if not (arguments.directory / CONFIGURATION).is_file():
        read_config(arguments.directory)  # says what is wrong: a folder that is no site must not get notes
    session = Session(_wish(arguments), lambda: datetime.now(UTC), os.cpu_count() or 1)
    bell = Doorbell()
    gc.disable()  # what is read now stays until the end
    first = session.begin(terminal.progress)
    gc.freeze()
    gc.enable()
    gc.set_threshold(_MUCH)
    hosts = frozenset({LOOPBACK, "localhost", "[::1]", *(name.lower() for name in arguments.allow_host)})
    with ExitStack() as stack:
        server = opened(arguments.port, Guests(hosts), session, bell)
        stack.callback(server.close)
        session.visited = server.visited
        server.start()
        with suppress(KeyboardInterrupt):
            _greet(first, f"http://{LOOPBACK}:{server.server_port}", arguments, terminal)
            if arguments.phone:
                phones, address = opened_for_phones(session, bell)
                stack.callback(phones.close)
                phones.start()
                terminal.say(f"On your phone: {address}\n{qr_code(address)}")
            attend(session, bell, arguments.poll, lambda news: _tell(news, arguments, terminal), terminal.warn)
        terminal.say("\nThe preview is closed.")
        session.close()
    return 0


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number < 65536:
        raise ValueError
    return number


def _wish(arguments: argparse.Namespace) -> Wish:
    from audiencegen.preview.session import Wish

    moment = None
    if arguments.as_of:
        config, _ = read_config(arguments.directory)
        moment = moment_named(arguments.as_of, config.timezone, "--now")
    return Wish(arguments.directory, not arguments.no_drafts, moment)


def _greet(first: News, address: str, arguments: argparse.Namespace, terminal: Terminal) -> None:
    show_problems(first.errors or (first.now.problems if first.now else ()), arguments.directory, terminal)
    base = first.now.site.frame.base_path if first.now else ""
    terminal.say(f"Your letter is at {address}{base}/ and its workbench at {address}/_/")
    if first.errors:
        terminal.say("There is something to mend first; the page shows it, and then your site.")
    elif first.now and first.now.moment.drafts:
        terminal.say("Drafts and scheduled posts are shown, too. Save a file, and the page follows.")
    terminal.say("Ctrl-C closes the preview.")
    if arguments.open:
        import webbrowser

        webbrowser.open(f"{address}{base}/")


def _tell(news: News, arguments: argparse.Namespace, terminal: Terminal) -> None:
    """A line for a save; more only when there is something to mend."""
    time = datetime.now().astimezone().strftime("%H:%M:%S")
    if news.now is None:
        show_problems(news.errors, arguments.directory, terminal)
        shown = "the site is shown as it was" if news.before else "nothing to show yet"
        terminal.say(f"{time} {_names(news)}: {shown}")
        return
    if news.now.site is not (news.before.site if news.before else None):
        gc.freeze()  # a search for circles need not go through ten thousand posts
    known = news.before.problems if news.before else ()
    show_problems([one for one in news.now.problems if one not in known], arguments.directory, terminal)
    terminal.say(f"{time} {_names(news)}: {_effect(news.before, news.now)} ({news.seconds * 1000:.0f} ms)")


def _names(news: News) -> str:
    if not news.names:
        return "Time went on"
    if len(news.names) > 1:
        return f"{len(news.names)} files changed"
    return f"{PurePosixPath(news.names[0]).name} changed"


def _effect(before: Generation | None, now: Generation) -> str:
    from audiencegen.preview.generation import differing

    paths = differing(before, now) if before else tuple(now.outputs)
    pages = sum(1 for path in paths if path.startswith("site/") and path.endswith(".html"))
    if not pages:
        return "no page shows it" if not paths else "the pages are as they were"
    return f"{pages} {'page is' if pages == 1 else 'pages are'} new"
