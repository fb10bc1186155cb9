"""`audiencegen theme show|copy|check`: where its files come from, one of them to change, and whether all is well."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from audiencegen.build import sources
from audiencegen.build.configured import read_config
from audiencegen.cli.terminal import Terminal
from audiencegen.config import Config
from audiencegen.fields import did_you_mean
from audiencegen.problems import ProjectError, error

OWN = f"{sources.OVERRIDES}/"
_Files = Mapping[str, tuple[str, str]]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(handler=show)
    commands = parser.add_subparsers(metavar="ACTION")
    for name, purpose, handler in (
        ("show", "which theme it is, its options, and where each of its files comes from", show),
        ("copy", "copy one file of the theme into theme/, to change it there", copy),
        ("check", "fill every template, and say what is missing, unknown or never used", check),
    ):
        command = commands.add_parser(name, help=purpose, description=purpose[0].upper() + purpose[1:] + ".")
        command.set_defaults(handler=handler)
        if handler is copy:
            command.add_argument("file", metavar="FILE", help="as `theme show` names it: site/post.html")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    handler: Callable[[argparse.Namespace, Terminal], int] = arguments.handler
    return handler(arguments, terminal)


def show(arguments: argparse.Namespace, terminal: Terminal) -> int:
    directory: Path = arguments.directory
    config, _ = read_config(directory)
    layers = _layers(directory, config)
    terminal.say(f"The theme is `{config.theme}`.")
    _show_options(directory, config, terminal)
    own = layers[-1]
    below = _joined(layers[:-1])
    terminal.say()
    terminal.say(
        f"Yours, in {OWN}:"
        if own
        else f"Nothing of it is yours yet; audiencegen theme copy FILE puts one file into {OWN}."
    )
    for path in sorted(own):
        terminal.say(f"  {path:<34} {_standing(path, below)}")
    terminal.say()
    terminal.say("Every file, and where it comes from:")
    for path, (origin, _) in sorted((below | own).items()):
        terminal.say(f"  {path:<34} {origin.removesuffix(path)}")
    return 0


def copy(arguments: argparse.Namespace, terminal: Terminal) -> int:
    directory: Path = arguments.directory
    config, _ = read_config(directory)
    below = _joined(_layers(directory, config)[:-1])
    path = _named(arguments.file.removeprefix(OWN), below)
    origin, file = below[path]
    target = directory / OWN / path
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("xb") as stream:
            stream.write(Path(file).read_bytes())
    except FileExistsError:
        terminal.say(f"{OWN}{path} is there already; nothing was changed.")
        terminal.say("To begin anew, move it away and copy again.")
        return 1
    terminal.say(f"copied {origin} to {OWN}{path}")
    terminal.say()
    terminal.say("It stands instead of the theme's own from now on. " + _advice(path))
    terminal.say("See it while you write:    audiencegen preview")
    terminal.say("See whether it is sound:   audiencegen theme check")
    terminal.say(f"Take it back:              delete {OWN}{path}")
    return 0


def check(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from audiencegen.cli.theme_check import check

    return check(arguments, terminal)


def _layers(directory: Path, config: Config) -> list[dict[str, tuple[str, str]]]:
    from audiencegen.build.themes import find

    find(directory, config.theme)  # says what is wrong when there is no such theme, or a file of it cannot be read
    return sources.layers(str(directory), config.theme)


def _joined(layers: list[dict[str, tuple[str, str]]]) -> dict[str, tuple[str, str]]:
    return {path: file for layer in layers for path, file in layer.items()}


def _show_options(directory: Path, config: Config, terminal: Terminal) -> None:
    from audiencegen.build.themes import find

    options = find(directory, config.theme).theme.options
    terminal.say()
    terminal.say("Its options:" if options else "It has no options.")
    for name in sorted(options.keys() | config.theme_options.keys()):
        value = config.theme_options.get(name, options.get(name))
        note = "" if name not in config.theme_options else f"   (yours; {_without(name, options)})"
        terminal.say(f"  {name:<16} {_written(value)}{note}")


def _without(name: str, options: Mapping[str, object]) -> str:
    return f"the theme's is {_written(options[name])}" if name in options else "the theme knows no such option"


def _written(value: object) -> str:
    return "empty" if value in ("", None) else str(value)


def _standing(path: str, below: _Files) -> str:
    if path not in below:
        return "new"
    return ("word by word over " if path.startswith(sources.WORDS) else "instead of ") + below[path][0]


def _named(wanted: str, below: _Files) -> str:
    """The file that is meant: by its path, or by its name when only one is called so."""
    if wanted in below:
        return wanted
    called = [path for path in below if path.rpartition("/")[2] == wanted]
    if len(called) == 1:
        return called[0]
    near = ", ".join(sorted(called)) or did_you_mean(wanted, sorted(below), closeness=0.7)
    hint = f"did you mean {near}?" if near else "audiencegen theme show lists every file"
    raise ProjectError(error("theme-file", f"the theme has no file {wanted}", hint))


def _advice(path: str) -> str:
    if path.startswith(sources.WORDS):
        return "Keep only the words that you change: the others go on coming from the theme."
    if path == "theme.yaml":
        return "Keep every option in it, for those that are missing are unknown."
    return "What later versions of the theme change in it, you will have to change yourself."
