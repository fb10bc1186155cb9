"""A bare tree → Markdown that every dialect reads alike; what only some of them know stands as HTML.

It is written from the letter's own tree and not taken from the writer's file: that names other files in its links, and
has constructs of its dialect which no mailing service knows. Lists are indented by four, as Python-Markdown wants it.
"""

from __future__ import annotations

import re

from audiencegen.content.paragraphs import parts
from audiencegen.content.tree import Element, write
from audiencegen.mail.tags import NO_MARKS, Marks

Node = Element | str

_MARKS = {"em": "*", "strong": "**"}
_AS_HTML = frozenset({"abbr", "del", "small", "sub", "sup", "u"})
_SPACES = re.compile(r"[ \t\n\r\f]+")
_SPECIAL = re.compile(r"[\\`*\[\]{]|(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(r"(?P<mark>[#+>-]|!(?=!!))|(?P<number>\d{1,9})(?=[.)])|(?P<entity>[=:|])")
_ENTITY = re.compile(r"&(#\d+|#[xX][0-9a-fA-F]+|\w+);")
_NOT_IN_URL = re.compile(r"[ ()<>\\{}|]")
_BREAK = "\v"
_INDENT = "    "
_BETWEEN = "<!-- -->"  # two of a kind would be read as one


def markdown(tree: Element, marks: Marks = NO_MARKS) -> str:
    """The blocks of a tree; in none of its words a service that knows these marks finds a tag."""
    return "\n\n".join(_Writer(marks).blocks(tree)) + "\n"


class _Writer:
    def __init__(self, marks: Marks) -> None:
        self.marks = marks

    def blocks(self, parent: Element) -> list[str]:
        written: list[str] = []
        before = ""
        for part in parts(parent):
            text = self.block(part)
            if text:
                written += [_BETWEEN] if part.tag == before in ("blockquote", "ol", "ul") else []
                written.append(text)
                before = part.tag
        return written

    def block(self, part: Element) -> str:
        if not self.can_be_marked(part):
            return self.html(part)
        match part.tag:
            case "hr":
                return "---"
            case "pre":
                return _fenced(part.text())
            case "blockquote":
                return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(self.blocks(part)).split("\n"))
            case "ol" | "ul":
                return self.items(part)
            case "p":
                return self.inline(part)
        return f"{'#' * int(part.tag[1])} {self.inline(part).replace(chr(10), ' ')}"

    def can_be_marked(self, part: Element) -> bool:
        """Whether all dialects know this block, and all that is in it."""
        if part.tag in ("dl", "table") or "dir" in part.attributes or "lang" in part.attributes:
            return False
        if part.tag == "pre":
            return not self.marks.found(part.text())
        inner = [child for child in part.children if isinstance(child, Element)]
        if part.tag in ("ol", "ul"):
            last = _start(part) + len(inner)
            blocks = [block for item in inner for block in parts(item)]
            return 0 <= last < 100 and all(one.tag in ("p", "ol", "ul") and self.can_be_marked(one) for one in blocks)
        if part.tag == "blockquote":
            return all(one.tag not in ("hr", "pre") and self.can_be_marked(one) for one in parts(part))
        return True

    def items(self, part: Element) -> str:
        """A list. An item with several paragraphs makes all of them stand apart, as in any Markdown."""
        items = [child for child in part.children if isinstance(child, Element)]
        written = [self.blocks(item) or [""] for item in items]
        loose = any(_is_loose(item) for item in items)
        rows: list[str] = []
        for number, blocks in enumerate(written, _start(part)):
            mark = (f"{number}." if part.tag == "ol" else "-").ljust(len(_INDENT))
            text = ("\n\n" if loose else "\n").join(blocks)
            rows.append(mark + f"\n{_INDENT}".join(text.split("\n")).replace(f"\n{_INDENT}\n", "\n\n"))
        return ("\n\n" if loose else "\n").join(rows)

    def html(self, part: Element) -> str:
        """A block as HTML, without an empty line, which would end it."""
        html = self.marks.as_entities(write(part))
        if any(part.find("pre")):
            return re.sub(r"(?<=\n)\n", "&#10;", html.replace("\n\n", "\n&#10;"))
        return re.sub(r"\n\s*(?=\n)", "", html)

    def inline(self, part: Element) -> str:
        text = "".join(self.pieces(part))
        lines = [_SPACES.sub(" ", line).strip(" ") for line in text.split(_BREAK)]
        return "  \n".join(
            _unmarked(found) + line[found.end() :] if (found := _LINE_START.match(line)) else line for line in lines
        )

    def pieces(self, parent: Element) -> list[str]:
        written: list[str] = []
        for number, child in enumerate(parent.children):
            if isinstance(child, str):
                written.append(self.words(child))
            else:
                before, after = written[-1][-1:] if written else "", _first(parent.children[number + 1 :])
                written.append(self.piece(child, before, after))
        return [piece for piece in written if piece]

    def piece(self, node: Element, before: str, after: str) -> str:
        inside = "".join(self.pieces(node))
        match node.tag:
            case "br":
                return _BREAK
            case "img":
                return f"![{self.words(node.attributes.get('alt') or '')}]({_url(node.attributes.get('src'))})"
            case "a":
                return self.link(node, inside)
            case "code":
                return self.code(node, inside, before)
        if node.tag in _MARKS and _flanked(before, inside, after):
            return _MARKS[node.tag] + inside + _MARKS[node.tag]
        if node.tag in _MARKS or node.tag in _AS_HTML:
            return write(Element(node.tag, node.attributes)).replace("></", f">{inside}</")
        return inside

    def link(self, node: Element, inside: str) -> str:
        url = _url(node.attributes.get("href"))
        is_bare = node.children == [url] and re.match("https?://", url) and "&amp;" not in url
        return f"<{url}>" if is_bare else f"[{inside}]({url})"

    def code(self, node: Element, inside: str, before: str) -> str:
        text = node.text()
        simple = text.strip() == text and not re.search(r"[`\n]", text) and not self.marks.found(text) and before != "`"
        return f"`{text}`" if simple and text and not any(node.find("a")) else f"<code>{inside}</code>"

    def words(self, text: str) -> str:
        """Words that no dialect takes for a mark of its own."""
        plain = _SPACES.sub(" ", text).replace("&", "&amp;") if _entity(text) else _SPACES.sub(" ", text)
        plain = plain.replace("<", "&lt;").replace("~", "&#126;")
        return "<!-- -->".join(_SPECIAL.sub(r"\\\g<0>", piece) for piece in self.marks.split(plain))


def _is_loose(item: Element) -> bool:
    return sum(part.tag == "p" for part in parts(item)) > 1


def _start(part: Element) -> int:
    start = part.attributes.get("start") or "1"
    return int(start) if start.isascii() and start.isdigit() else 1 if part.tag == "ul" or start == "1" else -1000


def _fenced(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{text.rstrip(chr(10))}\n{fence}"


def _first(nodes: list[Node]) -> str:
    return next((text[:1] for node in nodes if (text := node.text() if isinstance(node, Element) else node)), "")


def _flanked(before: str, inside: str, after: str) -> bool:
    """Whether marks around these words are seen as such (CommonMark, 6.2); a mark beside a mark is not relied on."""
    if not inside or inside[0] in " *\\\n" or inside[-1] in " *\n" or re.match(r"\w", before) or re.match(r"\w", after):
        return False
    opens = bool(re.match(r"\w", inside)) or not before.strip()
    closes = bool(re.search(r"\w$", inside)) or not after.strip()
    return opens and closes


def _entity(text: str) -> bool:
    return "&" in text and bool(_ENTITY.search(text))


def _unmarked(found: re.Match[str]) -> str:
    """The beginning of a line that would be taken for a heading, a list, a quote or a rule."""
    if found["number"]:
        return found["number"] + "\\"
    return f"\\{found['mark']}" if found["mark"] else f"&#{ord(found['entity'])};"


def _url(url: str | None) -> str:
    """An address as it may stand between parentheses; braces encoded, so that no service finds a tag in it."""
    written = _NOT_IN_URL.sub(lambda sign: f"%{ord(sign[0]):02X}", url or "")
    return written.replace("&", "&amp;") if _entity(written) else written
