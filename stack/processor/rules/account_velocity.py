"""V1: too many payment attempts of one account.

Why: stolen accounts and cards are used up quickly, before their owners notice.
Source: MongoDB ThreatSight uses 5 an hour; the other tiers are this product's own.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from .rule import DaySeconds, Missing, Parameters, Rule, Value, Values, number
from .sight import Sight
from .vocabulary import attempts


class Tier(Parameters, frozen=True):
    """Fires at more than `more_than` attempts in `seconds`."""

    seconds: DaySeconds
    more_than: int
    points: int


class Velocity(Parameters, frozen=True):
    """Tiers, of which the highest reached counts."""

    tiers: tuple[Tier, ...]


def _measure(sight: Sight, parameters: Velocity) -> Values | Missing:
    values: Values = {}
    counted: Sequence[bytes] = ()
    count = 0
    for tier in parameters.tiers:
        members = sight.account.within(tier.seconds)
        # Most accounts pay once a day: then all tiers see the same.
        if members is not counted:
            counted, count = members, attempts(members)
        values[_name(tier.seconds)] = count
    return values


@cache
def _name(seconds: int) -> str:
    return f"attempts_{seconds}s"


def _points(values: Mapping[str, Value], parameters: Velocity) -> int:
    reached = [
        tier.points
        for tier in parameters.tiers
        if number(values, _name(tier.seconds)) > tier.more_than
    ]
    return max(reached, default=0)


RULE = Rule(
    id="V1",
    version=1,
    title="many payment attempts of one account",
    title_ja="同一アカウントの短時間多数決済",
    parameters=Velocity,
    measure=_measure,
    points=_points,
    views=("account",),
)
