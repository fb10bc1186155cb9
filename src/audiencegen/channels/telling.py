"""What is told of a post, and what each channel makes of it: a story goes in, shares come out."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, urlencode

from audiencegen.channels.cutting import cut
from audiencegen.channels.entities import urls
from audiencegen.channels.limits import Channel, Limit
from audiencegen.podcast import Chapter
from audiencegen.values import Record, Struct, Value

LONGEST_INTENT = 2000  # characters of a link; longer ones get lost between browsers and servers
_HASHTAG = re.compile(r"[#＃]\w*[^\W\d]\w*")
_NOTHING = Record()


class Story(Value, frozen=True):
    """Everything that a channel may know of a post. Every address is absolute."""

    title: str
    link: str
    words: str  # what is said of it where nothing else is given: the writer's words for all, else its summary
    told: bool = False  # the words for all are the writer's own and need no title above them
    own: Record = _NOTHING  # channel → the writer's words for it alone
    html: str = ""  # the body
    tags: tuple[str, ...] = ()
    question: str = ""
    writer: str = ""
    site: str = ""
    home: str = ""
    language: str = "en"
    image: str = ""
    introducer: str = ""  # the writer's name in `?via=`
    chapters: tuple[Chapter, ...] = ()
    phrases: Record = _NOTHING  # the theme's words
    places: Record = _NOTHING  # the writer's own instance, forum, community
    counted: bool = False  # links say which channel they were followed from


class Part(Struct, frozen=True):
    """One field of a post, as it is pasted."""

    name: str
    text: str
    limit: Limit

    @property
    def count(self) -> int:
        return self.limit.count(self.text)

    @property
    def fits(self) -> bool:
        return self.limit.fits(self.text)


class Share(Struct, frozen=True):
    """What one channel gets: its parts to paste, the same as a file, and its page for a new post."""

    channel: Channel
    file: str
    content: str
    parts: tuple[Part, ...]
    intent: str = ""
    form: str = "text"  # how it is copied and shown: "text", "rich" or "json"
    picture: str = ""  # the size of the picture that goes with it

    def part(self, name: str) -> Part:
        return next(part for part in self.parts if part.name == name)


Fits = Callable[[str], bool]


def link_for(story: Story, channel: Channel) -> str:
    """The post's address, with parameters only when the writer asked for them."""
    if not story.counted:
        return story.link
    asked = urlencode({"utm_source": channel.key, "utm_medium": "share"})
    return f"{story.link}{'&' if '?' in story.link else '?'}{asked}"


def words_for(story: Story, channel: Channel) -> str:
    """The writer's words for this channel, else those for all, else the title above the summary."""
    own = str(story.own.get(channel.key) or "").strip()
    if own or story.told:
        return own or story.words
    return "\n\n".join(filter(None, (story.title, story.words)))


def message(words: str, link: str, tags: tuple[str, ...], fits: Fits) -> str:
    """Words, link and hashtags. What does not fit falls from its end: the hashtags, then words; the link never."""
    says_it = link in words.split()
    tails = ["" if says_it or not link else f"\n\n{link}"]
    tails = [f"{tails[0]}\n\n{' '.join(tags)}", *tails] if tags else tails
    for tail in tails:
        if fits(words + tail):
            return (words + tail).strip()
    short = cut(words, fits)
    if link in short.split():
        return short
    tail = f"\n\n{link}"
    return (cut(words, lambda part: fits(part + tail)) + tail).strip()


def within(limit: Limit, channel: Channel, tags: int = 0) -> Fits:
    """Whether a text keeps to the channel's limit, and to its numbers of links and hashtags."""

    def fits(text: str) -> bool:
        many = channel.links and len(urls(text)) > channel.links
        loud = tags and len(_HASHTAG.findall(text)) > tags
        return limit.count(text) <= limit.most and not many and not loud

    return fits


def hashtags(story: Story, channel: Channel) -> tuple[str, ...]:
    """The post's tags as hashtags, as many as are usual there: “small boats” is #SmallBoats."""
    made = (_hashtag(tag) for tag in story.tags)
    return tuple(dict.fromkeys(tag for tag in made if tag))[: channel.hashtags]


def _hashtag(tag: str) -> str:
    words = re.findall(r"\w+", tag)
    joined = words[0] if len(words) == 1 else "".join(word[:1].upper() + word[1:] for word in words)
    return f"#{joined}" if re.search(r"[^\W\d]", joined) else ""


def line(text: str, limit: Limit) -> str:
    """A title: one line, shortened after a word."""
    return cut(" ".join(text.split()), lambda part: limit.count(part) <= limit.most)


def intent(channel: Channel, values: dict[str, str], base: str = "") -> str:
    """The channel's page for a new post, with these parts filled in; one that is too long is left to be pasted."""
    at = base or channel.intent.get("at", "")
    named = [(channel.intent[name], value) for name, value in values.items() if name in channel.intent and value]
    asked = [(name, quote(value[: LONGEST_INTENT + 1], safe="")) for name, value in named]  # more never fits anyway
    fixed = channel.intent.get("always", "")
    while True:
        query = "&".join(filter(None, [fixed, *(f"{name}={value}" for name, value in asked)]))
        address = f"{at}?{query}" if query else at
        if len(address) <= LONGEST_INTENT or not asked:
            return address
        longest = max(asked, key=lambda pair: len(pair[1]))
        asked.remove(longest)
        fixed = "" if longest[0] == channel.intent.get("text") else fixed


def simple(story: Story, channel: Channel, picture: str = "", base: str = "", tags: int = 0) -> Share:
    """A channel that takes one text with the link in it."""
    limit, link = channel.limits["text"], link_for(story, channel)
    text = message(words_for(story, channel), link, hashtags(story, channel), within(limit, channel, tags))
    page = intent(channel, {"text": text, "url": link}, base) if base or "://" in channel.intent.get("at", "") else ""
    return Share(channel, f"{channel.key}.txt", f"{text}\n", (Part("text", text, limit),), page, picture=picture)


def as_file(*parts: Part) -> str:
    """Several parts in one file: the title, an empty line, the text."""
    return "\n\n".join(part.text for part in parts if part.text) + "\n"
