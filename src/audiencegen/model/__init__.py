"""The words of the house: what the compiler makes, what the linker knows, what the planners ask for.

    Source → Manuscript (one file: Head + Body) → Site (posts, pages, issues, terms …) → Output (path, recipe, inputs)

Every record is immutable. Addresses are paths from the site's root (`/posts/hello/`), without the base path of the
host and not percent-encoded; `Frame.href` and `Frame.absolute` turn them into what stands in HTML and in feeds.
Moments are aware datetimes in UTC; `Frame.local` shows one in the site's zone.
"""

from audiencegen.model.frame import Author, Door, FeedLink, Feeds, Frame, NavLink
from audiencegen.model.letter import Corrected, Earlier, Imprint, Issue, Kit, Mailbox, Sharing
from audiencegen.model.manuscript import (
    LARGEST_PICTURE,
    PARTS,
    PIXELS,
    Ask,
    Body,
    Brief,
    Copy,
    Correction,
    Credit,
    File,
    Head,
    Heading,
    Kind,
    Link,
    Manuscript,
    Notice,
    Outline,
    State,
    Video,
)
from audiencegen.model.post import BodyOf, Card, Neighbours, Page, Picture, Post, Target, Term, TermKey, WordsOf
from audiencegen.model.site import Asset, Output, Reader, Readers, Recipe, Redirect, Site

__all__ = [
    "LARGEST_PICTURE",
    "PARTS",
    "PIXELS",
    "Ask",
    "Asset",
    "Author",
    "Body",
    "BodyOf",
    "Brief",
    "Card",
    "Copy",
    "Corrected",
    "Correction",
    "Credit",
    "Door",
    "Earlier",
    "FeedLink",
    "Feeds",
    "File",
    "Frame",
    "Head",
    "Heading",
    "Imprint",
    "Issue",
    "Kind",
    "Kit",
    "Link",
    "Mailbox",
    "Manuscript",
    "NavLink",
    "Neighbours",
    "Notice",
    "Outline",
    "Output",
    "Page",
    "Picture",
    "Post",
    "Reader",
    "Readers",
    "Recipe",
    "Redirect",
    "Sharing",
    "Site",
    "State",
    "Target",
    "Term",
    "TermKey",
    "Video",
    "WordsOf",
]
