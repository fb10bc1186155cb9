"""Bytes of a file → text, whatever the editor that saved them."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from audiencegen.problems import Problem, error, warning

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")

_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - {*b"\t\n\r"})  # the others are two or three bytes long


def decode(content: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file, with a warning for what had to be replaced or left out."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        message = "the file is saved as UTF-16, which only some programs can read"
        return "", (error("not-utf-8", message, "save it as UTF-8 in your editor"),)
    problems: list[Problem] = []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = content[: fault.start].decode("utf-8", "replace")
        text = content.decode("utf-8-sig", "replace")
        problems.append(
            warning(
                "not-utf-8",
                "these characters are not UTF-8; they come out as “\ufffd”",
                "save the file as UTF-8 in your editor, and mend the place",
                line=before.count("\n") + 1,
                column=len(before) - (before.rfind("\n") + 1) + 1,
            )
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text) if _may_have_control(content) else None
    if control:
        problems.append(
            warning(
                "control-character",
                f"an invisible control character (U+{ord(control[0]):04X}) was left out",
                "delete it in your editor; it often comes from pasting",
                line=text.count("\n", 0, control.start()) + 1,
                column=control.start() - (text.rfind("\n", 0, control.start()) + 1) + 1,
            )
        )
        text = _CONTROL.sub("", text)
    return text, tuple(problems)


def _may_have_control(content: bytes) -> bool:
    """Whether a control character can be among these bytes: a quick no for nearly every file."""
    return len(content.translate(None, _CONTROL_BYTES)) < len(content) or b"\xc2" in content or b"\xef\xbf" in content
