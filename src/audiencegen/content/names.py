"""The names of the fields of a front matter: ours, and what other generators call them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from audiencegen.fields import did_you_mean

# ours: (Hugo, Jekyll, Zola, Pelican, Nikola, Eleventy, Ghost, dev.to, Astro …). Compared without case, `-` and `_`.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "title": (),
    "date": ("publishDate", "pubDate", "published", "published_at", "date_published", "publication_date"),
    "updated": ("lastmod", "modified", "last_modified_at", "updated_at", "updated_date", "date_modified"),
    "slug": (),
    "id": ("guid",),
    "description": ("summary", "excerpt", "custom_excerpt", "meta_description"),
    "tags": ("tag", "keywords"),
    "categories": ("category",),
    "authors": ("author", "by"),
    "draft": (),
    "unlisted": ("hidden",),
    "expires": ("expiryDate", "unpublish", "unpublish_date", "expire_date"),
    "aliases": ("alias", "redirects", "redirect_from"),
    "permalink": ("path", "url"),
    "series": (),
    "image": (
        "images", "cover", "cover_image", "thumbnail", "featured_image", "feature_image", "hero_image", "previewimage",
    ),
    "image_alt": (
        "cover_alt", "cover_image_alt", "thumbnail_alt", "featured_image_alt", "feature_image_alt", "hero_image_alt",
    ),
    "language": ("lang", "language_code"),
    "canonical": ("canonical_url",),
    "email": (),
    "web": (),
    "subject": (),
    "preheader": ("preview_text",),
    "number": ("issue", "issue_number"),
    "kind": (),
    "contents": ("toc", "table_of_contents"),
    "credits": (),
    "brief": (),
    "share": (),
    "syndication": (),
    "video": (),
    "audio": (),
    "chapters": (),
    "update_note": (),
    "corrections": ("correction", "errata"),
    "card": ("social_card", "social_image", "share_image", "og_image"),
}  # fmt: skip


@lru_cache  # asked several times of each field, and nearly all fields have one of few names
def folded(name: str) -> str:
    return re.sub(r"[-_ ]", "", name).casefold()


_OURS = {folded(word): ours for ours, others in SYNONYMS.items() for word in (ours, *others)}
_CLOSE = 0.8  # so that `titel` is near and `subtitle` is not


def our_name(name: str) -> str | None:
    """The field that a name stands for: `publishDate` → `date`; None for a name of the writer's own."""
    return _OURS.get(folded(name))


def known_names() -> frozenset[str]:
    """Every name that `our_name` knows, without case, `-` and `_`."""
    return frozenset(_OURS)


def is_proper(name: str) -> bool:
    """Whether it is our own word, in whatever case."""
    return folded(name) == folded(_OURS.get(folded(name), "\0"))


def near_miss(name: str) -> str | None:
    """The known name that was probably meant by a name of no field."""
    return did_you_mean(name, [word for ours, others in SYNONYMS.items() for word in (ours, *others)], _CLOSE)


def state_said(name: str, raw: str) -> tuple[str, bool] | None:
    """What Jekyll's `published: false` and Pelican's `status: draft` say in our words: `("draft", True)`."""
    meant = folded(name)
    if meant not in ("published", "status"):
        return None
    word = raw.strip().strip("\"'").lower()
    if meant == "published" and word in ("true", "false", "yes", "no"):
        return "draft", word in ("false", "no")
    if meant == "status" and word in ("hidden", "private"):
        return "unlisted", True
    if meant == "status" and word in ("draft", "published"):
        return "draft", word == "draft"
    return None
