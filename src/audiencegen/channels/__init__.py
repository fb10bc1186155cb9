"""Each channel that a post can travel by: its limits, its counting, its text. One file for each with rules of its own.

Adding one is a file with `shares(story)`, its name in the tuple below, and its rows in `limits.yaml`.
"""

from __future__ import annotations

from collections.abc import Container

from audiencegen.channels import (
    bluesky,
    discord,
    discourse,
    friend,
    instagram,
    linkedin,
    mastodon,
    podcast,
    reddit,
    table,
    threads,
    x,
    youtube,
)
from audiencegen.channels.cutting import above
from audiencegen.channels.telling import Part, Share, Story

__all__ = ["Part", "Share", "Story", "above", "shares"]

_CHANNELS = (
    friend, linkedin, x, mastodon, bluesky, threads, reddit, discourse, discord, instagram, youtube, podcast, table,
)  # fmt: skip


def shares(story: Story, chosen: Container[str] = ()) -> tuple[Share, ...]:
    """What each channel gets, or each of those that are chosen."""
    every = (share for channel in _CHANNELS for share in channel.shares(story))
    return tuple(share for share in every if not chosen or share.channel.key in chosen)
