"""Links, mentions and hashtags in a text, as X finds them (twitter-text, config v3): it counts a link as 23 characters.

Mastodon took the same rules over. What no channel may cut in two is found here, too.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pkgutil import get_data
from typing import Any

Span = tuple[int, int]

_LONGEST_URL = 4096
_LONGEST_LABEL = 63  # of a domain, encoded (RFC 1035, 2.3.4)
_LONGEST_SLUG = 40  # of an address of t.co
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SPACES = "\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_REFUSED = "\ufffe\ufeff\uffff"
_ACCENTS = (
    "\xc0-\xd6\xd8-\xf6\xf8-\xff\u0100-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b"
    "\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_LABEL_SIGN = rf"[^{_DIRECTIONS}{_SPACES}{_REFUSED}\x00-\x1f\x7f!-,\-./:-@\[-`{{-~]"
_TLD = r"(?:\L<tlds>(?=[^0-9a-z@+\-]|$)|xn--[0-9a-z]+)"
_SUBDOMAIN = rf"(?:(?:{_LABEL_SIGN}(?:[_\-]|{_LABEL_SIGN})*)?{_LABEL_SIGN}\.)"
_DOMAIN = rf"{_SUBDOMAIN}*(?:{_LABEL_SIGN}(?:-|{_LABEL_SIGN})*)?{_LABEL_SIGN}\.{_TLD}"
_PATH_SIGN = rf"[a-z\p{{Cyrillic}}0-9!*';:=+,.$/%#\[\]\p{{Pd}}_~&|@{_ACCENTS}]"
_BRACKETS = rf"\((?:{_PATH_SIGN}+|{_PATH_SIGN}*\({_PATH_SIGN}+\){_PATH_SIGN}*)\)"
_PATH_END = rf"(?:[a-z\p{{Cyrillic}}0-9=_#/+\-{_ACCENTS}]|{_BRACKETS})"
_PATH = rf"(?:{_PATH_SIGN}*(?:{_BRACKETS}{_PATH_SIGN}*)*{_PATH_END}|{_PATH_SIGN}+/)"
_QUERY = r"\?[a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@]*[a-z0-9_&=#/\-]"
_URL = (
    rf"(?P<before>[^a-z0-9@＠$#＃{_REFUSED}]|[{_DIRECTIONS}]|^)"
    rf"(?P<url>(?P<scheme>https?://)?(?P<domain>{_DOMAIN})(?::[0-9]+)?(?P<path>/{_PATH}*)?(?:{_QUERY})?)"
)
_PLAIN_DOMAIN = rf"(?:(?:[a-z0-9\-_]|[{_ACCENTS}])+\.)+{_TLD}"
_PLAINEST = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z]+", re.IGNORECASE | re.ASCII)
# Most words with a dot are a whole address, a mention, or hold nothing that a domain could end in. To know that, there
# is no need of the long expression, which takes a twentieth of a second before it finds anything.
_PLAIN = re.compile(
    r"(?:[a-z0-9]*[(\[\"'])*(?P<at>@|https?://|)(?P<domain>(?:(?:[a-z0-9][a-z0-9-]{0,60})?[a-z0-9]\.)+[a-z]+)"
    r"(?P<path>(?:/(?:[a-z0-9_/.-]*[a-z0-9_/-])?)?)[.,;:!?)\]\"'’”…]*",
    re.IGNORECASE | re.ASCII,
)
_BEHIND_DOT = re.compile(r"\.(?:[A-Za-z]*(?=[^\x00-\x7f])\w|[Xx][Nn]--|(?P<name>[A-Za-z]+)(?![0-9A-Za-z@+-]))")
_DOTTED = re.compile(r"(?<!\S)[^\s.]*\.\S*")  # a word with a dot: no link is without one, or has a space
_SHORTENED = re.compile(r"https?://t\.co/([a-z0-9]+)(?:\?[a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@]*[a-z0-9_&=#/\-])?", re.I)
# What stays whole in every channel: any address, a mention with or without its server, a hashtag.
_WHOLE = re.compile(
    r"(?<![a-z0-9+.\-])[a-z][a-z0-9+.\-]*://[!-~]+"
    r"|(?:(?<![\w.+\-])[\w.+\-]+)?[@＠][a-z0-9_.\-]+(?:@[a-z0-9.\-]+)?"
    r"|[#＃$]\w+",
    re.I,
)


def urls(text: str) -> list[Span]:
    """Where the links are that X shortens, with or without `https://`."""
    words = _DOTTED.finditer(text)
    return [(word.start() + start, word.start() + end) for word in words for start, end in _in_word(word[0])]


@lru_cache(maxsize=4096)  # a text is counted again and again while it is shortened
def _in_word(word: str) -> tuple[Span, ...]:
    if not _may_hold_a_domain(word):
        return ()
    plain = _PLAIN.fullmatch(word)
    if plain and is_domain(plain["domain"]) and plain["domain"].lower() != "t.co" and len(word) <= _LONGEST_URL:
        return () if plain["at"] == "@" else ((plain.start("at"), plain.end("path")),)
    return searched(word)


def searched(word: str) -> tuple[Span, ...]:
    """Where the links are in a word, whatever it is, by X's own expressions."""
    found: list[Span] = []
    for match in _pattern(_URL).finditer(word):
        found += _with_scheme(match) if match["scheme"] else _without_scheme(match)
    return tuple(found)


def _may_hold_a_domain(word: str) -> bool:
    """Whether a dot is followed by the last name of a domain, or by what may be one in other letters than ours."""
    names = (found["name"] for found in _BEHIND_DOT.finditer(word))
    return any(name is None or name.lower() in _tlds() for name in names)


def whole(text: str) -> list[Span]:
    """What must not be cut in two, in the order of the text, none overlapping another."""
    spans = sorted([*urls(text), *(match.span() for match in _WHOLE.finditer(text))])
    merged: list[Span] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def is_domain(domain: str) -> bool:
    """Whether it ends in a name that domains end in."""
    return domain.rpartition(".")[2].lower() in _tlds()


def _with_scheme(match: Any) -> list[Span]:
    start, end = match.span("url")
    shortened = _SHORTENED.match(match["url"])
    if shortened:
        return [] if len(shortened[1]) > _LONGEST_SLUG else [(start, start + shortened.end())]
    return [(start, end)] if _is_sound(match["domain"], end - start) else []


def _without_scheme(match: Any) -> list[Span]:
    """Without a scheme only the ASCII part of what looks like a domain is one, and what follows the last of them."""
    if match["before"] and match["before"] in "-_./":
        return []
    domain, at, length = match["domain"], match.start("domain"), len(match["url"]) + len("https://")
    found = [(at + start, at + end) for start, end in _plain_domains(domain) if _is_sound(domain[start:end], length)]
    if found and match["path"]:
        found[-1] = found[-1][0], match.end("url")
    return found


def _plain_domains(domain: str) -> list[Span]:
    """Nearly always all of it; the long expression costs a twentieth of a second before it finds anything."""
    if _PLAINEST.fullmatch(domain):
        return [(0, len(domain))]
    return [found.span() for found in _pattern(_PLAIN_DOMAIN).finditer(domain)]


def _is_sound(domain: str, length: int) -> bool:
    labels = [_encoded(label) for label in domain.split(".")]
    longer = sum(map(len, labels)) + len(labels) - 1 - len(domain)
    return all(0 < len(label) <= _LONGEST_LABEL for label in labels) and length + max(0, longer) <= _LONGEST_URL


def _encoded(label: str) -> str:
    """A label as it is asked for; "" for one that cannot be."""
    if label.isascii():
        return label
    return "" if label.lower().startswith("xn--") else "xn--" + label.encode("punycode").decode("ascii")


@cache
def _tlds() -> frozenset[str]:
    return frozenset((get_data("audiencegen.channels", "tlds.txt") or b"").decode("utf-8").split())


@cache
def _pattern(written: str) -> Any:
    import regex  # its lists of names are quicker than fifteen hundred alternatives

    # Without the list of an expression that has none it refuses; with the old rules of case, a list of one may be met.
    return regex.compile(written, regex.IGNORECASE | regex.VERSION0, tlds=_tlds())
