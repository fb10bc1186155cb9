"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from audiencegen.model import Body, Frame, Post
from audiencegen.outputs.feeds.entry import Attachment, Channel, Entry, entries
from audiencegen.values import indented_json


def json_feed(frame: Frame, channel: Channel, posts: Sequence[Post], bodies: Sequence[Body]) -> bytes:
    """JSON Feed 1.1 with the whole text."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": frame.absolute(channel.home),
        "feed_url": frame.absolute(channel.address),
        "description": channel.description,
        "language": frame.language,
        "next_url": frame.absolute(channel.older),
        "authors": [{"name": author.name} for author in frame.authors],
        "hubs": [{"type": "WebSub", "url": hub} for hub in channel.hubs],
        "items": [_item(frame, entry) for entry in entries(frame, posts, bodies)],
    }
    said = {key: part for key, part in feed.items() if part or key == "items"}
    return indented_json(said) + b"\n"


def _item(frame: Frame, entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.guid,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html.decode(),
        "date_published": frame.stamp(entry.date) if entry.date else "",
        "date_modified": frame.stamp(entry.updated) if entry.updated else "",
        "image": entry.image,
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.tags),
        "language": entry.language,
        "attachments": [_attachment(attachment) for attachment in entry.attachments],
    }
    return {key: part for key, part in item.items() if part or key == "content_html"}


def _attachment(attachment: Attachment) -> dict[str, Any]:
    said = {
        "url": attachment.url,
        "mime_type": attachment.type,
        "size_in_bytes": attachment.size,
        "duration_in_seconds": attachment.seconds,
    }
    return {key: part for key, part in said.items() if part}
