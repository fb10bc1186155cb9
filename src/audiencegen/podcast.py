"""The words of what is heard: a recording as a post names it, the episode it becomes, and the show they belong to.

Moments within a recording are milliseconds from its beginning. Addresses are paths of this site, or URLs.
"""

from __future__ import annotations

from collections.abc import Sequence

from audiencegen.values import Value

MEDIUMS = (
    "podcast",
    "newsletter",
    "blog",
    "audiobook",
    "course",
    "music",
    "video",
    "film",
)  # podcast namespace, medium
EPISODE_TYPES = ("full", "trailer", "bonus")
SHOW_TYPES = ("episodic", "serial")


class Chapter(Value, frozen=True):
    """From `start` on. Its picture and link are as the writer gave them, and addresses once they are linked."""

    start: int
    title: str
    image: str = ""
    url: str = ""


class Transcript(Value, frozen=True):
    """What is said, as a file or an address, and its media type."""

    url: str
    type: str
    language: str = ""  # "" when it is the recording's own


class Person(Value, frozen=True):
    """Somebody who is heard or had a part in it (podcast namespace, person)."""

    name: str
    role: str = ""  # "" is the host
    group: str = ""
    image: str = ""
    url: str = ""


class Recording(Value, frozen=True):
    """The `audio:` of a front matter. 0, "" or None where the writer said nothing."""

    file: str  # a path, or an address elsewhere
    length: int = 0  # bytes
    seconds: int = 0
    type: str = ""
    transcripts: tuple[Transcript, ...] = ()
    persons: tuple[Person, ...] = ()
    season: int | None = None
    episode: int | None = None
    episode_type: str = ""
    explicit: bool | None = None
    image: str = ""
    block: bool = False


class Episode(Value, frozen=True):
    """A post's recording, linked: where it is, how large and how long, and all that goes with it."""

    url: str
    length: int
    type: str
    seconds: int = 0  # 0 is unknown
    chapters: tuple[Chapter, ...] = ()
    chapters_address: str = ""
    transcripts: tuple[Transcript, ...] = ()
    persons: tuple[Person, ...] = ()
    season: int | None = None
    number: int | None = None
    kind: str = "full"
    explicit: bool | None = None
    image: str = ""
    block: bool = False

    @property
    def minutes(self) -> int:
        """How long it lasts in whole minutes, at least one; 0 when nobody knows."""
        return max(1, round(self.seconds / 60)) if self.seconds else 0

    @property
    def times(self) -> tuple[str, ...]:
        """When its chapters begin, as people read it, one by one."""
        return tuple(time for time, _ in clocked(self.chapters))


class Way(Value, frozen=True):
    """Words and where they lead: an app that has the podcast, or a page for those who support it."""

    title: str
    url: str


class Show(Value, frozen=True):
    """The podcast as a whole. "" where it is the site's own title, description or writer."""

    wanted: bool = True
    title: str = ""
    description: str = ""
    author: str = ""
    owner_name: str = ""
    owner_email: str = ""
    categories: tuple[tuple[str, str], ...] = ()  # Apple's, each with its subcategory or ""
    image: str = ""
    explicit: bool = False
    type: str = "episodic"
    locked: bool = True
    guid: str = ""
    medium: str = "podcast"
    funding: tuple[Way, ...] = ()
    apps: tuple[Way, ...] = ()
    copyright: str = ""
    complete: bool = False
    block: bool = False


def clock(seconds: int, long: bool = False) -> str:
    """Seconds as people read them: `1:30`, `1:02:03`; with `long` always with its hour."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours or long else f"{minutes}:{second:02}"


def clocked(chapters: Sequence[Chapter]) -> tuple[tuple[str, str], ...]:
    """The time of each chapter as text, and its title; all with an hour where the last one needs it."""
    long = any(chapter.start >= 3_600_000 for chapter in chapters)
    return tuple((clock(chapter.start // 1000, long), chapter.title) for chapter in chapters)
