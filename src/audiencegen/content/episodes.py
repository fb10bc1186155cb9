"""A post's recording → its Episode: files found, lengths known. And the show, from what the configuration says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from audiencegen.config import FILE_NAME
from audiencegen.content.naming import Named
from audiencegen.content.resolve import Atlas, Place, file_url
from audiencegen.content.urls import PODCAST_FEED, is_external
from audiencegen.model import File, Frame, Link, Post
from audiencegen.podcast import Chapter, Episode, Person, Recording, Show, Transcript, clock
from audiencegen.problems import Problem, warning
from audiencegen.values import replace

PODCASTS = "ead4c236-bf58-58c6-a2c6-a6b28d128cb6"  # the name space of podcast:guid (podcast namespace, guid)
SMALLEST, LARGEST = 1400, 3000  # pixels of artwork, each side (PSP-1)
FORMS = {".jpg": "JPEG RGB", ".jpeg": "JPEG RGB", ".png": "PNG RGB"}
# What podcast apps play: MP3 and MPEG-4 (PSP-1), under each name that their types have.
PLAYED = frozenset("audio/mpeg audio/mp4 audio/m4a audio/x-m4a video/mp4 video/m4v video/x-m4v".split())
PLAYER = "_audio"  # the id of the player on a page; no heading has one like it
_CAPITALS = "put the file beside this one, or mend its name; capitals matter"

Find = Callable[[str, str], str]


def chapters_address(address: str) -> str:
    """Where the chapters of a post's recording are, as a file for apps."""
    return (
        f"{address}chapters.json"
        if address.endswith("/")
        else f"{PurePosixPath(address).with_suffix('')}.chapters.json"
    )


def podcast_guid(feed: str) -> str:
    """The podcast:guid of a feed by its URL: without the scheme and the slashes at its end."""
    from uuid import UUID, uuid5

    return str(uuid5(UUID(PODCASTS), feed.partition("://")[2].rstrip("/")))


def episode(entry: Named, home: Place, atlas: Atlas, is_podcast: bool) -> tuple[Episode | None, list[Problem]]:
    """What there is to hear of a post; None, with the reason, when its file is not there."""
    recording = entry.head.audio
    if recording is None:
        return None, []
    place = entry.manuscript.at("audio")
    file = None if is_external(recording.file) else atlas.file(recording.file, entry.path)
    if file is None and not is_external(recording.file):
        return None, [warning("missing-audio", f"the recording {recording.file} is not there", _CAPITALS, **place)]
    problems: list[Problem] = []
    since = place.get("line", 1)

    def found(written: str, what: str) -> str:
        """The address of a file that goes with the recording; "" when it is not there."""
        if not written or is_external(written):
            return written
        one = atlas.file(written, entry.path)
        if one is None:
            message = f"the {what} {written} is not there"
            problems.append(warning("missing-file", message, _CAPITALS, find=written, since=since))
        return file_url(one.path) if one else ""

    def led(written: str) -> str:
        target, problem = atlas.target(Link(written), home) if written else (None, None)
        problems.extend([replace(problem, since=since)] if problem else [])
        return target.url if target else ""

    made = Episode(
        url=file_url(file.path) if file else recording.file,
        length=file.size if file else recording.length,
        type=recording.type,
        seconds=recording.seconds or (file.seconds if file else 0),
        chapters=tuple(_chapter(one, found, led) for one in entry.head.chapters),
        chapters_address=chapters_address(entry.address) if entry.head.chapters else "",
        transcripts=_transcripts(recording, found),
        persons=tuple(_person(one, found, led) for one in recording.persons),
        season=recording.season,
        number=recording.episode,
        kind=recording.episode_type or "full",
        explicit=recording.explicit,
        image=found(recording.image, "picture"),
        block=recording.block,
    )
    problems += [replace(one, **place) for one in _doubts(made, recording, is_podcast)]
    wrong = _wrong_artwork(recording.image, atlas.file(recording.image, entry.path)) if made.image else None
    if wrong and is_podcast:
        problems.append(warning("artwork", *wrong, find=recording.image, since=since))
    return made, problems


def _chapter(chapter: Chapter, found: Find, led: Callable[[str], str]) -> Chapter:
    return replace(chapter, image=found(chapter.image, "picture"), url=led(chapter.url))


def _person(person: Person, found: Find, led: Callable[[str], str]) -> Person:
    return replace(person, image=found(person.image, "picture"), url=led(person.url))


def _transcripts(recording: Recording, found: Find) -> tuple[Transcript, ...]:
    placed = (replace(one, url=found(one.url, "transcript")) for one in recording.transcripts)
    return tuple(one for one in placed if one.url)


def _doubts(made: Episode, recording: Recording, is_podcast: bool) -> list[Problem]:
    """What an app would stumble over; the place is the whole field."""
    found = []
    if not made.seconds:
        message = f"nobody can tell how long {recording.file} lasts"
        hint = f"write it as audio: {{file: {recording.file}, duration: 24:10}}"
        if is_external(recording.file):
            hint = "add duration: 24:10 to this `audio`"
        found.append(warning("audio-duration", message, hint))
    if is_podcast and made.type not in PLAYED:
        message = f"podcast apps may not play {recording.file}"
        found.append(warning("audio-format", message, "export it as MP3 or M4A, which all of them play"))
    late = [chapter for chapter in made.chapters if made.seconds and chapter.start >= made.seconds * 1000]
    if late:
        message = (
            f"the chapter “{late[0].title}” begins after the end of the recording, which is {clock(made.seconds)} long"
        )
        found.append(warning("chapters", message, "mend its time, which counts from the beginning of the recording"))
    return found


def to_hear(frame: Frame, episode: Episode) -> str:
    """What an inbox or a feed says in the place of a player: `Listen: 24 minutes`."""
    words, minutes = frame.words["audio"], episode.minutes
    if not minutes:
        return str(words["listen"])
    return str(words["listen_one" if minutes == 1 else "listen_other"]).format(count=minutes)


def show_of(show: Show, frame: Frame, atlas: Atlas, episodes: Sequence[Post]) -> tuple[Show, list[Problem]]:
    """What the feed says of the podcast, and what its directories will miss; nothing before there is an episode."""
    if not episodes:
        return show, []
    file = atlas.file(show.image, "") if show.image and not is_external(show.image) else None
    minted = podcast_guid(frame.absolute(PODCAST_FEED))
    told = replace(
        show,
        title=show.title or frame.title,
        description=show.description or frame.description or frame.promise or frame.title,
        author=show.author or (frame.author.name if frame.author else frame.title),
        image=file_url(file.path) if file else show.image if is_external(show.image) else "",
        guid=show.guid or minted,
    )
    return told, [replace(one, file=FILE_NAME) for one in _missed(show, told, file, minted)]


def _missed(show: Show, told: Show, file: File | None, minted: str) -> list[Problem]:
    found = []
    lacks = [name for name, value in (("category", told.categories), ("image", show.image)) if not value]
    if lacks:
        message = f"the podcast has no {' and no '.join(f'`{name}`' for name in lacks)}; directories refuse it"
        hint = "write it as podcast: {category: Technology, image: podcast.jpg}; `podcast: false` if it is none"
        found.append(warning("podcast", message, hint, find="podcast:"))
    if show.image and not told.image:
        message = f"the picture {show.image} is not there"
        found.append(warning("missing-image", message, "put the file into the content folder", find=show.image))
    wrong = _wrong_artwork(show.image, file) if told.image else None
    if wrong:
        found.append(warning("artwork", *wrong, find=show.image))
    if not show.guid:
        message = (
            "the podcast has no `guid` yet, by which apps know it for ever; until then it follows from its address"
        )
        hint = f"write it below `podcast:` as guid: {minted}"
        found.append(warning("podcast-guid", message, hint, find="podcast:"))
    return found


def _wrong_artwork(written: str, file: File | None) -> tuple[str, str] | None:
    """Why directories would refuse a picture, and what to do; a picture that lies elsewhere is not looked at."""
    form = FORMS.get(PurePosixPath(written).suffix.lower())
    if form is None:
        return f"the picture {written} is no JPEG or PNG", "export it as a square JPEG of 3000 × 3000 pixels"
    if file is None:
        return None
    if file.width != file.height or not SMALLEST <= file.width <= LARGEST:
        message = f"the picture {written} has {file.width} × {file.height} pixels"
        return message, f"make it a square of {SMALLEST} to {LARGEST} pixels each side"
    if file.form != form:
        return (
            f"the picture {written} is {file.form}, and should be {form}",
            "export it anew, in RGB and without transparency",
        )
    return None
