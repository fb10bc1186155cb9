"""What each template is given, beside `site`, `theme` and `data`, which all have: a promise to who writes themes.

docs/reference/templates.md says what each name is; a test holds the recipes, this table and that page equal. Pages of
the preview's workbench are no part of the promise.
"""

from __future__ import annotations

from collections.abc import Mapping

_PAGE = ("address", "canonical", "noindex")
_POST = (*_PAGE, "around", "body", "card", "clips", "picture", "post")
_LETTER = ("ask_address", "body", "card", "day", "direction", "home", "issue", "join", "language", "names", "post")
_LEAVE = ("unsubscribe", "web", "words")
_RULES = ("adornment_rules", "dark_rules", "narrow_rules", "outlook_rules")

EVERYWHERE = ("data", "site", "theme")
GIVEN: Mapping[str, tuple[str, ...]] = {
    "site/home.html": (*_PAGE, "cards", "pager"),
    "site/post.html": _POST,
    "site/page.html": _POST,
    "site/archive.html": (*_PAGE, "count", "years"),
    "site/term.html": (*_PAGE, "cards", "term", "years"),
    "site/terms.html": (*_PAGE, "kind", "terms"),
    "site/subscribe.html": (*_PAGE, "terms"),
    "site/thanks.html": _PAGE,
    "site/welcome.html": (*_PAGE, "newest"),
    "site/podcast.html": (*_PAGE, "posts", "show"),
    "site/search.html": (*_PAGE, "block", "count", "segment", "shards"),
    "site/404.html": (*_PAGE, "newest"),
    "site/redirect.html": ("address", "canonical", "target"),
    "mail/letter.html": (*_LETTER, *_LEAVE, *_RULES, "filler", "look"),
    "mail/letter.txt": (*_LETTER, *_LEAVE, "folded", "links", "underlined"),
    "handover/letters.html": ("letters", "words"),
    "handover/letter.html": (
        *(
            "card",
            "forms",
            "issue",
            "known",
            "known_example",
            "scheduled",
            "sender",
            "services",
            "web",
            "when",
            "words",
        ),
    ),
    "share/kits.html": ("kits", "words"),
    "share/kit.html": ("address", "card", "host", "scheduled", "shares", "when", "words", "writer"),
}
UNPROMISED = "workbench/"
