"""`audiencegen ping`: after the site is online, tell the hubs of the configuration that its feeds changed."""

from __future__ import annotations

import argparse

from audiencegen.build.configured import read_config
from audiencegen.cli.terminal import Terminal
from audiencegen.config import FILE_NAME
from audiencegen.content import urls
from audiencegen.delivery.hub import HubError, publish
from audiencegen.problems import ProjectError, error

# Those that name the hub; it asks for each by the address that stands in it.
_FEEDS = (urls.RSS, urls.ATOM, urls.JSON_FEED)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--if-set", action="store_true", help="when the feeds have no hub, be content; for scripts")
    parser.epilog = "A hub tells those who follow a feed at once; without one they look every hour or so."


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    config, _ = read_config(arguments.directory)
    if not config.feeds.hubs and arguments.if_set:
        terminal.say("The feeds have no hub, so there is nobody to tell.")
        return 0
    if not config.feeds.hubs:
        hint = "add one, such as feeds: {hub: https://pubsubhubbub.appspot.com/}, build, put the site online, ping"
        raise ProjectError(error("no-hub", "the feeds have no hub to tell", hint, file=FILE_NAME))
    failed = False
    for hub in config.feeds.hubs:
        try:
            for address in _FEEDS:
                publish(hub, config.url + address)
        except HubError as fault:
            failed = True
            terminal.warn(f"The hub {fault.hub} was not told: {fault.said}.")
            terminal.warn(
                "Nothing is lost: readers find the new entries when they look next. To try again: ping again."
            )
        else:
            terminal.say(f"Told {hub}: {len(_FEEDS)} feeds of {config.url} have something new.")
    return 1 if failed else 0
