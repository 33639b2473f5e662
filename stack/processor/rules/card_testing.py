"""C1: trying out card numbers (クレジットマスター).

Why: generated numbers are tested with small amounts, from one device or address, mostly refused.
Source: ebisumart blocks a member above 20 failures at an error rate of 80 % within an hour or a
day; the count of small amounts is this product's own.
"""

from collections.abc import Iterable, Mapping

from .rule import DaySeconds, Missing, Parameters, Rule, ShortSeconds, Value, Values, number
from .sight import Sight
from .vocabulary import amount, is_attempt, is_declined


class Testing(Parameters, frozen=True):
    """Small attempts of one device or address, and failures of one account."""

    seconds: ShortSeconds
    small_amount: int
    small_attempts: int
    declined_seconds: DaySeconds
    declined_more_than: int
    declined_percent: int
    points: int


def _measure(sight: Sight, parameters: Testing) -> Values | Missing:
    recent = sight.account.within(parameters.declined_seconds)
    values: Values = {
        "attempts": sum(map(is_attempt, recent)),
        "declined": sum(map(is_declined, recent)),
    }
    for name, view in (("small_of_device", sight.device), ("small_of_ip", sight.ip)):
        if view is not None:
            values[name] = _small(view.within(parameters.seconds), parameters.small_amount)
    return values


def _small(members: Iterable[bytes], limit: int) -> int:
    return sum(is_attempt(member) and amount(member) <= limit for member in members)


def _points(values: Mapping[str, Value], parameters: Testing) -> int:
    small = max(number(values, "small_of_device"), number(values, "small_of_ip"))
    declined, attempts = number(values, "declined"), number(values, "attempts")
    refused = (
        declined > parameters.declined_more_than
        and declined * 100 >= attempts * parameters.declined_percent
    )
    return parameters.points if refused or small >= parameters.small_attempts else 0


RULE = Rule(
    id="C1",
    version=1,
    title="card numbers being tried out",
    title_ja="クレジットマスター（有効性確認）の疑い",
    parameters=Testing,
    measure=_measure,
    points=_points,
    views=("account", "device", "ip"),
)
