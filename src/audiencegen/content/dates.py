"""Dates as people write them → moments.

A date alone is midnight in the site's zone, a time without a zone is local. A local time that the clocks skip is
moved forward by what they skip, one that comes twice is the first (PEP 495, `fold=0`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from audiencegen.fields.shapes import zone_named

FIRST_YEAR, LAST_YEAR = 1970, 2200
USUAL = "write it as 2026-05-01 or 2026-05-01 09:00"

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAY = re.compile(r"(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\.?,?\s+", re.I)
_TIME = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(:(?P<second>\d{2})([.,](?P<fraction>\d{1,9})\d*)?)?"
    r"(\s*(?P<half>[ap])\.?m\.?(?![a-z]))?(\s*(?P<zone>\S.*))?",
    re.I,
)
_OFFSET = re.compile(r"(?P<sign>[+\-−])(?P<hours>\d{2}):?(?P<minutes>\d{2})?")
# The zones that mail headers still carry (RFC 5322, 4.3); every other abbreviation means several zones.
_OLD_ZONES = {"z": 0, "utc": 0, "ut": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
              "pst": -8, "pdt": -7}  # fmt: skip
# Patterns, compiled when a date gets as far as to be asked for them: nearly every one begins with its year.
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_YEAR_FIRST = r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
_COMPACT = r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
_DAY_AND_NAME = rf"(?i)(?P<day>\d{{1,2}})(st|nd|rd|th|\.)?[\s-](of\s+)?{_MONTH},?[\s-](?P<year>\d{{4}})"
_NAME_AND_DAY = rf"(?i){_MONTH}\s+(?P<day>\d{{1,2}})(st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
_DOTTED = r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})"
_EITHER_WAY = r"(?P<one>\d{1,2})(?P<sep>[/-])(?P<two>\d{1,2})(?P=sep)(?P<year>\d{4})"


class DateError(ValueError):
    """A text that is no date, or could be two; the message is fit to print, and `hint` says what to write."""

    def __init__(self, message: str, hint: str = USUAL) -> None:
        super().__init__(message)
        self.hint = hint


def parse_moment(text: str, zone: ZoneInfo) -> tuple[datetime, bool]:
    """The moment in UTC, and whether only a day was given. Raises DateError, a ValueError."""
    text = re.sub(r" \([A-Za-z]{2,5}\)$", "", " ".join(text.split()))  # the zone's name, as mail programs repeat it
    day, rest = _day(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DateError(f"not a year between {FIRST_YEAR} and {LAST_YEAR}: {text}")
    if not rest:
        return datetime.combine(day, time(), zone).astimezone(UTC), True
    clock = _TIME.fullmatch(rest)
    if clock is None:
        raise DateError(f"not a date: {text}")
    there = _zone(clock["zone"], zone, text) if clock["zone"] else zone
    return datetime.combine(day, _time(clock, text), there).astimezone(UTC), False


def _day(text: str) -> tuple[date, str]:
    """The day at the beginning of the text, and what follows it."""
    bare = _WEEKDAY.sub("", text, count=1) if _WEEKDAY.match(text) else text
    for shape, read in _SHAPES:
        match = re.match(shape, bare)
        if match and (match.end() == len(bare) or bare[match.end()] in " ,Tt"):
            return _possible(read, match, text), re.sub(r"^(,?\s*(at\s+)?|T)", "", bare[match.end() :], flags=re.I)
    raise DateError(f"not a date: {text}")


def _possible(read: Callable[[re.Match[str]], date], match: re.Match[str], text: str) -> date:
    try:
        return read(match)
    except DateError:
        raise
    except ValueError as impossible:
        raise DateError(f"not a day of the calendar: {text}") from impossible


def _numbers(match: re.Match[str]) -> date:
    return date(int(match["year"]), int(match["month"]), int(match["day"]))


def _named(match: re.Match[str]) -> date:
    name = re.sub("^sept$", "sep", match["month"].lower())
    month = next((n for n, full in enumerate(_MONTHS, 1) if name in (full.lower(), full[:3].lower())), 0)
    if not month:
        raise DateError(f"not a date: {match[0]}")
    return date(int(match["year"]), month, int(match["day"]))


def _either_way(match: re.Match[str]) -> date:
    """Day and month in either order: accepted when only one order is possible, else asked."""
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    if one == two or two > 12:
        return date(year, one, two)
    if one > 12:
        return date(year, two, one)
    day_first, month_first = date(year, two, one), date(year, one, two)
    hint = f"write it as {day_first} ({_spoken(day_first)}) or {month_first} ({_spoken(month_first)})"
    raise DateError(f"ambiguous: {match[0]} can be read in two ways", hint)


def _spoken(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


_SHAPES: tuple[tuple[str, Callable[[re.Match[str]], date]], ...] = (
    (_YEAR_FIRST, _numbers),
    (_COMPACT, _numbers),
    (_DAY_AND_NAME, _named),
    (_NAME_AND_DAY, _named),
    (_DOTTED, _numbers),
    (_EITHER_WAY, _either_way),
)


def _time(clock: re.Match[str], text: str) -> time:
    hour, half = int(clock["hour"]), (clock["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        raise DateError(f"not a time of day: {text}")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    micros = int((clock["fraction"] or "0").ljust(6, "0")[:6])
    try:
        return time(hour, int(clock["minute"]), int(clock["second"] or 0), micros)
    except ValueError as impossible:
        raise DateError(f"not a time of day: {text}") from impossible


def _zone(name: str, site_zone: ZoneInfo, text: str) -> tzinfo:
    offset = _OFFSET.fullmatch(name)
    if offset:
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
        if minutes >= 24 * 60:
            raise DateError(f"not an offset from UTC: {text}")
        return timezone(timedelta(minutes=minutes if offset["sign"] == "+" else -minutes))
    if name.lower() in _OLD_ZONES:
        return timezone(timedelta(hours=_OLD_ZONES[name.lower()]))
    named = zone_named(name)
    if named is None:
        raise DateError(f"not a time zone: {name}", f"write it as 2026-05-01 09:00 {site_zone.key}")
    return named
