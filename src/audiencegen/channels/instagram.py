"""Instagram: a caption below a picture. Links cannot be followed there, and more than five hashtags are refused."""

from __future__ import annotations

from audiencegen.channels.limits import channels
from audiencegen.channels.telling import Share, Story, simple

PICTURES = ("1080x1350", "1080x1080")


def shares(story: Story) -> tuple[Share, ...]:
    channel = channels()["instagram"]
    return (simple(story, channel, PICTURES[0], tags=channel.hashtags),)
