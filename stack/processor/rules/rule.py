"""What a rule is.

A rule works in two steps. `measure` looks at the transaction and its surroundings and returns the
values that matter; `points` judges those values alone. The values are stored with the decision, so
the second step can be repeated years later, and an auditor sees what the rule saw.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final, Generic, TypeVar

import msgspec

from .sight import Sight
from .vocabulary import Event

Value = int | str | bool
DaySeconds = Annotated[int, msgspec.Meta(gt=0, le=86_400)]
"""As far as the windows of accounts, cards, devices and addresses reach."""

ShortSeconds = Annotated[int, msgspec.Meta(gt=0, le=600)]
"""As far as the windows of IP addresses and issuers reach."""

Values = dict[str, Value]

NOTHING: Final[Values] = {}
"""Nothing to judge: the rule does not concern this payment, and did not fire."""


class Missing(StrEnum):
    """Why a rule cannot be evaluated although the history is complete."""

    NO_CARD = "no_card"
    NO_DEVICE = "no_device"
    NO_DEVICE_OR_IP = "no_device_or_ip"
    NO_IP = "no_ip"
    NO_LOCATION = "no_location"
    NO_SHIP_TO = "no_ship_to"
    NO_BASKET = "no_basket"
    NO_CHANGE_TIME = "no_change_time"
    NO_SIGN_IN_TIME = "no_sign_in_time"
    NO_THREE_D_SECURE = "no_three_d_secure"
    NO_HISTORY = "no_history"
    ERROR = "error"
    """A rule failed; a fault of this program, to be repeated once it is mended."""


class Parameters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every rule's thresholds; they come from the rule configuration."""


P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True, slots=True)
class Rule(Generic[P]):
    """One pattern of fraud.

    Attributes:
        id: Stable; stored with every decision.
        version: Raised with every change of `measure` or `points`.
        title: What it finds, for operators.
        title_ja: The same in Japanese.
        parameters: The type of its thresholds.
        measure: The values it saw, or why it cannot see.
        points: What the values add to the score; 0 says that the rule did not fire.
        views: The windows it looks at, by their names in `Sight`.
        needs_complete: It concludes from what is absent, so it cannot fire on a window with a gap.
            The others can: more history would only add to what they counted.
        events: What it applies to.
    """

    id: str
    version: int
    title: str
    title_ja: str
    parameters: type[P]
    measure: Callable[[Sight, P], Values | Missing]
    points: Callable[[Mapping[str, Value], P], int]
    views: tuple[str, ...] = ()
    needs_complete: bool = False
    events: tuple[Event, ...] = ("payment",)


def number(values: Mapping[str, Value], name: str) -> int:
    """A measured number; 0 if the rule did not get to measuring it."""
    value = values.get(name, 0)
    return value if isinstance(value, int) else 0
