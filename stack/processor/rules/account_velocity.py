"""V1: too many payment attempts of one account.

Why: stolen accounts and cards are used up quickly, before their owners notice.
Source: MongoDB ThreatSight uses 5 an hour; the other tiers are this product's own.
"""

from collections.abc import Mapping

from .rule import DaySeconds, Missing, Parameters, Rule, Value, Values, number
from .sight import Sight
from .vocabulary import is_attempt


class Tier(Parameters, frozen=True):
    """Fires at more than `more_than` attempts in `seconds`."""

    seconds: DaySeconds
    more_than: int
    points: int


class Velocity(Parameters, frozen=True):
    """Tiers, of which the highest reached counts."""

    tiers: tuple[Tier, ...]


def _measure(sight: Sight, parameters: Velocity) -> Values | Missing:
    view = sight.account
    return {
        f"attempts_{tier.seconds}s": sum(map(is_attempt, view.within(tier.seconds)))
        for tier in parameters.tiers
    }


def _points(values: Mapping[str, Value], parameters: Velocity) -> int:
    reached = [
        tier.points
        for tier in parameters.tiers
        if number(values, f"attempts_{tier.seconds}s") > tier.more_than
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
