"""`audiencegen share [SLUG] [--channel NAME] [--copy]`: what a channel takes of a post, printed or on the clipboard.

It is made along the path of a build, and nothing is written; a draft has one, too, when it is named.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from audiencegen.build.configured import read_config
from audiencegen.build.pipeline import Linked
from audiencegen.build.places import Places
from audiencegen.build.request import Request
from audiencegen.cli import UsageError
from audiencegen.cli.letters import NoLetter, look_for, names_of, one_named
from audiencegen.cli.terminal import Terminal
from audiencegen.config import CHANNELS, Config, Shared
from audiencegen.fields import did_you_mean
from audiencegen.model import Kit, State
from audiencegen.problems import ProjectError, error
from audiencegen.values import Struct, replace

if TYPE_CHECKING:
    from audiencegen.channels import Part, Share

# The first of these that is there takes the text: macOS, Wayland, X11, Windows and its Linux.
_CLIPBOARDS = (
    ("pbcopy",),
    ("wl-copy",),
    ("xclip", "-selection", "clipboard"),
    ("xsel", "--clipboard", "--input"),
    ("clip.exe",),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("slug", metavar="SLUG", nargs="?", help="the post: its slug, title, folder or file; the newest if left out")
    add("--channel", metavar="NAME", help=f"one of {', '.join(CHANNELS)}; the list of all if left out")
    add("--copy", action="store_true", help="put the text on the clipboard instead of printing it")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    directory: Path = arguments.directory
    channel = _channel(arguments.channel)
    if arguments.copy and not channel:
        raise UsageError("--copy needs a --channel: there is one text for each")
    config, _ = read_config(directory)
    config = replace(config, shared=Shared.ALL, sharing=replace(config.sharing, channels=()))
    from audiencegen.content.states import Moment

    places = Places(directory / config.output, directory / "private")
    request = Request(directory, config, (), Moment(arguments.now), places)
    names = [arguments.slug] if arguments.slug else []
    told = look_for(names, request, lambda linked: _told(linked, arguments.slug, config))
    if not channel:
        terminal.say("\n".join(_row(one) for one in told))
        return 0
    text = next(one.content for one in told if one.channel == channel)
    if not arguments.copy:
        terminal.say(text.rstrip("\n"))
        return 0
    return _copied(text.rstrip("\n"), terminal)


class _Told(Struct, frozen=True):
    channel: str
    content: str
    counts: tuple[tuple[int, int, bool], ...]


def _channel(said: str | None) -> str:
    if said is None or said.lower() in CHANNELS:
        return (said or "").lower()
    near = did_you_mean(said.lower(), CHANNELS)
    raise UsageError(f"--channel: there is no channel `{said}`" + (f"; did you mean `{near}`?" if near else ""))


def _told(linked: Linked, wanted: str | None, config: Config) -> tuple[_Told, ...]:
    from audiencegen.outputs.share import kit_of

    kit = _named(wanted, linked.site.kits, config) if wanted else _newest(linked.site.kits)
    return tuple(
        _Told(
            share.channel.key,
            share.content,
            tuple((part.count, part.limit.most, part.fits) for part in _counted(share)),
        )
        for share in kit_of(linked.site.frame, kit, linked.resolve(kit.post.body))
    )


def _counted(share: Share) -> tuple[Part, ...]:
    """The parts that are worth a count: the text, or of what has none the title."""
    texts = tuple(part for part in share.parts if part.name not in ("title", "embed", "bytes"))
    return texts or share.parts


def _named(wanted: str, kits: Sequence[Kit], config: Config) -> Kit:
    def names(kit: Kit) -> frozenset[str]:
        card = kit.post.card
        return names_of(kit.folder, card.title, PurePosixPath(card.source), card.address)

    return one_named(wanted, kits, names, lambda kit: kit.folder, config, ("post", "posts"))


def _newest(kits: Sequence[Kit]) -> Kit:
    out = (kit for kit in kits if kit.post.card.state is not State.SCHEDULED)
    found = next(out, kits[-1] if kits else None)
    if found is None:
        hint = "a post is shared when it is published and has a page"
        raise NoLetter(error("no-post", "there is no post to share yet", hint))
    return found


def _row(told: _Told) -> str:
    counts = ", ".join(f"{count} of {most}{'' if fits else ': too long'}" for count, most, fits in told.counts[:1])
    many = f" and {len(told.counts) - 1} more posts" if told.channel == "x-thread" and len(told.counts) > 1 else ""
    return f"{told.channel:18}{counts}{many}"


def _copied(text: str, terminal: Terminal) -> int:
    command = next((words for words in _CLIPBOARDS if shutil.which(words[0])), None)
    if command is None:
        hint = f"install one of {', '.join(words[0] for words in _CLIPBOARDS[:4])}, or leave out --copy"
        raise ProjectError(error("no-clipboard", "no program here puts text on the clipboard", hint))
    # Windows reads its own encoding unless a mark says which one it is.
    encoded = text.encode("utf-16") if command[0] == "clip.exe" else text.encode("utf-8")
    try:
        subprocess.run(command, input=encoded, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    except (OSError, subprocess.CalledProcessError) as fault:
        hint = "leave out --copy to have the text printed"
        raise ProjectError(error("no-clipboard", f"{command[0]} did not take the text", hint)) from fault
    terminal.say(f"Copied: {len(text)} characters.")
    return 0
