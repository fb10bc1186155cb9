"""The channels that are nothing but a limit and an intent: Facebook, Hacker News, WhatsApp, Telegram."""

from __future__ import annotations

from audiencegen.channels.limits import channels
from audiencegen.channels.telling import Part, Share, Story, intent, line, link_for, message, simple, within, words_for


def shares(story: Story) -> tuple[Share, ...]:
    facebook, whatsapp = (simple(story, channels()[key], "1200x630") for key in ("facebook", "whatsapp"))
    return facebook, _hacker_news(story), whatsapp, _telegram(story)


def _hacker_news(story: Story) -> Share:
    """A title and a link; it takes no words with them."""
    channel = channels()["hackernews"]
    link, limit = link_for(story, channel), channel.limits["title"]
    title = line(story.title, limit)
    page = intent(channel, {"title": title, "url": link})
    return Share(channel, "hackernews.txt", f"{title}\n\n{link}\n", (Part("title", title, limit),), page)


def _telegram(story: Story) -> Share:
    """Its page takes the link by itself, and puts it above the words."""
    channel = channels()["telegram"]
    link, limit = link_for(story, channel), channel.limits["text"]
    text = message(words_for(story, channel), "", (), within(limit, channel))
    page = intent(channel, {"url": link, "text": text})
    return Share(channel, "telegram.txt", f"{link}\n\n{text}\n", (Part("text", text, limit),), page, picture="1200x630")
