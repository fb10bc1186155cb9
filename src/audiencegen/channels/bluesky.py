"""Bluesky: the record of a post. It counts graphemes and bytes; what is a link stands beside the text, by its bytes.

A mention needs the account's identifier, which only the network knows: it stays words until somebody posts.
"""

from __future__ import annotations

import json
import re
from typing import Any
from unicodedata import category

from audiencegen.channels.entities import Span, is_domain
from audiencegen.channels.graphemes import graphemes
from audiencegen.channels.limits import channels
from audiencegen.channels.telling import Part, Share, Story, hashtags, intent, line, link_for, message, words_for

_LONGEST_TAG = 64  # graphemes
_LINK = re.compile(r"(?:^|(?<=[\s(]))(?:https?://\S+|(?P<domain>[a-z][a-z0-9]*(?:\.[a-z0-9]+)+)\S*)", re.I | re.M)
_UNSEEN = "\u00ad\u2060\u200a-\u200d\u20e2"
_TAG = re.compile(rf"(?:^|(?<=\s))[#＃](?!\ufe0f)(?P<tag>[^\s{_UNSEEN}]+)")


def shares(story: Story) -> tuple[Share, ...]:
    channel = channels()["bluesky"]
    limits, link = channel.limits, link_for(story, channel)

    def fits(part: str) -> bool:
        return limits["text"].fits(part) and limits["bytes"].fits(part)

    text = message(words_for(story, channel), link, hashtags(story, channel), fits)
    title, about = line(story.title, limits["text"]), line(story.words, limits["text"])
    card = {"$type": "app.bsky.embed.external", "external": {"uri": link, "title": title, "description": about}}
    record = {
        "$type": "app.bsky.feed.post",
        "text": text,
        "facets": facets(text),
        "langs": [story.language],
        "embed": card,
    }
    content = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    made = Part("text", text, limits["text"]), Part("bytes", text, limits["bytes"])
    return (Share(channel, "bluesky.json", content, made, intent(channel, {"text": text}), picture="1200x630"),)


def facets(text: str) -> list[dict[str, Any]]:
    """What is a link and what is a tag in a text, by the bytes of its UTF-8."""
    found = [_facet(text, span, "link", uri=uri) for span, uri in links(text)]
    return found + [_facet(text, span, "tag", tag=tag) for span, tag in tags(text)]


def links(text: str) -> list[tuple[Span, str]]:
    """Where each link is, and where it leads."""
    found: list[tuple[Span, str]] = []
    for match in _LINK.finditer(text):
        if match["domain"] and (match["domain"].lower().startswith("http") or not is_domain(match["domain"])):
            continue
        uri, end = match[0], match.end()
        if uri[-1] in ".,;:!?":
            uri, end = uri[:-1], end - 1
        if uri.endswith(")") and "(" not in uri:
            uri, end = uri[:-1], end - 1
        found.append(((match.start(), end), uri if match["domain"] is None else f"https://{uri}"))
    return found


def tags(text: str) -> list[tuple[Span, str]]:
    """Where each hashtag is, without the punctuation at its end."""
    found: list[tuple[Span, str]] = []
    for match in _TAG.finditer(text):
        tag = match["tag"]
        if not any(not sign.isdigit() and category(sign)[0] != "P" for sign in tag):
            continue
        while tag and category(tag[-1])[0] == "P":
            tag = tag[:-1]
        if tag and len(graphemes(tag)) <= _LONGEST_TAG:
            found.append(((match.start(), match.start() + 1 + len(tag)), tag))
    return found


def _facet(text: str, span: Span, kind: str, **feature: str) -> dict[str, Any]:
    start, end = (len(text[:at].encode("utf-8")) for at in span)
    features = [{"$type": f"app.bsky.richtext.facet#{kind}", **feature}]
    return {"index": {"byteStart": start, "byteEnd": end}, "features": features}
