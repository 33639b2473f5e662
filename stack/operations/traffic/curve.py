"""When Japan shops: quiet at four, lunch at noon, and the long evening until midnight.

The shape is an assumption, not a measurement: relative order volume by hour of day in Japan.
"""

import random
from bisect import bisect
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import accumulate
from typing import Final

JAPAN: Final = timezone(timedelta(hours=9), "JST")
_VOLUME_BY_HOUR: Final = (
    34, 20, 11, 7, 6, 8, 15, 27, 38, 45, 52, 56,
    78, 64, 55, 52, 53, 56, 62, 72, 92, 100, 94, 66,
)  # fmt: skip
_CUMULATIVE: Final = tuple(accumulate(_VOLUME_BY_HOUR))


def moment_of_day(source: random.Random) -> float:
    """Seconds since midnight in Japan, drawn from the curve."""
    hour = bisect(_CUMULATIVE, source.random() * _CUMULATIVE[-1])
    return (hour + source.random()) * 3600


def midnight_in_japan(day: datetime) -> float:
    """The epoch second at which `day`, taken in Japan, begins."""
    local = day.astimezone(JAPAN).replace(hour=0, minute=0, second=0, microsecond=0)
    return local.astimezone(UTC).timestamp()


def spread(source: random.Random, start: float, seconds: float, count: int) -> Sequence[float]:
    """`count` ordered moments within `seconds` after `start`."""
    return sorted(start + source.random() * seconds for _ in range(count))
