"""Links: that they lead somewhere from an inbox, say where, and look honest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from audiencegen.mail.lint.letter import Letter, Rules
from audiencegen.problems import Problem, error, warning

MANY = 50  # a rule of thumb; a round-up may well have more

_FOLLOWED = frozenset("http https mailto tel sms ftp geo webcal xmpp".split())
# Shared by everybody, spammers too; SpamAssassin counts them (URL_SHORTENER, 1.0).
_SHORTENERS = frozenset(
    "bit.ly bitly.com buff.ly cutt.ly dlvr.it goo.gl is.gd lnkd.in ow.ly rb.gy rebrand.ly shorturl.at t.co t.ly "
    "tiny.cc tinyurl.com trib.al v.gd".split()
)
_LOOKS_LIKE_ADDRESS = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/?#:]\S*)?", re.IGNORECASE)
# The last part of a name that is a file or a program rather than a host: README.md, main.rs, node.js, ASP.net.
_FILE_ENDINGS = frozenset(
    "cc cs cpp css gif go html jpeg jpg js json md mk net pdf pl png ps py rb rs sh so svg toml ts txt vim webp yaml "
    "zip".split()
)


def reachable(letter: Letter) -> Iterator[Problem]:
    """`url-abs`: an address that works from an inbox: absolute, public, without spaces."""
    for anchor in letter.anchors:
        wrong = _what_is_wrong(anchor.url)
        if wrong:
            hint = "write the whole address, with https://"
            message = f"the link “{_short(anchor.words)}” {wrong}"
            yield error("url-abs", message, hint, **letter.at_target(anchor.url, anchor.nth))
    for shown in letter.seen:
        source = shown.element.attributes.get("src")
        wrong = _what_is_wrong(source or "") if shown.element.tag == "img" else ""
        if wrong and not (source or "").startswith(("data:", "cid:")):
            message = f"the picture {source or 'without an address'} {wrong}"
            yield error("url-abs", message, "write the whole address, with https://", **letter.at_target(source or ""))


def encrypted(letter: Letter) -> Iterator[Problem]:
    """`url-http`: what may be read and changed on the way."""
    for anchor in letter.anchors:
        if anchor.url.lower().startswith("http://"):
            hint = f"try https://{anchor.url[7:]}"
            place = letter.at_target(anchor.url, anchor.nth)
            yield warning("url-http", f"the link {_short(anchor.url)} is not encrypted", hint, **place)
    for shown in letter.seen:
        source = shown.element.attributes.get("src") or ""
        if shown.element.tag == "img" and source.lower().startswith("http://"):
            message = f"the picture {_short(source)} is not encrypted; many mail programs do not show it"
            yield warning("url-http", message, f"try https://{source[7:]}", **letter.at_target(source))


def honest(letter: Letter) -> Iterator[Problem]:
    """`url-shortener`, `url-ip`, `url-mismatch`: links that look like those of a swindler."""
    for anchor in letter.anchors:
        host = _host(anchor.url)
        if host in _SHORTENERS:
            message, hint = f"{host} hides where the link leads; filters count it", "write the address that it leads to"
            yield warning("url-shortener", message, hint, **letter.at_target(anchor.url, anchor.nth))
        elif _is_number(host):
            message, hint = f"the link leads to a number, {host}; filters count it", "write the name of the host"
            yield warning("url-ip", message, hint, **letter.at_target(anchor.url, anchor.nth))
        named = _named_host(anchor.words)
        if named and host and anchor.url.startswith("http") and not _same_site(named, host):
            if any(anchor.element.find("code")):
                continue
            message = f"the link reads {named} and leads to {host}; filters may take it for a swindle"
            hint = "let the words say where it leads"
            yield warning("url-mismatch", message, hint, **letter.at_target(anchor.url, anchor.nth))


def words_of_links(letter: Letter) -> Iterator[Problem]:
    """`link-text`, `link-generic`: a link is often read out alone, without the words around it."""
    generic = frozenset(str(word).casefold() for word in letter.vocabulary.get("generic_links") or ())
    for anchor in letter.anchors:
        if not anchor.words:
            message, hint = f"a link to {_short(anchor.url)} has no words", "write words between its brackets"
            yield error("link-text", message, hint, **letter.at_target(anchor.url, anchor.nth))
        elif _plain(anchor.words) in generic:
            message = f"“{anchor.words}” does not say where the link leads"
            hint = "name what is there; screen readers list the links of a letter without the words around them"
            yield warning("link-generic", message, hint, **letter.at_target(anchor.url, anchor.nth))


def count(letter: Letter) -> Iterator[Problem]:
    """`link-count`: more choices than a reader makes."""
    number = len(letter.anchors)
    if number > MANY:
        hint = f"fine for a round-up (`issues.allow: [link-count]`); else keep the best, below {MANY}"
        yield warning("link-count", f"the letter has {number} links", hint, file=letter.origin.file)


def _what_is_wrong(url: str) -> str:
    if not url or url == "#":
        return "leads nowhere"
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return "has an address that is none"
    if re.search(r"\s", url):
        return "has a space in its address"
    if url.startswith("#"):
        return "leads to a place in the letter, which most mail programs do not find"
    if url.startswith("//") or not parts.scheme:
        return f"has no whole address: {_short(url)}"
    if parts.scheme.lower() not in _FOLLOWED:
        return f"cannot be followed from an inbox: {parts.scheme}:"
    if host == "localhost" or host.endswith((".localhost", ".local")) or host.startswith("127."):
        return f"leads to your own machine: {host}"
    return "" if host or parts.scheme.lower() not in ("http", "https") else "has no host"


def _named_host(words: str) -> str:
    """The host that words name when they are an address and nothing else."""
    found = _LOOKS_LIKE_ADDRESS.fullmatch(words)
    if not found or (found[1].rpartition(".")[2].lower() in _FILE_ENDINGS and "://" not in words):
        return ""
    return found[1].lower()


def _same_site(one: str, other: str) -> bool:
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _is_number(host: str) -> bool:
    if not host[-1:].isdigit() and ":" not in host:
        return False
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _plain(words: str) -> str:
    return words.casefold().strip(" .…:!→>»›-–—[]()")


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


RULES: Rules = {
    reachable: ("url-abs",),
    encrypted: ("url-http",),
    honest: (
        "url-shortener",
        "url-ip",
        "url-mismatch",
    ),
    words_of_links: (
        "link-text",
        "link-generic",
    ),
    count: ("link-count",),
}
