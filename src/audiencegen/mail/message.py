"""The envelope of a letter, and its proof copy, `issue.eml`: to the writer, with no secret, the same on every build.

The message is put together from bytes: the standard library's generator makes a random boundary and lines of 998
characters. What a header needs is in `headers`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from audiencegen.content.urls import slug
from audiencegen.mail.fields import UNSUBSCRIBE, to_everybody, with_marks
from audiencegen.mail.headers import CRLF, ascii_address, list_id, mailboxes, one_line, unbroken
from audiencegen.mail.particulars import unsubscribe_address, web_address, writer
from audiencegen.mail.parts import part
from audiencegen.mail.personalise import Letter, Recipient, personalise, token
from audiencegen.model import Frame, Imprint, Issue, Mailbox
from audiencegen.values import Record, digest, replace

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def letter(frame: Frame, issue: Issue, sender: Mailbox, html: str, text: str) -> Letter:
    """A finished letter, ready for any number of readers; `html` and `text` have their fields marked.

    Raises ProjectError when an address of the configuration cannot stand in a header.
    """
    mark = digest(issue.post.card.guid, issue.subject, to_everybody(html), to_everybody(text))
    boundary = f"=_ag_{token('', 'boundary', mark)}"  # `=_` occurs in no quoted-printable and no base64 text
    about = (
        list_id(frame.title, _list_identifier(frame, sender)),
        *_on_the_web(frame, issue),
        f"Content-Language: {issue.post.card.language or frame.language}",
        f'Content-Type: multipart/alternative;{CRLF} boundary="{boundary}"',
    )
    domain = ascii_address(sender.address).rpartition("@")[2]
    answers = issue.imprint.reply_to
    return Letter(
        sender=mailboxes("From", _checked(sender)),
        reply_to=mailboxes("Reply-To", _checked(answers)) if answers else "",
        subject=with_marks(issue.subject),
        about=about,
        boundary=boundary,
        text=part("plain", text),
        html=part("html", html),
        domain=domain,
        mark=mark,
    )


def proof(
    frame: Frame,
    issue: Issue,
    sender: Mailbox,
    html: str,
    text: str,
    to: Mailbox | None = None,
    moment: datetime | None = None,
    prefix: str = "",
) -> bytes:
    """The letter as its writer looks at it, with the words for readers of whom nothing is known.

    It goes to the sender unless `to` says otherwise; `prefix` stands before its subject. It is of the letter's own day,
    or of a `moment`, which is in its Message-ID, too: many a server delivers what it has seen before only once.
    """
    finished = letter(frame, issue, sender, html, text)
    reader = Recipient(
        mailbox=to or sender,
        date=moment or frame.local(issue.post.card.date or _EPOCH),
        # Not by one click: nothing answers a POST until letters are sent by the house itself (RFC 8058).
        leave=(_leave(issue.imprint, sender),),
        fields=Record({UNSUBSCRIBE: unsubscribe_address(frame, issue.imprint)}),
        key=moment.isoformat() if moment else "",
        purpose="Proof",
    )
    return personalise(replace(finished, subject=prefix + finished.subject), reader)


def _checked(mailbox: Mailbox) -> Mailbox:
    return Mailbox(ascii_address(mailbox.address), mailbox.name)


def _list_identifier(frame: Frame, sender: Mailbox) -> str:
    """A name under the site's own host that stays when the letter is renamed (RFC 2919, 3)."""
    host = (urlsplit(frame.url).hostname or sender.address.rpartition("@")[2]).lower()
    labels = [label for part in reversed(frame.base_path.split("/")) if (label := slug(part)).isascii() and label]
    return ".".join([*(labels or ["letter"]), ascii_address(f"list@{host}").removeprefix("list@")])


def _leave(imprint: Imprint, sender: Mailbox) -> str:
    return f"mailto:{ascii_address((writer(imprint) or sender).address)}?subject=unsubscribe"


def _on_the_web(frame: Frame, issue: Issue) -> list[str]:
    """`Archived-At` (RFC 5064), for a letter that has a page."""
    address = one_line(web_address(frame, issue))
    return [unbroken("Archived-At", f"<{address}>")] if address and address.isascii() else []
