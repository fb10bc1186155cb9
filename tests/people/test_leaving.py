"""Lists for services: who gets letters in one file, who must get none in the other, and both come back as they were."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from audiencegen.people.formats import SERVICES, read_text
from audiencegen.people.formats.leaving import Leaving, Service, leaving
from audiencegen.people.law import Event, Kind, replay
from audiencegen.people.person import Details, Person, address
from audiencegen.values import Record

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BY_NAME = {service.name: service for service in SERVICES}


def person(email: str, *kinds: Kind, details: Details | None = None) -> Person:
    first = Event(Kind.ADDED, NOON, since="2020-02-03", details=details or Details())
    return replay(address(email), [first, *(Event(kind, NOON) for kind in kinds)])


MARIA = person(
    "Maria@example.org",
    details=Details('Maria "Mia" Doe, MD', "Maria", "Jon", ("bees", "a, b"), Record({"city": "Bonn"})),
)
EVERYBODY = (
    MARIA,
    person("ann@example.org", details=Details("=1+1")),
    person("left@example.org", Kind.UNSUBSCRIBED, details=Details("Gone")),
    person("bounced@example.org", Kind.BOUNCED),
    person("angry@example.org", Kind.COMPLAINED),
    person("out@example.org", Kind.BLOCKED),
    person("away@example.org", Kind.PAUSED),
    replay(address("asked@example.org"), [Event(Kind.ASKED, NOON)]),
)


def made(service: Service) -> Leaving:
    return leaving(service, EVERYBODY)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_readers_and_opt_outs_stand_in_two_files_and_who_waits_in_none(service: Service) -> None:
    files = made(service)
    assert (files.mailed, files.kept_out, files.neither) == (2, 4, 2)
    for word in ("left@", "bounced@", "angry@", "out@", "away@", "asked@"):
        assert word not in files.readers.decode()
    assert [b"left@" in files.out, b"bounced@" in files.out, b"angry@" in files.out, b"out@" in files.out] == [True] * 4
    assert b"Maria" not in files.out
    assert b"Gone" not in files.out, "of who left, no more goes out than the address"


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_what_a_service_is_given_comes_back_as_it_was(service: Service) -> None:
    """A migrator writes cells with quotes that nobody can read again."""
    first, second = read_text("subscribers.csv", made(service).readers.decode()).rows
    assert (first.email, second.email) == ("Maria@example.org", "ann@example.org")
    assert Kind.ADDED is first.kind is second.kind
    if service.name not in ("Kit", "Mailchimp", "beehiiv"):  # these have a first name only, or beside the last
        assert first.details.name == 'Maria "Mia" Doe, MD'
        assert second.details.name == "=1+1"
    if service.name not in ("Substack", "listmonk"):
        assert first.details.tags[0] == "bees"


@pytest.mark.parametrize("name", ["Mailchimp", "Buttondown", "Ghost", "Kit", "beehiiv"])
def test_the_opt_outs_for_a_service_are_opt_outs_when_they_are_read_again(name: str) -> None:
    rows = read_text("renamed.csv", made(BY_NAME[name]).out.decode()).rows
    assert [row.kind for row in rows] == [Kind.UNSUBSCRIBED] * 4


def test_the_bans_of_substack_have_an_address_a_line_and_no_line_of_names() -> None:
    assert made(BY_NAME["Substack"]).out == (
        b"left@example.org\nbounced@example.org\nangry@example.org\nout@example.org\n"
    )


def test_ghost_is_told_false_in_so_many_letters() -> None:
    assert made(BY_NAME["Ghost"]).out.splitlines()[:2] == [b"email,subscribed_to_emails", b"left@example.org,false"]


def test_what_a_spreadsheet_would_run_is_marked_and_an_address_is_never_changed() -> None:
    files = leaving(BY_NAME["Ghost"], [person("=ann@example.org"), person("ann@example.org", details=Details("=1+1"))])
    assert files.by_hand == ("=ann@example.org",)
    assert b",'=1+1," in files.readers
    assert b"=ann" not in files.readers + files.out
