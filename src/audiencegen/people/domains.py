"""A domain as it is compared: one spelling for all that lead to the same place (UTS 46, not transitional).

What UTS 46 cannot read is compared by its letters in lower case: nobody's mail depends on our knowing every script.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category, normalize


@lru_cache(maxsize=1024)  # a list has many people and few domains
def compared_domain(domain: str) -> str:
    """The domain in lower case, with letters instead of their `xn--` form."""
    if domain.isascii() and "xn--" not in domain.lower():
        return domain.lower()
    return ".".join(_label(label) for label in _mapped(domain).split("."))


def is_letter(sign: str) -> bool:
    return sign.isalnum() or (sign > "\x7f" and category(sign) in ("Mn", "Mc"))


def _mapped(domain: str) -> str:
    import idna  # half a megabyte of tables, for the few domains that are not plain

    try:
        return idna.uts46_remap(domain, std3_rules=True, transitional=False)
    except (idna.IDNAError, UnicodeError):
        return normalize("NFC", domain.lower())


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    coded = label.removeprefix("xn--")
    try:
        letters = coded.encode("ascii").decode("punycode")
        same = letters.encode("punycode").decode("ascii") == coded
    except UnicodeError:
        return label
    # A form that no letters would be written as stays as it is: it must not become another domain.
    proper = letters == _mapped(letters) and all(s == "-" or is_letter(s) for s in letters)
    return letters if same and proper else label
