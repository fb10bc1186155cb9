"""Whether a mail server vouches for the sender of a mail: `Authentication-Results` (RFC 8601), and nothing else.

Anybody can write this header into their own mail, so one server's word is taken, by a name that the writer gave, and
only where it stands above all others of its kind: there the writer's own server puts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from audiencegen.people.person import NotAnAddress, address

Head = Iterable[tuple[str, str]]  # names in lower case, in their order

# Neither may be read in two ways, or a long header could be tried in very many.
_VALUE = r'(?:"(?:[^"\\]|\\.)*"(?:@[^\s";]+)?|[^\s";]+)'
# One method and what it found (2.2), wholly: what does not fit is not believed.
_RESULT = re.compile(rf"\s*dkim(?:\s*/\s*1)?\s*=\s*pass((?:\s+[\w.-]+\s*=\s*{_VALUE})*)\s*", re.IGNORECASE)
_PROPERTY = re.compile(rf"([\w.-]+)\s*=\s*({_VALUE})")
_SERVER = re.compile(r'\s*"?([^\s";]+)"?(?:\s+\d+)?\s*')


def server_of(head: Head) -> str:
    """The server that the topmost header names, in lower case; "" without one."""
    results = _topmost(head)
    match = _SERVER.fullmatch(results[0]) if results else None
    return match[1].lower() if match else ""


def vouched(head: Head, sender: str, checked_by: str) -> bool:
    """Whether `checked_by` says that the sender's own domain signed this mail (DKIM, aligned with From)."""
    head = tuple(head)
    if not checked_by or server_of(head) != checked_by.lower():
        return False
    domain = _domain(sender)
    return any(domain and _signer(result) == domain for result in _topmost(head)[1:])


def _topmost(head: Head) -> list[str]:
    """The parts of the first such header, without comments: the server, then what it found."""
    value = next((value for name, value in head if name == "authentication-results"), "")
    return _parts(value) if value else []


def _parts(value: str) -> list[str]:
    """Parted at each `;` that is in no quotes; comments, which may stand within each other, are left out."""
    parts, quoted, depth = [""], False, 0
    signs = iter(value)
    for sign in signs:
        sign += next(signs, "") if sign == "\\" else ""
        if sign == '"' and not depth:
            quoted = not quoted
        elif sign == "(" and not quoted:
            depth += 1
            continue
        elif sign == ")" and depth:
            depth -= 1
            continue
        if sign == ";" and not quoted and not depth:
            parts.append("")
        else:
            parts[-1] += "" if depth else sign
    return [] if quoted or depth else parts


def _signer(result: str) -> str:
    """The domain whose signature passed; "" when this result is another, or says two things."""
    match = _RESULT.fullmatch(result)
    if not match:
        return ""
    said = [(name.lower(), value) for name, value in _PROPERTY.findall(match[1])]
    signers = {_domain(f"x@{value}") for name, value in said if name == "header.d"}
    signers = signers or {_domain(f"x{value[value.rfind('@') :]}") for name, value in said if name == "header.i"}
    return signers.pop() if len(signers) == 1 else ""


def _domain(text: str) -> str:
    """The domain of an address as it is compared; "" where there is none."""
    try:
        return address(text).compared.rpartition("@")[2]
    except NotAnAddress:
        return ""
