"""Discord: the payload of a webhook. Its address is a secret and stands nowhere here; nobody is pinged."""

from __future__ import annotations

import json

from audiencegen.channels.limits import channels
from audiencegen.channels.markdown import DISCORD, blocks_of
from audiencegen.channels.reading import readable
from audiencegen.channels.telling import Part, Share, Story, line, link_for, message, within, words_for

_MOST_EMBEDDED = 6000  # title and description of the embeds together


def shares(story: Story) -> tuple[Share, ...]:
    channel = channels()["discord"]
    link, limits = link_for(story, channel), channel.limits
    text = message(words_for(story, channel), link, (), within(limits["text"], channel))
    title = line(story.title, limits["title"])
    shown = _beginning(story, min(limits["embed"].most, _MOST_EMBEDDED - len(title) * 2))
    embed = {"title": title, "url": link, "description": shown}
    if story.image:
        embed |= {"image": {"url": story.image}}  # type: ignore[dict-item]
    payload = {"content": text, "embeds": [embed], "allowed_mentions": {"parse": []}}
    content = json.dumps(payload, ensure_ascii=False, indent=2) + "\n"
    made = (Part("text", text, limits["text"]), Part("title", title, limits["title"]),
            Part("embed", shown, limits["embed"]))  # fmt: skip
    return (Share(channel, "discord.json", content, made, form="json", picture="1200x630"),)


def _beginning(story: Story, most: int) -> str:
    """As many blocks of the text as the embed takes."""
    limit = channels()["discord"].limits["embed"]
    kept = ""
    for block in blocks_of(readable(story.html), DISCORD):
        more = f"{kept}\n\n{block}".strip()
        if limit.count(more) > most:
            break
        kept = more
    return kept
