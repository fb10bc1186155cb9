"""Addresses: who is one person, what is no address, and what is kept of a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiencegen.people.person import Details, NotAnAddress, address, merged, news, plain, tags_of
from audiencegen.values import Record

ONE_PERSON = [
    ("Maria@Example.org", "maria@example.org"),
    ("  maria@example.org\u200b ", "maria@example.org"),
    ("\ufeffmaria@example.org", "maria@example.org"),
    ("jose\u0301@example.org", "jos\u00e9@example.org"),
    ("STRASSE@example.org", "straße@example.org"),
    ("maria@MÜNCHEN.de", "maria@xn--mnchen-3ya.de"),
    ("maria@XN--MNCHEN-3YA.de", "maria@münchen.de"),
    ("maria@ｅｘａｍｐｌｅ.org", "maria@example.org"),  # by UTS 46, as the next three
    ("maria@straẞe.de", "maria@straße.de"),
    ("maria@ΒΌΛΟΣ.com", "maria@βόλοσ.com"),
    ("maria@ﬁsh.org", "maria@fish.org"),
]

TWO_PEOPLE = [
    ("maria.doe@gmail.com", "mariadoe@gmail.com"),
    ("maria+news@example.org", "maria@example.org"),
    ("maria@gmail.com", "maria@googlemail.com"),
    ("maria@strasse.de", "maria@straße.de"),  # two domains since IDNA 2008
    ("maria@βόλος.com", "maria@βόλοσ.com"),  # likewise
]

NO_ADDRESS = [
    ("", "the address is empty"),
    ("maria", "has no @"),
    ("maria@", "has nothing after the @"),
    ("@example.org", "has nothing before the @"),
    ("maria@@example.org", "has more than one @"),
    ("maria@example", "has no dot after the @"),
    ("maria doe@example.org", "has a space in it"),
    ("Maria <maria@example.org>", "write the address alone"),
    (".maria@example.org", "a dot too many before the @"),
    ("maria..doe@example.org", "a dot too many before the @"),
    ("maria@example..org", "a dot too many after the @"),
    ("maria@example.org.", "a dot too many after the @"),
    ("maria@-example.org", "a hyphen at the edge"),
    ("maria@example.123", "ends in a number"),
    ("maria@[127.0.0.1]", "has `[` after the @"),
    ("maria,doe@example.org", "has `,` before the @"),
    ("maria@example,org", "has `,` after the @"),
    ('"maria"@example.org', 'has `"` before the @'),
    ("ma\u200bria@example.org", "an unseen character (U+200B) before the @"),
    ("maria\x00@example.org", "an unseen character (U+0000) before the @"),
    ("m" * 65 + "@example.org", "more than 64 characters before the @"),
    ("maria@" + "e" * 64 + ".org", "has a domain that is too long"),
    ("maria@" + "example." * 40 + "org", "is longer than 254 characters"),
]


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_spellings_of_one_address_are_one_person(one: str, other: str) -> None:
    assert address(one).compared == address(other).compared


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_no_tricks_of_providers_make_two_addresses_one(one: str, other: str) -> None:
    assert address(one).compared != address(other).compared


def test_an_address_is_kept_as_it_was_given() -> None:
    assert address(" Maria@Example.org ").given == "Maria@Example.org"


@pytest.mark.parametrize(("text", "why"), NO_ADDRESS, ids=[why for _, why in NO_ADDRESS])
def test_what_is_no_address_is_told_why(text: str, why: str) -> None:
    with pytest.raises(NotAnAddress) as fault:
        address(text)
    assert why in str(fault.value)


@pytest.mark.parametrize(
    "text", ["o'brien@example.org", "a!#$%&'*+/=?^_`{|}~-b@example.co.uk", "用户@例え.jp", "1@2.io"]
)
def test_unusual_addresses_that_exist_are_taken(text: str) -> None:
    assert address(text).given == text


@given(st.text(max_size=40) | st.from_regex(r"[\w.+-]{1,9}@(xn--)?[\w-]{1,12}\.[\w-]{1,9}", fullmatch=True))
def test_comparing_twice_changes_nothing(text: str) -> None:
    try:
        once = address(text)
    except NotAnAddress as fault:
        assert str(fault).isprintable() or "\u200c" in text or "\u200d" in text
    else:
        assert address(once.given).compared == once.compared
        assert "\n" not in once.given


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Maria\n  Doe", "Maria Doe"),
        ("\x1b[31mMaria", "[31mMaria"),
        ("Mari\u202ea", "Mari a"),
        ("علی\u200cرضا", "علی\u200cرضا"),
    ],
)
def test_a_name_is_one_line_that_steers_no_terminal(text: str, line: str) -> None:
    assert plain(text) == line


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("rust; go | c, rust", ("rust", "go", "c")),
        ('"a","b, c"', ("a", "b, c")),
        ("['staff', 'friend']", ("staff", "friend")),
        ('"a;b"', ("a", "b")),
        (" ,; ", ()),
    ],
)
def test_tags_are_read_however_they_are_parted(text: str, tags: tuple[str, ...]) -> None:
    assert tags_of(text) == tags


def test_what_is_said_last_wins_and_tags_add_up() -> None:
    old = Details("Maria", "M", "Jon", ("a",), Record({"city": "Bonn"}))
    new = Details("Maria Doe", "", "", ("b", "a"), Record({"note": "x"}))
    assert merged(old, new) == Details("Maria Doe", "M", "Jon", ("a", "b"), Record({"city": "Bonn", "note": "x"}))


def test_news_of_a_list_fill_gaps_and_overwrite_nothing() -> None:
    old = Details("Maria", "", "", ("a",), Record({"city": "Bonn"}))
    said = Details("MARIA", "Maria", "", ("a", "b"), Record({"city": "Rome", "note": "x"}))
    assert news(old, said) == Details("", "Maria", "", ("b",), Record({"note": "x"}))
