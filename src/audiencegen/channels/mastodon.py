"""Mastodon: a post for the writer's own instance, which is named in the configuration."""

from __future__ import annotations

from audiencegen.channels.limits import channels
from audiencegen.channels.telling import Share, Story, simple


def shares(story: Story) -> tuple[Share, ...]:
    instance = str(story.places.get("mastodon") or "").rstrip("/")
    return (simple(story, channels()["mastodon"], "1200x630", f"{instance}/share" if instance else ""),)
