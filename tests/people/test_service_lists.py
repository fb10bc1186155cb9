"""The lists of every service: each line of names as it is exported, with people of our own and the traps it has."""

from __future__ import annotations

import pytest

from audiencegen.people.formats import FORMATS, read_text
from audiencegen.people.intake import ListFile, Row
from audiencegen.people.law import Kind
from list_headers import EVERY_HEADER


def read(name: str) -> tuple[ListFile, Row]:
    _, file, header, row, *_ = EVERY_HEADER[name]
    listed = read_text(file, f"{header}\n{row}\n")
    return listed, listed.rows[-1]


@pytest.mark.parametrize("name", EVERY_HEADER)
def test_every_line_of_names_is_known_for_what_it_is(name: str) -> None:
    form, *_, kind, whole_name, since, tags = EVERY_HEADER[name]
    listed, row = read(name)
    assert listed.format == form
    assert (row.kind, row.details.name, row.since, row.details.tags) == (kind, whole_name, since, tags)
    assert row.email.endswith("@example.org")


@pytest.mark.parametrize("name", EVERY_HEADER)
def test_columns_in_the_opposite_order_say_the_same(name: str) -> None:
    form, file, header, row, *_ = EVERY_HEADER[name]
    if form == "one address a line":
        return
    import csv
    from io import StringIO

    turned = StringIO()
    csv.writer(turned).writerows(cells[::-1] for cells in csv.reader([header, row]))
    [there], [back] = read_text(file, f"{header}\n{row}\n").rows, read_text(file, turned.getvalue()).rows
    assert (back.email, back.kind, back.since, back.left) == (there.email, there.kind, there.since, there.left)
    assert back.details.name == there.details.name
    assert dict(back.details.extra) == dict(there.details.extra)


def test_every_format_has_a_fixture() -> None:
    known = {form for form, *_ in EVERY_HEADER.values()}
    assert {form.name for form in FORMATS} <= known


def test_how_and_when_somebody_agreed_is_kept_as_it_stood() -> None:
    _, row = read("mailchimp, subscribed")
    assert row.proof == (
        "OPTIN_TIME 2020-01-01 10:00:00, OPTIN_IP 192.0.2.1, CONFIRM_TIME 2020-01-02 09:00:00, CONFIRM_IP 192.0.2.2"
    )
    assert read("buttondown")[1].proof == "utm_source web, ip_address 192.0.2.1"
    assert read("curated")[1].proof == "UTM Source web, UTM Last Path /about"


def test_who_left_has_the_day_of_it() -> None:
    assert read("mailchimp, unsubscribed")[1].left == "2023-04-05"
    assert read("mailchimp, cleaned")[1].left == "2023-04-05"


@pytest.mark.parametrize("name", ["buttondown", "listmonk", "keila", "listmonk, its import"])
def test_fields_within_a_cell_are_opened(name: str) -> None:
    assert read(name)[1].details.extra["city"] == "Bonn"


@pytest.mark.parametrize("cell", ["not json", "[1, 2", "{'a'", "7", "__import__('os')", "[" * 5000, "\\q"])
def test_a_cell_without_fields_is_kept_as_it_stands(cell: str) -> None:
    [row] = read_text("x.csv", f'email,metadata\nines@example.org,"{cell}"\n').rows
    assert row.details.extra["metadata"] == cell


@pytest.mark.parametrize(
    ("name", "tells"), [("ghost", True), ("listmonk", False), ("sendportal", False), ("curated", False)]
)
def test_a_list_knows_whether_it_tells_who_left(name: str, tells: bool) -> None:
    assert read(name)[0].tells_who_left is tells


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("email,subscriber_type", "vip"),
        ("email,First Name,status,tier,created_at", "needs_attention"),
        ("uuid,email,name,attributes,status", "enabled"),
        ("Email,Data,Status,External ID", "subscribed"),
        ("cid,status,HASH_EMAIL,EMAIL", "active"),
        ("email,first_name,state,created_at", "enabled"),
        ("email,plan_name,subscription_period,subscription_state", "cancelled"),
        ("email,status", "enabled"),
    ],
)
def test_a_word_that_the_service_does_not_have_makes_nobody_mailable(header: str, word: str) -> None:
    cells = {"email": "ines@example.org", "status": word, "state": word, "subscribertype": word}
    names = [name.casefold().replace("_", "") for name in header.split(",")]
    row = ",".join(cells.get(name, word if name == "subscriptionstate" else "") for name in names)
    [only] = read_text("x.csv", f"{header}\n{row}\n").rows
    assert only.kind is None


def test_who_left_buttondown_is_found_in_its_events() -> None:
    header = "id,token,email_id,subscriber__email,event_type,timestamp,metadata"
    rows = "1,t,2,a@example.org,unsubscribed,,\n1,t,2,b@example.org,complained,,\n1,t,2,c@example.org,bounced,,\n"
    kinds = [row.kind for row in read_text("events.csv", f"{header}\n{rows}").rows]
    assert kinds == [Kind.UNSUBSCRIBED, Kind.COMPLAINED, None]
