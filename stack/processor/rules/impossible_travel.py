"""G2: two payments of one account from places nobody can travel between in that time.

Why: the account is used by two people.
Source: Airlock and synapse-waf use 1,000 km/h, Okta 805 km/h; the floor of distance allows for
errors of IP location, as synapse-waf's 50 km does. Anonymised connections have no place, and
mobile ones no more than a country (`members.py`), here and in the past. A customer abroad who roams
appears at home: together with the hotel's network that is a false alarm, and a rare one.
"""

from collections.abc import Mapping
from math import asin, cos, hypot, radians, sin, sqrt

from .country_centroids import CENTROIDS
from .rule import Missing, Parameters, Rule, Value, Values, number
from .sight import Sight
from .vocabulary import country, place, point

_EARTH_DIAMETER_KM = 12_742


class Travel(Parameters, frozen=True):
    """Speed and distance above which travel is impossible."""

    kilometres_per_hour: int
    kilometres: int
    points: int


def _measure(sight: Sight, _parameters: Travel) -> Values | Missing:
    times, members = sight.account.times, sight.account.members
    here = place(members[-1])
    if not here:
        return Missing.NO_LOCATION
    for index in range(len(members) - 2, -1, -1):
        distance = _kilometres(here, place(members[index]))
        if distance is not None:
            return {"kilometres": round(distance), "seconds": (sight.at_ms - times[index]) // 1000}
    return Missing.NO_HISTORY


def _kilometres(one: bytes, other: bytes) -> float | None:
    """Between two places; None if unknown. Within a country only exact places are compared."""
    if one == other:
        return 0.0
    if not other:
        return None
    start, end = point(one), point(other)
    if country(one) == country(other) and (start is None or end is None):
        return 0.0 if start is None else None
    start, end = start or CENTROIDS.get(country(one)), end or CENTROIDS.get(country(other))
    return None if start is None or end is None else _great_circle(start, end)


def _great_circle(start: tuple[float, float], end: tuple[float, float]) -> float:
    (north, east), (north_2, east_2) = map(_radians, (start, end))
    across = sin((east_2 - east) / 2) * sqrt(cos(north) * cos(north_2))
    return _EARTH_DIAMETER_KM * asin(min(1.0, hypot(sin((north_2 - north) / 2), across)))


def _radians(degrees: tuple[float, float]) -> tuple[float, float]:
    return radians(degrees[0]), radians(degrees[1])


def _points(values: Mapping[str, Value], parameters: Travel) -> int:
    distance, seconds = number(values, "kilometres"), max(number(values, "seconds"), 1)
    too_fast = distance * 3600 > parameters.kilometres_per_hour * seconds
    return parameters.points if too_fast and distance > parameters.kilometres else 0


RULE = Rule(
    id="G2",
    version=2,
    title="impossible travel",
    title_ja="移動不可能な地点からの連続利用",
    parameters=Travel,
    measure=_measure,
    points=_points,
    views=("account",),
)
