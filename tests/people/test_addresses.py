"""Addresses against the known test sets: what is true there, said of our own examples; where we differ, why.

The facts are those of `dominicsayers/isemail` (3.05) and of python-email-validator (2.x). Run against isemail's own
164 cases, 139 are judged alike; the other 25 are `EDGES` and one address without a dot.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiencegen.people import person
from audiencegen.people.person import Address, NotAnAddress, address

LETTERS_63 = "a" * 63
LABELS = ".".join(["b" * 60] * 4)

TAKEN_BY_ALL = [
    "maria@example.org",
    "maria@nominet.org.uk",
    "maria@about.museum",
    "m@example.org",
    "maria.doe@example.org",
    "!#$%&`*+/=?^{|}~@example.org",
    "123@example.org",
    "maria@123.org",
    "maria@example.o-rg",
    "a" * 64 + "@example.org",
    f"maria@{LETTERS_63}.org",
    "maria@e.org",
    "maria@xn--mnchen-3ya.de",
    "maria@münchen.de",
    "jürgen@example.org",
    "भारत@भारत.भारत",
    "maria@ab--cd.org",
]

REFUSED_BY_ALL = [
    "",
    "maria",
    "@",
    "maria@",
    "@org",
    "@example.org",
    ".maria@example.org",
    "maria.@example.org",
    "maria..doe@example.org",
    "maria\\@maria@example.org",
    "a" * 65 + "@example.org",
    f"maria@a{LETTERS_63}.org",
    "maria@-example.org",
    "maria@example-.org",
    "maria@.example.org",
    "maria@example.org.",
    "maria@example..org",
    f"maria@{LABELS}.{LABELS}.org",
    'maria"@example.org',
    '"maria@example.org',
    '"maria"maria@example.org',
    "maria@exam ple.org",
    "maria@example.org\x00",
    "mar\x07ia@example.org",
    "maria@exa\nmple.org",
    "maria@[127.0.0.1",
    "maria@127.0.0.1]",
    "maria@example.org(comment",
    "maria@exam\\ple.org",
    "maria@example.org-",
    "maria@@example.org",
    "maria,doe@example.org",
    "maria@example,org",
]

# The RFCs allow these, and the test sets call them valid or bearable. No letter is ever addressed so, mailing services
# refuse them, and in a list they are slips of a hand.
REFUSED_BY_US = {
    "maria@org": "no dot: a host of one label is not on the internet",
    '"maria doe"@example.org': "a quoted local part",
    '"maria"@example.org': "a quoted local part",
    '""@example.org': "a quoted local part, empty",
    '"maria".doe@example.org': "partly quoted, which is obsolete",
    "maria@[127.0.0.1]": "an address of a machine",
    "maria@[IPv6:::1]": "an address of a machine",
    "maria(comment)@example.org": "a comment",
    "(comment)maria@example.org": "a comment",
    "maria @ example.org": "space inside, which is obsolete",
    "Maria <maria@example.org>": "a name around it: a list has a column for that",
    "maria@example.123": "a domain that ends in a number is a machine's",
}

# Refused there and taken here: what stands around an address in a cell is no part of it. And a domain that is reserved
# (`.test`, `.local`) harms nobody: its letter comes back.
TAKEN_BY_US = {
    " maria@example.org": "maria@example.org",
    "maria@example.org\n": "maria@example.org",
    "\r\nmaria@example.org\r\n \r\n": "maria@example.org",
    "\u200bmaria@example.org\u200b": "maria@example.org",
    "maria@anything.test": "maria@anything.test",
    "maria@printer.local": "maria@printer.local",
}


@pytest.mark.parametrize("text", TAKEN_BY_ALL)
def test_what_both_test_sets_call_an_address_is_one(text: str) -> None:
    assert address(text).given == text


@pytest.mark.parametrize("text", [*REFUSED_BY_ALL, *REFUSED_BY_US], ids=ascii)
def test_what_is_no_address_there_or_none_that_letters_reach_is_refused(text: str) -> None:
    with pytest.raises(NotAnAddress):
        address(text)


@pytest.mark.parametrize(("text", "given"), TAKEN_BY_US.items(), ids=ascii)
def test_what_stands_around_an_address_is_taken_off(text: str, given: str) -> None:
    assert address(text).given == given


LIKELY = st.from_regex(r"[A-Za-z0-9.+_'!-]{1,12}@[A-Za-z0-9.-]{1,12}\.[A-Za-z0-9-]{1,6}", fullmatch=True)
ODD = st.text(alphabet="aA0@.-+ \n<>\"'é\u200bxXnN", max_size=24)
LONG = st.tuples(st.integers(60, 68), st.integers(58, 66)).map(lambda n: f"{'a' * n[0]}@{'b' * n[1]}.org")


@given(LIKELY | ODD | LONG | st.sampled_from([*TAKEN_BY_ALL, *REFUSED_BY_ALL, *REFUSED_BY_US, *TAKEN_BY_US]))
def test_the_quick_look_gives_the_answer_of_the_long_one(text: str) -> None:
    try:
        slowly: Address | None = person._looked_at(text)
    except NotAnAddress:
        slowly = None
    if person._USUAL.match(text):
        assert slowly == address(text)
