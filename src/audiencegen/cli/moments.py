"""Moments that the writer names on the command line."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from audiencegen.cli import UsageError
from audiencegen.content.dates import DateError, parse_moment


def moment_named(text: str, zone: ZoneInfo, option: str) -> datetime:
    """A date or a date and time in the site's zone; raises UsageError with what is wrong about it."""
    try:
        moment, _ = parse_moment(text, zone)
    except DateError as fault:
        raise UsageError(f"{option}: {fault}; {fault.hint}") from fault
    return moment
