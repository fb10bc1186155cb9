"""The body as each place shows it: symbolic links replaced by what stands in a page, or everywhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from urllib.parse import urlsplit

from audiencegen.content.blocks.kind import EMBED
from audiencegen.content.only import for_web
from audiencegen.content.personal import html_without_fields
from audiencegen.content.tree import RAW_TEXT, Element, parse, write
from audiencegen.model import Copy, Frame, Target

_SYMBOL = re.compile(r'="(ag:\d[^"]*)"')  # begins with what is rare, so that it is looked for at the speed of memory
_HOLDERS = frozenset("href src poster data srcset".split())
_LONGEST_HOLDER = max(map(len, _HOLDERS))
_ONE = re.compile(r"ag:(\d+)")
# What readers show as it stands (W3C feed validator, SecurityRisk and NotHtml); of other elements the content is kept.
_ACCEPTED = frozenset(
    "a abbr address area article aside audio b bdi blockquote br caption center cite code col colgroup data dd del "
    "details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label li main "
    "map mark menu nav ol p picture pre q rp rt ruby s samp section small source span strike strong sub summary sup "
    "table tbody td tfoot th thead time tr track tt u ul var video wbr".split()
) | {EMBED}  # each block has a form of its own for feeds
_REFUSED = (
    RAW_TEXT
    | frozenset(
        "applet base button canvas dialog embed form frameset head link meta object param select template textarea "
        "title".split()
    )
) - {"iframe"}
# No reader runs these, or they are addresses that nothing makes absolute.
_REFUSED_ATTRIBUTES = frozenset("action background cite formaction longdesc ping srcdoc style tabindex usemap".split())
_PERMALINKS = frozenset({"anchor", "header-anchor", "headerlink", "heading-link", "permalink"})
# In what `tree.write` wrote, each `<` begins a tag, but for raw text; and no attribute's value has a `"` or a `>`.
_NAME = re.compile("<([^ />]+)")  # of those that begin; `</` is none
_TAG = re.compile(f'<[^>]* (?:on[^ =>]*|{"|".join(sorted(_REFUSED_ATTRIBUTES))})="[^>]*>')
# What can be followed from anywhere: of a link with another scheme, or with none at all, only the words are kept.
_SCHEMES = frozenset("data feed ftp geo http https magnet mailto mid news sip sips sms tel urn xmpp".split())
_LEADING = frozenset({"href", "poster", "src"})
_PERMALINK = re.compile(f'class="[^"]*(?:{"|".join(sorted(_PERMALINKS))})')
_ATTRIBUTE = re.compile(' ([^ ="<>]+)(?:="[^"]*")?')
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HOLD_PARAGRAPHS = frozenset({"", "blockquote", "dd", "details", "div", "figure", "li", "section", "td"})
_PLAIN_TAG = re.compile(f"<[^ >]+(?:{_ATTRIBUTE.pattern})*>")  # HTML lets names of attributes have a `"`


def page_html(html: str, targets: Sequence[Target], frame: Frame, sizes: str = "100vw") -> str:
    """For a page of the site: addresses with the host's base path, pictures with their pixels and their copies.

    `sizes` says how wide the theme shows a picture, as HTML's attribute of that name does.
    """

    def copies(target: Target) -> str:
        return f' srcset="{srcset(target.copies, frame)}" sizes="{escape(sizes)}"'

    return html_without_fields(_filled(for_web(html), targets, frame.href, copies))


def srcset(copies: Iterable[Copy], frame: Frame) -> str:
    """The copies of a picture as HTML's attribute of that name lists them."""
    return ", ".join(f"{frame.href(copy.address)} {copy.width}w" for copy in copies)


def absolute_html(html: str, targets: Sequence[Target], frame: Frame, address: str) -> str:
    """For feeds and letters: every target absolute, fragments against the post's own `address`."""

    def absolute(url: str) -> str:
        return frame.absolute(address + url) if url.startswith("#") else frame.absolute(url)

    return _filled(html, targets, absolute)


def _filled(
    html: str, targets: Sequence[Target], shown: Callable[[str], str], copies: Callable[[Target], str] = lambda _: ""
) -> str:
    def attribute(match: re.Match[str]) -> str:
        symbols, start = match[1], match.start()
        space, name = html[max(0, start - _LONGEST_HOLDER - 1) : start].rpartition(" ")[1:]
        if not space or name not in _HOLDERS:
            return match[0]
        if name == "srcset":
            return f'="{_ONE.sub(lambda one: escape(shown(targets[int(one[1])].url)), symbols)}"'
        target = targets[int(symbols.removeprefix("ag:"))]
        size = f' width="{target.width}" height="{target.height}"' if target.width and name == "src" else ""
        if (
            target.copies
            and name == "src"
            and " srcset=" not in html[html.rfind("<", 0, start) : html.find(">", start)]
        ):
            size += copies(target)
        return f'="{escape(shown(target.url))}"{size}'

    return _SYMBOL.sub(attribute, html)


def feed_html(html: str, targets: Sequence[Target], frame: Frame, address: str) -> str:
    """For feeds: absolute, and without what readers refuse: scripts, styles, event attributes, frames, drawings.

    What would be lost becomes words: a frame a link to what it shows, a drawing its title, a formula its source.
    """
    absolute = html_without_fields(absolute_html(for_web(html), targets, frame, address))
    tags = _TAG.findall(absolute)
    if not _is_simple(absolute, tags) or any(_leads_nowhere(target.url) for target in targets):
        return _without_elements(absolute, frame, address).strip()
    shown = _TAG.sub(lambda tag: _ATTRIBUTE.sub(_unless_refused, tag[0]), absolute) if tags else absolute
    return shown.strip()


def _is_simple(html: str, tags: Sequence[str]) -> bool:
    """Whether at most attributes are to be taken away, those of `tags`, for which nothing has to be parsed."""
    return (
        _ACCEPTED.issuperset(_NAME.findall(html))
        and not _PERMALINK.search(html)
        and all(_PLAIN_TAG.fullmatch(tag) for tag in tags)
    )


def _leads_nowhere(url: str | None) -> bool:
    """Whether nobody can follow an address, whether it is of the site or of the web."""
    if not url or url[0] in "/#":
        return not url
    scheme, colon, _ = url.partition(":")
    return not colon or scheme.strip().lower() not in _SCHEMES


def _without_elements(html: str, frame: Frame, address: str) -> str:
    top = parse(html)
    _simplify(top, frame, frame.absolute(address))
    return write(top)


def _simplify(parent: Element, frame: Frame, page: str) -> None:
    kept: list[Element | str] = []
    for child in parent.children:
        if isinstance(child, Element):
            kept += _simple(child, parent, frame, page)
        else:
            kept.append(child)
    parent.children = kept


def _simple(element: Element, parent: Element, frame: Frame, page: str) -> list[Element | str]:
    """What stands for an element in a feed."""
    if element.tag == "iframe":
        return _in_words(_frame(element, frame), parent)
    if element.tag == "svg":
        return _in_words(_drawing(element, frame, page), parent)
    if element.tag == "math":
        return [_formula(element)]
    if element.tag in _REFUSED or _is_permalink(element, parent):
        return []
    _simplify(element, frame, page)
    if element.tag not in _ACCEPTED:
        return element.children
    for name, value in list(element.attributes.items()):
        if _is_refused_attribute(name) or (name in _LEADING and _leads_nowhere(value)):
            del element.attributes[name]
    return [element]


def _in_words(link: Element | None, parent: Element) -> list[Element | str]:
    """A link, in a paragraph of its own where it does not stand within a text."""
    if link is None:
        return []
    return [Element("p", {}, [link])] if parent.tag in _HOLD_PARAGRAPHS else [link]


def _frame(element: Element, frame: Frame) -> Element | None:
    url = element.attributes.get("src") or ""
    if _leads_nowhere(url):
        return None
    host = urlsplit(url).netloc or url
    words = element.attributes.get("title") or str(frame.words["feed_frame"]).format(host=host)
    return Element("a", {"href": url}, [words])


def _drawing(element: Element, frame: Frame, page: str) -> Element | None:
    """Readers drop the drawing itself; one that is hidden from everybody but the eye says nothing."""
    if element.attributes.get("aria-hidden") == "true":
        return None
    title = next((inner.text().strip() for inner in element.find("title", "desc")), "")
    label = element.attributes.get("aria-label") or title
    words = str(frame.words["feed_drawing"])
    return Element("a", {"href": page}, [f"{words}: {label}" if label else words])


def _formula(element: Element) -> Element:
    source = next((inner.text() for inner in element.find("annotation")), "")
    said = element.attributes.get("alttext") or source or element.text()
    return Element("code", {}, [" ".join(said.split())])


def _is_permalink(element: Element, parent: Element) -> bool:
    """The sign behind a heading by which its address can be copied."""
    return element.tag == "a" and parent.tag in _HEADINGS and bool(_PERMALINKS.intersection(element.classes))


def _unless_refused(attribute: re.Match[str]) -> str:
    return "" if _is_refused_attribute(attribute[1]) else attribute[0]


def _is_refused_attribute(name: str) -> bool:
    return name.startswith("on") or name in _REFUSED_ATTRIBUTES
