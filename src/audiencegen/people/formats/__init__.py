"""Lists of people from elsewhere, read into rows. One module per format; this one opens the file.

A file is taken as it comes: UTF-8 with or without a mark, UTF-16, or what a Windows spreadsheet saves.
"""

from __future__ import annotations

from pathlib import Path

from audiencegen.people.formats.generic import rows_of
from audiencegen.people.intake import ListFile
from audiencegen.problems import ProjectError, error

_NOT_TEXT = (
    (b"PK\x03\x04", "is a ZIP file or an Excel workbook", "unpack it, or save the sheet as CSV (UTF-8)"),
    (b"\xd0\xcf\x11\xe0", "is an Excel workbook", "save the sheet as CSV (UTF-8)"),
    (b"SQLite format 3\0", "is a database", "export the list as CSV and import that"),
    (b"%PDF", "is a PDF", "export the list as CSV and import that"),
)


def read_list(path: Path) -> ListFile:
    """Read a list of people. Raises ProjectError when the file is none, or its rows cannot be told apart."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        hint = "give the path of the list, as in: audiencegen people import list.csv"
        raise ProjectError(error("people", f"{path.name} cannot be read: {fault.strerror}", hint)) from fault
    for start, what, hint in _NOT_TEXT:
        if content.startswith(start):
            raise ProjectError(error("people", f"{path.name} {what}, not a list in CSV", hint))
    return rows_of(path.name, decode(content))


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
