"""Threads: an emoji counts as its bytes, and a post with more than five links fails."""

from __future__ import annotations

from audiencegen.channels.limits import channels
from audiencegen.channels.telling import Share, Story, simple


def shares(story: Story) -> tuple[Share, ...]:
    return (simple(story, channels()["threads"], "1080x1350"),)
