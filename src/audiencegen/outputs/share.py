"""Share kits: for each post a folder with what every channel takes: files, facts, and one page to copy from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from audiencegen.config import CHANNELS
from audiencegen.content.blocks import Host, in_feed
from audiencegen.content.forms import absolute_html
from audiencegen.content.only import for_web
from audiencegen.content.personal import html_without_fields
from audiencegen.content.urls import HOME
from audiencegen.model import Body, Frame, Kit, Output, Site, State
from audiencegen.outputs.cards import SQUARE, TALL, VIDEO, WIDE, drawn
from audiencegen.theme import Theme, render
from audiencegen.values import Record

if TYPE_CHECKING:
    from audiencegen.channels import Part, Share, Story

FOLDER = "share"
PAGE, FACTS = "index.html", "kit.json"
_SIZES = (WIDE, SQUARE, TALL, VIDEO)
_PAGE_TEMPLATE, _LIST_TEMPLATE = "share/kit.html", "share/kits.html"


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    for kit in site.kits:
        folder, inputs = f"{FOLDER}/{kit.folder}", (site.frame, kit, kit.post.body)
        for name in _files(kit):
            yield Output(f"{folder}/{name}", share_file, (*inputs, name))
        yield Output(f"{folder}/{FACTS}", share_facts, inputs)
        sizes = _SIZES if site.frame.draws_cards else ()
        for size in sizes:
            yield drawn(f"{folder}/{_picture(size)}", theme, site.frame, kit.post, size)
        yield Output(f"{folder}/{PAGE}", share_page, (theme, *inputs, tuple(map(_picture, sizes))))
    rows = tuple((kit.folder, kit.post.card.title, kit.post.card.date) for kit in site.kits)
    yield Output(f"{FOLDER}/{PAGE}", share_list, (theme, site.frame, rows))


def _picture(size: tuple[int, int]) -> str:
    return f"card-{size[0]}x{size[1]}.jpg"


def share_file(frame: Frame, kit: Kit, body: Body, name: str) -> bytes:
    """What one channel gets, as a file."""
    return next(share.content for share in _shares(frame, kit, body) if share.file == name).encode("utf-8")


def share_facts(frame: Frame, kit: Kit, body: Body) -> bytes:
    """Every text with how long it is, how long it may be, and by which rule: for programs."""
    card = kit.post.card
    facts = {
        "title": card.title,
        "address": frame.absolute(card.address),
        "date": frame.stamp(card.date) if card.date else "",
        "state": card.state.value,
        "channels": [_facts(share) for share in _shares(frame, kit, body)],
    }
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def share_page(theme: Theme, frame: Frame, kit: Kit, body: Body, pictures: tuple[str, ...]) -> bytes:
    """The page to copy from: each channel as it will look there, its counters, and the way to it."""
    card = kit.post.card
    return render(
        theme,
        _PAGE_TEMPLATE,
        site=frame,
        words=words_of(frame),
        card=card,
        address=frame.absolute(card.address),
        host=frame.url.partition("://")[2].partition("/")[0],
        when=frame.day(card.date) if card.date else "",
        scheduled=card.state is State.SCHEDULED,
        writer=_writer(frame, kit),
        shares=[_shown(share, pictures) for share in _shares(frame, kit, body)],
    )


def share_list(theme: Theme, frame: Frame, kits: tuple[tuple[str, str, datetime | None], ...]) -> bytes:
    """The way to each kit, newest first."""
    rows = [{"folder": one, "title": title, "when": frame.day(date) if date else ""} for one, title, date in kits]
    return render(theme, _LIST_TEMPLATE, site=frame, words=words_of(frame), kits=rows)


def kit_of(frame: Frame, kit: Kit, body: Body) -> tuple[Share, ...]:
    """What each channel gets, for the command that prints one."""
    return _shares(frame, kit, body)


def words_of(frame: Frame) -> Record:
    words: Record = frame.words.get("share") or Record()
    return words


def _files(kit: Kit) -> tuple[str, ...]:
    """The names of a kit's texts, known before any is made."""
    chosen = kit.sharing.channels or CHANNELS
    return tuple(f"{key}{_ENDINGS.get(key, '.txt')}" for key in CHANNELS if key in chosen)


_ENDINGS = {
    "bluesky": ".json",
    "discord": ".json",
    "discourse": ".md",
    "linkedin-article": ".html",
    "podcast": ".html",
    "reddit": ".md",
}


# The same texts stand in all files of a kit; they are made once when these are made one after the other.
@lru_cache(maxsize=2)
def _shares(frame: Frame, kit: Kit, body: Body) -> tuple[Share, ...]:
    from audiencegen.channels import shares  # many, each with its patterns; a site may make no kit

    return shares(_story(frame, kit, body), kit.sharing.channels)


def _story(frame: Frame, kit: Kit, body: Body) -> Story:
    from audiencegen.channels import Story

    post, card = kit.post, kit.post.card
    said = kit.words.get("all")
    own = {name: words for name, words in kit.words.items() if name != "all"}
    image = card.image.address if card.image else ""
    return Story(
        title=card.title,
        link=frame.absolute(card.address),
        words=str(said) if said else _summary(kit, body),
        told=bool(said),
        own=Record(own),
        html=_html(frame, kit, body),
        tags=tuple(tag.name for tag in card.tags),
        question=post.question,
        writer=_writer(frame, kit),
        site=frame.title,
        home=frame.absolute(HOME),
        language=card.language or frame.language,
        image=frame.absolute(image) if image else "",
        introducer=_introducer(frame, kit),
        chapters=post.episode.chapters if post.episode else (),
        phrases=words_of(frame),
        places=kit.sharing.places,
        counted=kit.sharing.utm,
    )


def _html(frame: Frame, kit: Kit, body: Body) -> str:
    """The body with whole addresses; what readers cannot be shown is a link to it, as in feeds."""
    post = kit.post
    whole = absolute_html(html_without_fields(for_web(body.html)), post.targets, frame, post.card.address)
    return in_feed(whole, Host(frame, post.card), post.ended)


def _introducer(frame: Frame, kit: Kit) -> str:
    """The name that `?via=` fills into the form for new readers, where the site's pages have a script that does."""
    if not frame.options.get("scripts"):
        return ""
    return next((key.name for key in kit.post.card.authors), frame.author.name if frame.author else "")


def _summary(kit: Kit, body: Body) -> str:
    """The writer's description, else how the text begins."""
    return kit.summary or " ".join(body.excerpt.split())


def _writer(frame: Frame, kit: Kit) -> str:
    names = [author.name for author in kit.post.card.authors] or [author.name for author in frame.authors[:1]]
    return ", ".join(names) or frame.title


def _facts(share: Share) -> dict[str, Any]:
    return {
        "channel": share.channel.key,
        "name": share.channel.name,
        "file": share.file,
        "intent": share.intent,
        "parts": [_facts_of(part) for part in share.parts],
    }


def _facts_of(part: Part) -> dict[str, Any]:
    return {
        "part": part.name,
        "text": part.text,
        "count": part.count,
        "limit": part.limit.most,
        "rule": part.limit.rule,
        "fits": part.fits,
    }


def _is_pasted(share: Share) -> bool:
    """Whether the channel's page opens without the text, which is then to be copied first."""
    named = {share.channel.intent.get(part.name) for part in share.parts if part.name == "text"}
    return bool(share.intent) and any(not name or f"{name}=" not in share.intent for name in named)


def _shown(share: Share, pictures: tuple[str, ...]) -> dict[str, Any]:
    from markupsafe import Markup

    from audiencegen.channels import above

    parts = [{**_facts_of(part), "id": f"{share.channel.key}-{part.name}"} for part in share.parts]
    text = next((part for part in share.parts if part.name not in ("title", "bytes", "embed")), None)
    fold = text.limit.fold if text else 0
    return {
        "key": share.channel.key,
        "name": share.channel.name,
        "file": share.file,
        "form": share.form,
        "intent": share.intent,
        "parts": [part for part in parts if part["part"] != "bytes"],
        "bytes": next((part for part in parts if part["part"] == "bytes"), None),
        "rich": Markup(text.text) if share.form == "rich" and text else "",
        "content": share.content,
        "fold": fold,
        "above": above(text.text, fold) if text and fold else "",
        "pasted": _is_pasted(share),
        "picture": picture if (picture := f"card-{share.picture}.jpg") in pictures else "",
    }
