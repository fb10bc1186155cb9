"""A letter's HTML as others will see it: by day, by night, with its styles taken away; its addresses lead to us."""

from __future__ import annotations

import re

from audiencegen.content.tree import Element, parse_document, write
from audiencegen.model import Frame

LIGHT, DARK, PLAIN = "light", "dark", "plain"
LOOKS = (LIGHT, DARK, PLAIN)

_ALWAYS, _NEVER = "(min-width:0)", "(max-width:0)"  # unlike `all`, they may stand beside another condition
_STYLED = re.compile(r"<style\b[^>]*>.*?</style>|<[^<>]*\bmedia=[^<>]*>", re.DOTALL | re.IGNORECASE)
_SCHEME_QUERY = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)
_SCHEME_STYLE = re.compile(r"(color-schemes?\s*:\s*)light dark\b")
_SCHEME_META = re.compile(r"(<meta name=\"(?:supported-)?color-schemes?\" content=\")light dark\"")


def looked_at(html: str, look: str, frame: Frame) -> str:
    """A letter as one of `LOOKS`, for a frame on a page of ours."""
    seen = stripped(html) if look == PLAIN else in_light_of(html, look)
    return at_home(seen, frame)


def in_light_of(html: str, scheme: str) -> str:
    """The letter as by day or by night, whatever this browser prefers."""

    def chosen(match: re.Match[str]) -> str:
        return _ALWAYS if match[1].lower() == scheme else _NEVER

    def styled(match: re.Match[str]) -> str:
        return _SCHEME_STYLE.sub(rf"\g<1>{scheme}", _SCHEME_QUERY.sub(chosen, match[0]))

    return _SCHEME_META.sub(rf'\g<1>{scheme}"', _STYLED.sub(styled, html))


def stripped(html: str) -> str:
    """The letter as a program shows it that drops every style: what is hidden by one is seen."""
    root = parse_document(in_light_of(html, LIGHT))
    for element in root.walk():
        element.attributes = {name: value for name, value in element.attributes.items() if name != "style"}
        element.children = [child for child in element.children if not _is_style(child)]
    return "<!DOCTYPE html>\n" + write(root)


def _is_style(child: Element | str) -> bool:
    return isinstance(child, Element) and child.tag == "style"


def at_home(html: str, frame: Frame) -> str:
    """The same with addresses of the site leading to the preview, out of the frame: online they may not be yet."""
    ours = re.compile(rf'(\b(?:href|src)="){re.escape(frame.url)}(?=(["/?#]))')
    local = ours.sub(lambda match: match[1] + frame.base_path + ("" if match[2] == "/" else "/"), html)
    return re.sub(r"<head>", '<head><base target="_blank">', local, count=1)
