"""Lists of people from elsewhere, read into rows. One module per format; this one opens the file and says which it is.

A file is taken as it comes: UTF-8 with or without a mark, UTF-16, or what a Windows spreadsheet saves; or a ZIP
with such files in it. The format is known by the names of the columns, never by their order.
"""

from __future__ import annotations

from pathlib import Path

from audiencegen.people.formats import (
    beehiiv,
    buttondown,
    curated,
    ghost,
    keila,
    kit,
    listmonk,
    mailchimp,
    mailtrain,
    medium,
    own,
    plain,
    sendportal,
    steady,
    substack,
    tinynews,
)
from audiencegen.people.formats.columns import normal
from audiencegen.people.formats.leaving import Service
from audiencegen.people.formats.rows import Watch, list_of, unwatched
from audiencegen.people.formats.shape import Format
from audiencegen.people.formats.table import Table, table
from audiencegen.people.formats.zipped import lists_in
from audiencegen.people.intake import ListFile
from audiencegen.problems import ProjectError, error

# The first that fits is the one: those with more telling names of columns stand before the others.
FORMATS: tuple[Format, ...] = (
    own.FORMAT,
    ghost.FORMAT,
    substack.FORMAT,
    substack.DASHBOARD,
    mailchimp.FORMAT,
    buttondown.FORMAT,
    buttondown.EVENTS,
    tinynews.FORMAT,
    beehiiv.FORMAT,
    kit.FORMAT,
    listmonk.FORMAT,
    keila.FORMAT,
    mailtrain.FORMAT,
    sendportal.FORMAT,
    curated.FORMAT,
    steady.FORMAT,
)
SERVICES: tuple[Service, ...] = (
    mailchimp.SERVICE,
    buttondown.SERVICE,
    ghost.SERVICE,
    listmonk.SERVICE,
    substack.SERVICE,
    kit.SERVICE,
    beehiiv.SERVICE,
)
_ZIP = b"PK\x03\x04"
_NOT_TEXT = (
    (b"\xd0\xcf\x11\xe0", "is an Excel workbook", "save the sheet as CSV (UTF-8)"),
    (b"SQLite format 3\0", "is a database", "export the list as CSV and import that"),
    (b"%PDF", "is a PDF", "export the list as CSV and import that"),
)


def read_lists(path: Path, watch: Watch = unwatched) -> tuple[ListFile, ...]:
    """Read a list of people, or all lists of a ZIP; `watch` is told now and then how far it is.

    Raises ProjectError when the file is none, or its rows cannot be told apart.
    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        hint = "give the path of the list, as in: audiencegen people import list.csv"
        raise ProjectError(error("people", f"{path.name} cannot be read: {fault.strerror}", hint)) from fault
    if content.startswith(_ZIP):
        found = lists_in(path.name, content, lambda name, inner: _is_known(table(name, decode(inner))))
        return tuple(read_text(name, decode(inner), watch) for name, inner in found)
    for start, what, hint in _NOT_TEXT:
        if content.startswith(start):
            raise ProjectError(error("people", f"{path.name} {what}, not a list in CSV", hint))
    text = decode(content)
    del content  # a list is large enough once
    return (read_text(path.name, text, watch),)


def read_text(name: str, text: str, watch: Watch = unwatched) -> ListFile:
    """Read the text of a list. Raises ProjectError when it is empty, no table, or has no column of addresses."""
    listed = table(name, text)
    return list_of(listed, format_of(listed), watch)


def format_of(listed: Table) -> Format:
    """The format of a table, by the names of its columns."""
    if listed.header is None:
        return medium.FORMAT if listed.width == 1 else plain.FORMAT
    names = frozenset(map(normal, listed.header))
    return next((form for form in FORMATS if form.fits(names)), plain.FORMAT)


def decode(content: bytes) -> str:
    """The text of a list file. Bytes that are no UTF-8 are taken as Windows saves them (cp1252)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    head = content[:400]
    if head.count(0) * 3 > len(head):  # UTF-16 without its mark: every other byte of plain text is zero
        return content.decode("utf-16-be" if head.startswith(b"\0") else "utf-16-le", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _is_known(listed: Table) -> bool:
    return format_of(listed) in FORMATS
