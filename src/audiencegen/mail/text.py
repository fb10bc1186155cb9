"""Issue → the text part of its letter, made from the tree and never by stripping tags.

Everything that the HTML says is said here too: a filter that compares the parts finds the same words in both.
"""

from __future__ import annotations

from audiencegen.content.blocks import in_text
from audiencegen.mail.fold import WIDTH, columns, fold
from audiencegen.mail.particulars import particulars
from audiencegen.mail.prose import prose
from audiencegen.mail.reduction import marked_tree
from audiencegen.model import Body, Frame, Issue
from audiencegen.theme import Theme, render

TEMPLATE = "mail/letter.txt"


def marked_text(theme: Theme, frame: Frame, issue: Issue, body: Body) -> str:
    """The whole text part, its lines ended by newlines and at most 72 columns wide where words allow it.

    What differs from reader to reader is marked; a mark takes no column.
    """
    written = prose(marked_tree(frame, issue, body, in_text))

    def folded(text: str, rest: str = "") -> str:
        return "\n".join(fold(text, WIDTH, "", rest))

    def underlined(text: str, mark: str = "=") -> str:
        lines = fold(text)
        return "\n".join([*lines, mark * max(map(columns, lines))])

    document = render(
        theme,
        TEMPLATE,
        site=frame,
        body="\n".join(written.lines),
        links=written.links,
        folded=folded,
        underlined=underlined,
        **particulars(frame, issue),
    )
    return document.decode("utf-8").strip("\n") + "\n"
