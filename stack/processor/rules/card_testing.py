"""C1: trying out card numbers (クレジットマスター).

Why: generated numbers are tested with small amounts, from one device or address, mostly refused.
Source: ebisumart blocks a member above 20 failures at an error rate of 80 % within an hour or a
day; the count of small amounts is this product's own.
"""

from collections.abc import Mapping

from .rule import DaySeconds, Missing, Parameters, Rule, ShortSeconds, Value, Values, number
from .sight import Sight
from .vocabulary import attempts, declined, small_attempts


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
    values: Values = {"attempts": attempts(recent), "declined": declined(recent)}
    for name, view in (("small_of_device", sight.device), ("small_of_ip", sight.ip)):
        if view is not None:
            members = view.within(parameters.seconds)
            values[name] = small_attempts(members, parameters.small_amount)
    return values


def _points(values: Mapping[str, Value], parameters: Testing) -> int:
    small = max(number(values, "small_of_device"), number(values, "small_of_ip"))
    failed = number(values, "declined")
    refused = (
        failed > parameters.declined_more_than
        and failed * 100 >= number(values, "attempts") * parameters.declined_percent
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
