"""What a build is made of: every file of the content folder, of the theme, and the few others, each with its stat.

A build that finds nothing to do needs this module and little more, so it imports only what is cheap.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import NamedTuple

STATIC = "static/"
CONFIGURATION = "audiencegen.yaml"
PARTS = "_parts/"  # as `model` has it, which is not imported when there is nothing to do
CONTENT = "content/"  # how sources of the content folder are named, wherever that is
DEFAULT = "default"
OVERRIDES = "theme"
WORDS = "words/"
BELOW = "below/"  # words that others stand over
# What a build depends on beside content and theme; what was not yet moved into a database lies beside it.
_OTHERS = (CONFIGURATION, "private/people.sqlite", "private/people.sqlite-wal")
_MARKDOWN = (".md", ".markdown")
_OFFICE = (".doc", ".docx", ".odt", ".pages", ".rtf")
_OF_DESKTOPS = frozenset({".DS_Store", ".git", "Thumbs.db", "desktop.ini"})
_LEFTOVERS = ("~", ".bak", ".bck", ".orig", ".swp", ".swo", ".tmp", ".kate-swp", "___jb_tmp___", "___jb_old___")
_TRIAL = "4913"  # the file by which vim tries whether it may write
_TICK = 20_000_000  # nanoseconds; Linux stamps files by its timer's tick, 1 to 10 ms

_LARGEST = (1 << 63) - 1  # inode; some network file systems use one bit more

Stat = tuple[int, int, int]  # size, time of the last change (ns; 0 when it says too little), inode


def stat_of(found: os.stat_result) -> Stat:
    """What the file system says of a file; two equal ones mean that nobody wrote to it in between.

    The later of both times counts: a program can set that of the writing back, but not that of the change.
    """
    written, changed = found.st_mtime_ns, found.st_ctime_ns
    return found.st_size, changed if changed > written else written, found.st_ino & _LARGEST


def trusted(stat: Stat, now: int) -> Stat:
    """A file changed so lately that its next change may get the same time is known by its bytes, as git does."""
    return stat if stat[1] < now - _TICK else (stat[0], 0, stat[2])


def stat(path: str) -> Stat | None:
    """The stat of a plain file, or of a link itself; None when there is none."""
    try:
        return stat_of(os.lstat(path))
    except OSError:
        return None


class Oddity(NamedTuple):
    """Something in the content folder that is not what it seems."""

    kind: str
    path: str
    detail: str = ""


class Listing(NamedTuple):
    """What a content folder holds: paths relative to it, with `/`, sorted; and the stat of each."""

    markdown: tuple[str, ...]
    others: tuple[str, ...]
    stats: Mapping[str, Stat]
    oddities: tuple[Oddity, ...]


def scan(root: str) -> Listing:
    """List a content folder. `_…`, `.…`, README.md and editors' leftovers are not content.

    What lies in `static/` is copied as it is, whatever it is called, but for what desktops leave behind; what lies in
    `_parts/` is shown by other texts.
    """
    stats: dict[str, Stat] = {}
    oddities: list[Oddity] = []
    _walk(root, "", (os.path.realpath(root),), stats, oddities)
    markdown: list[str] = []
    rest: list[str] = []
    for path in sorted(stats):
        ends_so = path.endswith(_MARKDOWN) or path[-9:].lower().endswith(_MARKDOWN)
        (markdown if ends_so and not path.startswith(STATIC) else rest).append(path)
    return Listing(tuple(markdown), tuple(rest), stats, tuple(oddities))


def others(directory: str, theme: str) -> dict[str, str]:
    """Every source beside the content: name → where it is. A theme that is not there has no files."""
    found = dict(theme_files(directory, theme).values())
    found |= {name: f"{directory}/{name}" for name in _OTHERS}
    return {name: path for name, path in found.items() if os.path.isfile(path)}


def theme_files(directory: str, theme: str) -> dict[str, tuple[str, str]]:
    """The files that make up a theme: path in the theme → (origin for messages, where it is).

    It stands over the default one file by file, and the project's own `theme/` over both. Words are the exception: one
    file stands over the other word by word, so what lies below is here, too, under `below/`.
    """
    files: dict[str, tuple[str, str]] = {}
    for number, layer in enumerate(layers(directory, theme)):
        below = {path: files[path] for path in layer if path in files and path.startswith(WORDS)}
        files |= {f"{BELOW}{number}/{path}": file for path, file in below.items()} | layer
    return files


def layers(directory: str, theme: str) -> list[dict[str, tuple[str, str]]]:
    """The same, one for each folder that a theme consists of, the lowest first."""
    roots = [(str(shipped() / DEFAULT), f"themes/{DEFAULT}")]
    if theme != DEFAULT:
        roots += folder(directory, theme)
    return [_files(root, origin) for root, origin in (*roots, (f"{directory}/{OVERRIDES}", OVERRIDES))]


def folder(directory: str, theme: str) -> list[tuple[str, str]]:
    """Where a theme lies that is not ours, and how messages name that place: in the project, else in a package."""
    own = f"{directory}/themes/{theme}"
    if os.path.isdir(own):
        return [(own, f"themes/{theme}")]
    from audiencegen.build.packaged import packaged  # to ask which packages there are costs an import

    return packaged(theme)


def shipped() -> Path:
    """The folder of the themes that come with audiencegen: in an installed package, else in the checkout."""
    package = Path(__file__).parent.parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent.parent / "themes"


def _files(root: str, origin: str) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = folder[len(root) + 1 :].replace(os.sep, "/")
        for name in names:
            if not name.startswith("."):
                path = f"{inside}/{name}" if inside else name
                found[path] = (f"{origin}/{path}", f"{folder}/{name}")
    return found


def _walk(folder: str, prefix: str, above: tuple[str, ...], stats: dict[str, Stat], oddities: list[Oddity]) -> None:
    try:
        names = sorted(os.listdir(folder))  # to list names and ask for each takes less than the entries of `scandir`
    except OSError as fault:
        oddities.append(Oddity("unreadable", prefix.rstrip("/"), fault.strerror or ""))
        return
    for name in names:
        path, place = prefix + name, f"{folder}/{name}"
        if _is_plain_text(name) and S_ISREG((found := os.lstat(place)).st_mode):  # nearly all: no more is asked of them
            stats[path] = stat_of(found)
        elif not name.isascii() and not _is_text(name):
            oddities.append(Oddity("file-name", prefix, os.fsencode(name).decode("utf-8", "backslashreplace")))
        elif name == "_index.md" and not path.startswith(STATIC):
            oddities.append(Oddity("section-file", path))
        elif not _is_content(name, path) and path != PARTS[:-1]:
            continue
        elif (there := _behind_links(place)) is None:
            oddities.append(Oddity("dead-link", path))
        elif S_ISDIR(there.st_mode):
            real = os.path.realpath(place)
            if real in above:
                oddities.append(Oddity("folder-loop", path))
            else:
                _walk(place, path + "/", (*above, real), stats, oddities)
        elif S_ISREG(there.st_mode):
            if path[-9:].lower().endswith(_OFFICE) and not path.startswith(STATIC):
                oddities.append(Oddity("office-file", path))
            else:
                stats[path] = stat_of(there)


def _behind_links(place: str) -> os.stat_result | None:
    """What the file system says of what is there in the end; None for a link that leads to nothing, or to itself."""
    try:
        return os.stat(place)
    except OSError:
        if not os.path.islink(place):
            raise
        return None


def _is_plain_text(name: str) -> bool:
    return name.endswith(_MARKDOWN) and name.isascii() and name[0] not in "_.#" and name != "README.md"


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _is_content(name: str, path: str) -> bool:
    if path.startswith(STATIC):  # `.well-known/`, `_headers` and `.nojekyll` are meant for the web host
        return name not in _OF_DESKTOPS and not is_leftover(name)
    if name[0] in "_.#":
        return False
    return name != "README.md" and not is_leftover(name)


def is_leftover(name: str) -> bool:
    """Whether a file has its name from an editor that is about to save, or did not clear up."""
    return name.endswith(_LEFTOVERS) or name.startswith((".#", ".goutputstream")) or name == _TRIAL
