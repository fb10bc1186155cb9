"""Dates as people write them, and the days in names and addresses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiencegen.content.dates import DateError, parse_moment
from audiencegen.content.days import NameFacts, day_in, name_facts

BERLIN = ZoneInfo("Europe/Berlin")  # two hours before UTC in May 2026
USUAL = "write it as 2026-05-01 or 2026-05-01 09:00"


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-01",
        "2026-5-1",
        "2026/05/01",
        "2026.05.01",
        "20260501",
        "1 May 2026",
        "01 May 2026",
        "1. May 2026",
        "1st of May 2026",
        "1-May-2026",
        "May 1, 2026",
        "May 1st, 2026",
        "may 1 2026",
        "Friday, 1 May 2026",
        "Fri May 1, 2026",
        "01.05.2026",
        "1. 5. 2026",
        "  2026-05-01 ",
    ],
)
def test_a_day_is_midnight_in_the_zone_of_the_site(text: str) -> None:
    assert parse_moment(text, BERLIN) == (datetime(2026, 4, 30, 22, tzinfo=UTC), True)


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-01 9:00",
        "2026-05-01 09:00",
        "2026-05-01 09:00:00",
        "2026-05-01T09:00",
        "2026-05-01t09:00:00.000",
        "2026-05-01 09:00:00,000",
        "2026-05-01T07:00:00Z",
        "2026-05-01T07:00Z",
        "2026-05-01 07:00 UTC",
        "2026-05-01T09:00:00+02:00",
        "2026-05-01T09:00:00+0200",
        "2026-05-01 09:00:00 +0200",
        "2026-05-01 09:00 +02",
        "2026-05-01 03:00 -0400",
        "2026-05-01 09:00 Europe/Berlin",
        "2026-05-01 03:00 America/New_York",
        "2026-05-01 9:00 am",
        "2026-05-01 at 09:00",
        "1 May 2026 09:00",
        "1 May 2026, 9:00 a.m.",
        "May 1, 2026 9:00",
        "20260501T09:00",
        "01.05.2026 09:00",
        "Fri, 01 May 2026 09:00:00 +0200",
        "Fri, 01 May 2026 07:00:00 GMT",
        "Fri, 1 May 2026 03:00:00 EDT",
        "Fri, 01 May 2026 09:00:00 +0200 (CEST)",
    ],
)
def test_a_time_is_local_unless_it_names_its_zone(text: str) -> None:
    assert parse_moment(text, BERLIN) == (datetime(2026, 5, 1, 7, tzinfo=UTC), False)


def test_afternoons_and_parts_of_seconds_are_understood() -> None:
    assert parse_moment("2026-05-01 9:30 PM", BERLIN)[0] == datetime(2026, 5, 1, 19, 30, tzinfo=UTC)
    assert parse_moment("2026-05-01 12:00 am", BERLIN)[0] == datetime(2026, 4, 30, 22, tzinfo=UTC)
    assert parse_moment("2026-05-01 07:00:01.5Z", BERLIN)[0] == datetime(2026, 5, 1, 7, 0, 1, 500_000, tzinfo=UTC)
    assert parse_moment("2026-05-01 07:00:01.1234567891Z", BERLIN)[0].microsecond == 123_456


@pytest.mark.parametrize(
    ("text", "day"),
    [("13/08/2026", date(2026, 8, 13)), ("08/13/2026", date(2026, 8, 13)), ("5-5-2026", date(2026, 5, 5))],
)
def test_a_date_with_slashes_is_read_when_only_one_reading_is_possible(text: str, day: date) -> None:
    assert parse_moment(text, ZoneInfo("UTC")) == (datetime(day.year, day.month, day.day, tzinfo=UTC), True)


@pytest.mark.parametrize("text", ["05/08/2026", "5/8/2026", "05-08-2026", "05/08/2026 09:00"])
def test_a_date_with_two_readings_is_asked_about(text: str) -> None:
    with pytest.raises(DateError, match=r"ambiguous: .* can be read in two ways") as asked:
        parse_moment(text, BERLIN)
    assert asked.value.hint == "write it as 2026-08-05 (5 August) or 2026-05-08 (8 May)"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("tomorow", "not a date: tomorow", USUAL),
        ("2022-(TODO: MM-DD)", "not a date: 2022-(TODO: MM-DD)", USUAL),
        ("1714550400", "not a date: 1714550400", USUAL),
        ("2026-05", "not a date: 2026-05", USUAL),
        ("2026", "not a date: 2026", USUAL),
        ("09:00", "not a date: 09:00", USUAL),
        ("1 May 26", "not a date: 1 May 26", USUAL),
        ("1 Mai 2026", "not a date: 1 Mai 2026", USUAL),
        ("2026-05-01 nine", "not a date: 2026-05-01 nine", USUAL),
        ("2026-05-01-hello", "not a date: 2026-05-01-hello", USUAL),
        ("2026-02-30", "not a day of the calendar: 2026-02-30", USUAL),
        ("2026-13-01", "not a day of the calendar: 2026-13-01", USUAL),
        ("33/14/2026", "not a day of the calendar: 33/14/2026", USUAL),
        ("2026-05-01 25:00", "not a time of day: 2026-05-01 25:00", USUAL),
        ("2026-05-01 13:00 pm", "not a time of day: 2026-05-01 13:00 pm", USUAL),
        ("1969-12-31", "not a year between 1970 and 2200: 1969-12-31", USUAL),
        ("2201-01-01", "not a year between 1970 and 2200: 2201-01-01", USUAL),
        ("2026-05-01 09:00 Mars/Base", "not a time zone: Mars/Base", "write it as 2026-05-01 09:00 Europe/Berlin"),
        ("2026-05-01 09:00 CET-ish", "not a time zone: CET-ish", "write it as 2026-05-01 09:00 Europe/Berlin"),
        ("2026-05-01 09:00 +25:00", "not an offset from UTC: 2026-05-01 09:00 +25:00", USUAL),
        ("", "not a date: ", USUAL),
    ],
)
def test_what_is_no_date_is_refused_with_what_to_write(text: str, message: str, hint: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_moment(text, BERLIN)
    assert (str(refused.value), getattr(refused.value, "hint", "")) == (message, hint)


def test_a_local_time_that_the_clocks_skip_is_moved_forward() -> None:
    assert parse_moment("2026-03-29 02:30", BERLIN)[0].astimezone(BERLIN).strftime("%H:%M") == "03:30"


def test_a_local_time_that_comes_twice_is_the_first() -> None:
    assert parse_moment("2026-10-25 02:30", BERLIN)[0] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_midnight_that_does_not_exist_is_the_first_moment_of_its_day() -> None:
    moment, _ = parse_moment("2024-09-08", ZoneInfo("America/Santiago"))
    assert moment.astimezone(ZoneInfo("America/Santiago")).isoformat() == "2024-09-08T01:00:00-03:00"


@settings(deadline=None)
@given(st.datetimes(datetime(1971, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC)))
def test_what_is_printed_in_iso_form_is_read_back(moment: datetime) -> None:
    assert parse_moment(moment.isoformat(), BERLIN) == (moment, False)


@settings(deadline=None)
@given(st.text())
def test_no_text_raises_anything_but_a_date_error(text: str) -> None:
    try:
        parse_moment(text, BERLIN)
    except DateError:
        return


@pytest.mark.parametrize(
    ("path", "day", "slug"),
    [
        ("posts/hello.md", None, "hello"),
        ("posts/2026-05-01-hello.md", date(2026, 5, 1), "hello"),
        ("posts/2026-5-1-hello.md", date(2026, 5, 1), "hello"),
        ("posts/2026_05_01_hello.md", date(2026, 5, 1), "hello"),
        ("20260501-hello.md", date(2026, 5, 1), "hello"),
        ("2013-06-07-this-week.markdown", date(2013, 6, 7), "this-week"),
        ("posts/2026-05-01 Hello you.md", date(2026, 5, 1), "Hello you"),
        ("posts/2026-05-01.md", date(2026, 5, 1), "2026-05-01"),
        ("posts/2026-02-30-hello.md", None, "2026-02-30-hello"),
        ("posts/1066-10-14-hastings.md", None, "1066-10-14-hastings"),
        ("posts/hello/index.md", None, "hello"),
        ("posts/2026-05-01-hello/index.md", date(2026, 5, 1), "hello"),
        ("2024/05/01/hello.md", date(2024, 5, 1), "hello"),
        ("blog/2024/05/01/hello/index.md", date(2024, 5, 1), "hello"),
        ("2024/05/01/2024-05-02-hello.md", date(2024, 5, 2), "hello"),
        ("index.md", None, "index"),
        ("posts/1.0-timeline.md", None, "1.0-timeline"),
        ("posts/notes.MD", None, "notes"),
    ],
)
def test_a_path_tells_its_day_and_its_slug(path: str, day: date | None, slug: str) -> None:
    assert name_facts(path) == NameFacts(day, slug)


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("inside-team/2020/02/27/somebody-joins", date(2020, 2, 27)),
        ("/2020/2/7/", date(2020, 2, 7)),
        ("2020/02/27", date(2020, 2, 27)),
        ("2020/02/30/x", None),
        ("x/2020/02/30/2021/03/04/y", date(2021, 3, 4)),
        ("12020/02/27/x", None),
        ("2020/02/271/x", None),
        ("2020/02/x", None),
        ("", None),
    ],
)
def test_an_address_tells_its_day_when_the_segments_are_one(address: str, day: date | None) -> None:
    assert day_in(address) == day
