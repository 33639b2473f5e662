"""Moments as an auditor in Japan reads them: Japan time first, UTC beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

JST: Final = timezone(timedelta(hours=9), "JST")
"""Japan keeps no daylight saving time."""


def moment(text: str) -> datetime:
    """A moment of the evidence, RFC 3339."""
    return datetime.fromisoformat(text)


def both_clocks(text: str) -> str:
    """A moment in JST and in UTC."""
    when = moment(text)
    return f"{when.astimezone(JST):%Y-%m-%d %H:%M:%S} JST ({when.astimezone(UTC):%H:%M:%S} UTC)"


def day_of(text: str) -> date:
    """The day of a moment in Japan, by which dates of expiry are judged."""
    return moment(text).astimezone(JST).date()
