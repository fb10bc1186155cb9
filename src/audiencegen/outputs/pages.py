"""Posts and pages: one HTML file each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from audiencegen.content.blocks import EMBED, Host, on_page
from audiencegen.content.blocks.video import Clip, clips
from audiencegen.content.forms import page_html
from audiencegen.content.urls import file_of
from audiencegen.model import Body, Frame, Neighbours, Output, Picture, Post, Site, State
from audiencegen.outputs.policy import policy
from audiencegen.theme import Theme, render

_IN_VIEW = 1_500  # letters of a body, tags and all, that most screens show at once
POST = "site/post.html"
VIDEO_SHEET = "video.css"  # of the theme; what stands in a video's frame before it is started


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    yield from _posts(site, theme)
    for page in site.pages:
        yield Output(f"site/{file_of(page.card.address)}", page_page, (theme, site.frame, page, page.body))


def _posts(site: Site, theme: Theme) -> Iterator[Output]:
    for post, around in zip(site.posts, site.neighbours, strict=True):
        path = f"site/{file_of(post.card.address)}"
        yield Output(path, post_page, (theme, site.frame, post, post.body, around))


def post_page(theme: Theme, frame: Frame, post: Post, body: Body, around: Neighbours) -> bytes:
    return _page(POST, theme, frame, post, body, around)


def page_page(theme: Theme, frame: Frame, page: Post, body: Body) -> bytes:
    return _page("site/page.html", theme, frame, page, body, Neighbours())


def _page(template: str, theme: Theme, frame: Frame, post: Post, body: Body, around: Neighbours) -> bytes:
    from markupsafe import Markup

    html = page_html(body.html, post.targets, frame, str(frame.options.get("picture_sizes") or "100vw"))
    lead = post.card.image
    html = _with_first_picture(html, lead is not None and f'src="{frame.href(lead.address)}"' not in html)
    films: tuple[Clip, ...] = ()
    if EMBED in html:
        films = clips(body.html, post, frame)
        html = on_page(html, Host(frame, post.card, frame.href(theme.asset(VIDEO_SHEET))), post.ended)
    shown = Markup(html)
    return render(
        theme,
        template,
        site=frame,
        address=post.card.address,
        canonical=post.canonical or frame.absolute(post.card.address),
        noindex=frame.showing_drafts or post.card.state is not State.PUBLISHED,
        post=post,
        card=post.card,
        picture=_picture(template, theme, frame, post),
        body=shown,
        clips=films,
        policy=policy(frame, shown, _pictures(frame, post, films), (clip.player for clip in films), _sounds(post)),
        around=around,
    )


def _with_first_picture(html: str, below_another: bool) -> str:
    """What is in view at once is asked for first; below the letter's own picture everything waits."""
    at = html.find("<img ", 0, len(html) if below_another else _IN_VIEW + len("<img "))
    if at < 0 or ' loading="' in html[at : html.find(">", at)]:
        return html
    if below_another:
        return f'{html[:at]}<img loading="lazy" {html[at + 5 :]}'
    return f'{html[:at]}<img fetchpriority="high" {html[at + 5 :]}' if at < _IN_VIEW else html


def _picture(template: str, theme: Theme, frame: Frame, post: Post) -> Picture | None:
    """What stands for the page where its address is shared."""
    if not frame.draws_cards:
        return post.card.image
    from audiencegen.outputs.cards import site_picture, social_picture  # where none are drawn, no edit waits for these

    return social_picture(theme, frame, post) if template == POST else post.card.image or site_picture(theme, frame)


def _pictures(frame: Frame, post: Post, films: Iterable[Clip]) -> Iterator[str]:
    if post.card.image:
        yield post.card.image.address
    yield from (clip.thumbnail.removeprefix(frame.url) for clip in films)
    if post.episode:
        yield post.episode.image
        yield from (person.image for person in post.episode.persons)


def _sounds(post: Post) -> tuple[str, ...]:
    return (post.episode.url,) if post.episode else ()
