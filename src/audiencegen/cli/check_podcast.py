"""`audiencegen check --podcast`: the feed of the podcast against PSP-1, as a build would write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from audiencegen.build.pipeline import Linked
from audiencegen.config import FILE_NAME, Config
from audiencegen.content.naming import shown
from audiencegen.content.resolve import file_url
from audiencegen.content.urls import PODCAST_FEED
from audiencegen.images.probe import ENDINGS, form, pixels
from audiencegen.model import File, Site
from audiencegen.outputs import podcast, psp1
from audiencegen.problems import Problem, ProjectError, error, warning


def findings(linked: Linked, config: Config, allowed: frozenset[str]) -> tuple[Problem, ...]:
    """What PSP-1 has to say, each with the file where it can be mended. Raises ProjectError without an episode."""
    site = linked.site
    output = next((one for one in podcast.plan(site, linked.theme) if one.path == f"site{PODCAST_FEED}"), None)
    if output is None:
        hint = "give a post a recording: audio: talk.mp3"
        raise ProjectError(error("no-podcast", "there is no podcast yet", hint))
    found = psp1.findings(linked.made(output), dict(_pictures(linked)))
    sources = {post.card.guid: shown(post.card.source, config) for post in site.episodes}
    return tuple(_problem(one, sources) for one in found if one.rule not in allowed)


def _problem(found: psp1.Finding, sources: Mapping[str, str]) -> Problem:
    made = error if found.is_required else warning
    file = sources.get(found.guid, FILE_NAME)
    return made(found.rule, found.message, found.hint, file=file, find="audio:" if found.guid else "podcast:")


def _pictures(linked: Linked) -> Iterator[tuple[str, File]]:
    """The artwork that lies on this site, by its URL, with what its bytes say."""
    site = linked.site
    assets = {asset.address: asset.content for asset in site.assets}
    for address in _artwork(site):
        content = next((ref for path, ref in assets.items() if file_url(path.lstrip("/")) == address), None)
        if content is not None:
            yield site.frame.absolute(address), _file(address, linked.resolve(content))


def _artwork(site: Site) -> Iterator[str]:
    yield site.show.image
    for post in site.episodes:
        if post.episode:
            yield post.episode.image


def _file(address: str, content: bytes) -> File:
    ending = address[address.rfind(".") :].lower()
    width, height = pixels(content, ending) if ending in ENDINGS else (0, 0)
    return File(address, "", len(content), width, height, form=form(content, width, height))
