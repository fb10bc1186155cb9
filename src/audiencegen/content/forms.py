"""The body as each place shows it: symbolic links replaced by what stands in a page, or everywhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from audiencegen.content.only import for_web
from audiencegen.content.personal import html_without_fields
from audiencegen.content.tree import RAW_TEXT, Element, parse, write
from audiencegen.model import Frame, Target

_SYMBOL = re.compile(r'="(ag:\d[^"]*)"')  # begins with what is rare, so that it is looked for at the speed of memory
_HOLDERS = frozenset("href src poster data srcset".split())
_LONGEST_HOLDER = max(map(len, _HOLDERS))
_ONE = re.compile(r"ag:(\d+)")
_REFUSED = frozenset("applet base embed form link meta object script style".split())
# In what `tree.write` wrote, each `<` begins a tag, but for raw text; and no attribute's value has a `"` or a `>`.
_ELEMENTS = re.compile(f"<(?:{'|'.join(sorted(_REFUSED | RAW_TEXT))})[ >]")
_TAG = re.compile('<[^>]* (?:on[^ =>]*|style|tabindex)="[^>]*>')  # one with an attribute to take away
_ATTRIBUTE = re.compile(' ([^ ="<>]+)(?:="[^"]*")?')
_PLAIN_TAG = re.compile(f"<[^ >]+(?:{_ATTRIBUTE.pattern})*>")  # HTML lets names of attributes have a `"`


def page_html(html: str, targets: Sequence[Target], frame: Frame) -> str:
    """For a page of the site: addresses with the host's base path, pictures with their pixels."""
    return html_without_fields(_filled(for_web(html), targets, frame.href))


def absolute_html(html: str, targets: Sequence[Target], frame: Frame, address: str) -> str:
    """For feeds and letters: every target absolute, fragments against the post's own `address`."""

    def absolute(url: str) -> str:
        return frame.absolute(address + url) if url.startswith("#") else frame.absolute(url)

    return _filled(html, targets, absolute)


def _filled(html: str, targets: Sequence[Target], shown: Callable[[str], str]) -> str:
    def attribute(match: re.Match[str]) -> str:
        symbols, start = match[1], match.start()
        space, name = html[max(0, start - _LONGEST_HOLDER - 1) : start].rpartition(" ")[1:]
        if not space or name not in _HOLDERS:
            return match[0]
        if name == "srcset":
            return f'="{_ONE.sub(lambda one: escape(shown(targets[int(one[1])].url)), symbols)}"'
        target = targets[int(symbols.removeprefix("ag:"))]
        size = f' width="{target.width}" height="{target.height}"' if target.width and name == "src" else ""
        return f'="{escape(shown(target.url))}"{size}'

    return _SYMBOL.sub(attribute, html)


def feed_html(html: str, targets: Sequence[Target], frame: Frame, address: str) -> str:
    """For feeds: absolute, and without what readers refuse: scripts, styles, event attributes, frames.

    A frame becomes a link to what it shows (RSS Advisory Board, best practices; W3C feed validator, SecurityRisk).
    """
    absolute = html_without_fields(absolute_html(for_web(html), targets, frame, address))
    if _ELEMENTS.search(absolute) or not all(_PLAIN_TAG.fullmatch(tag) for tag in _TAG.findall(absolute)):
        return _without_elements(absolute).strip()
    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(_unless_refused, tag[0]), absolute).strip()


def _without_elements(html: str) -> str:
    top = parse(html)
    for element in top.walk():
        element.children = [_for_feed(child, element) for child in element.children if not _is_refused(child)]
        for name in [name for name in element.attributes if _is_refused_attribute(name)]:
            del element.attributes[name]
    return write(top)


def _unless_refused(attribute: re.Match[str]) -> str:
    return "" if _is_refused_attribute(attribute[1]) else attribute[0]


def _is_refused_attribute(name: str) -> bool:
    return name.startswith("on") or name in ("style", "tabindex")


def _is_refused(child: Element | str) -> bool:
    return isinstance(child, Element) and child.tag in _REFUSED


def _for_feed(child: Element | str, parent: Element) -> Element | str:
    if not isinstance(child, Element) or child.tag != "iframe":
        return child
    url = child.attributes.get("src") or ""
    link = Element("a", {"href": url}, [child.attributes.get("title") or url]) if url else ""
    return link if parent.tag == "p" else Element("p", {}, [link])
