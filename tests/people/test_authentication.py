"""Who vouches for a mail: the writer's own server alone, for the sender's own domain alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiencegen.people.authentication import server_of, vouched

MARIA = "maria@example.org"
PASSED = "mx.example.net; dkim=pass header.d=example.org"


def believed(*results: str, sender: str = MARIA, checked_by: str = "mx.example.net") -> bool:
    return vouched([("authentication-results", value) for value in results], sender, checked_by)


@pytest.mark.parametrize(
    "results",
    [
        PASSED,
        "MX.example.net 1; dkim=pass header.d=Example.ORG",
        "mx.example.net; spf=fail smtp.mailfrom=x.org; dkim=pass header.i=@example.org header.s=s1 header.b=ab/c+d==",
        'mx.example.net; dkim=pass (2048-bit; "key") reason="good; very" header.d=example.org (by (the) way)',
        "mx.example.net; dkim=fail header.d=example.org; dkim = pass header.d = example.org",
        'mx.example.net; dkim=pass header.i="maria lund"@example.org',
        "(a server) mx.example.net; dkim/1=pass header.d=example.org header.a=rsa-sha256; dmarc=pass",
    ],
)
def test_a_signature_of_the_senders_own_domain_is_a_proof(results: str) -> None:
    assert believed(results)


@pytest.mark.parametrize(
    "results",
    [
        "",
        "mx.example.net",
        "mx.example.net; none",
        "mx.example.net; dkim=fail header.d=example.org",
        "mx.example.net; dkim=none; spf=pass smtp.mailfrom=example.org; dmarc=pass header.from=example.org",
        "mx.example.net; dkim=pass header.d=example.com",
        "mx.example.net; dkim=pass header.d=mail.example.org",
        "mx.example.net; dkim=pass header.d=org",
        "mx.example.net; dkim=pass",
        "mx.example.net; dkim=pass header.d=evil.org header.d=example.org",
        "mx.example.net; dkim=pass header.d=evil.org header.i=@example.org",
        'mx.example.net; dkim=pass header.i="a header.d=example.org"@evil.org',
        "mx.example.net; dkim=pass header.i=a header.d=example.org @evil.org",
        "mx.example.net; dkim=fail (dkim=pass header.d=example.org)",
        'mx.example.net; dkim=fail reason="; dkim=pass header.d=example.org"',
        "mx.example.net; x-dkim=pass header.d=example.org",
        "mx.example.net; dkim=passable header.d=example.org",
        "mx.example.net; dkim=pass header.d=example.org (and so",
        'mx.example.net; dkim=pass header.d=example.org "',
        "mx.example.org; dkim=pass header.d=example.org",
        "mx.example.net.evil.org; dkim=pass header.d=example.org",
        "evil.org mx.example.net; dkim=pass header.d=example.org",
    ],
)
def test_anything_else_is_none(results: str) -> None:
    assert not believed(results)


def test_a_header_below_the_topmost_may_be_the_senders_and_proves_nothing() -> None:
    assert not believed("mx.example.net; dkim=none", PASSED)
    assert not believed("other.example.net; dkim=pass header.d=example.org", PASSED)
    assert believed(PASSED, "mx.example.net; dkim=none")


def test_without_a_server_that_the_writer_named_nobody_is_believed() -> None:
    assert not believed(PASSED, checked_by="")


def test_a_header_that_could_be_read_in_many_ways_is_read_once() -> None:
    assert not believed("mx.example.net; dkim=pass" + " a@b@c= d=@e@f" * 400 + ' "')


def test_domains_are_compared_as_mail_servers_know_them() -> None:
    assert believed("mx.example.net; dkim=pass header.d=xn--mnchen-3ya.de", sender="a@münchen.de")


def test_the_server_is_named_for_the_writer_to_choose() -> None:
    assert (
        server_of([("received", "x"), ("authentication-results", "MX.Example.net (local) 1; none")]) == "mx.example.net"
    )
    assert server_of([]) == server_of([("authentication-results", "; ; (")]) == ""


@given(st.text(alphabet='mxdkim=pas;() "\\@.headr', max_size=60))
def test_no_header_of_whatever_signs_stops_the_reading(text: str) -> None:
    believed(text)
    believed(f"mx.example.net; {text}")
