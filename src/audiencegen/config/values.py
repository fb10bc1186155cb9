"""What a configuration says, as the rest of the house reads it."""

from __future__ import annotations

from enum import Enum
from zoneinfo import ZoneInfo

from audiencegen.model import Author, Door, Feeds, Imprint, NavLink, Sharing
from audiencegen.podcast import Show
from audiencegen.values import Record, Value

FILE_NAME = "audiencegen.yaml"
DEFAULT_LATEST = 10
# The mailing services that letters can be made ready for; each is a module of `mail.services`.
SERVICES = ("buttondown", "listmonk", "mailchimp", "substack")
# The channels that posts can be shared on; each has its limits in `channels/limits.yaml`.
CHANNELS = (
    "friend", "linkedin", "linkedin-article", "linkedin-group", "x", "x-thread", "mastodon", "bluesky", "threads",
    "reddit", "reddit-link", "discourse", "discord", "instagram", "youtube", "podcast", "facebook", "hackernews",
    "whatsapp", "telegram",
)  # fmt: skip
PLACES = ("mastodon", "discourse", "reddit")  # where the writer has a place of their own


class Dialect(Enum):
    MARKDOWN = "markdown"
    GITHUB = "github"


class Contents(Enum):
    """When a post shows a table of contents; AUTO is from five sections on."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Shared(Enum):
    """Which posts have a share kit; LATEST are as many as there are letters."""

    LATEST = "latest"
    ALL = "all"
    NONE = "none"


class Issues(Value, frozen=True):
    """How posts become letters. `only` narrows to one term: ("tags" or "categories", its name)."""

    imprint: Imprint = Imprint()
    subject: str = "{title}"
    only: tuple[str, str] | None = None
    latest: int = DEFAULT_LATEST
    web_only: tuple[str, ...] = ()  # titles of sections that letters only point to
    allow: tuple[str, ...] = ()  # rules of `audiencegen check` that are left out


class Config(Value, frozen=True):
    title: str
    url: str  # https://example.com or with a base path, never with a slash at the end
    language: str = "en"
    timezone: ZoneInfo = ZoneInfo("UTC")
    description: str = ""
    promise: str = ""
    authors: tuple[Author, ...] = ()  # the first is the writer
    navigation: tuple[NavLink, ...] = ()
    content: str = "content"  # relative to the project, with `/`
    output: str = "output"
    permalink: str = "/posts/{slug}/"
    pagination: int = 10
    markdown: Dialect = Dialect.MARKDOWN
    contents: Contents = Contents.AUTO
    theme: str = "default"
    theme_options: Record = Record()
    feeds: Feeds = Feeds()
    issues: Issues = Issues()
    sharing: Sharing = Sharing()
    shared: Shared = Shared.LATEST
    podcast: Show = Show()
    door: Door = Door()
    checked_by: str = ""  # the mail server whose word on a mail's sender `people read-mail` takes
    search: bool = True
    cards: bool = True  # a picture for every post, for where it is shared
