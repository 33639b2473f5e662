"""What an alarm is, and what alarms are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from stack.arns import Arns
from stack.names import Names
from stack.settings import Settings
from stack.thresholds import Threshold, Thresholds

Comparison = Literal["GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold"]
ABOVE: Final = "GreaterThanThreshold"
AT_LEAST: Final = "GreaterThanOrEqualToThreshold"
BELOW: Final = "LessThanThreshold"
FIVE_MINUTES: Final = 300
HOUR: Final = 3_600


@dataclass(frozen=True, slots=True)
class Source:
    """Whose metrics: a namespace, and the dimensions that select one resource."""

    namespace: str
    dimensions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Alarm:
    """One CloudWatch alarm: `periods` in a row beyond the threshold."""

    qualifier: str
    source: Source
    metric: str
    threshold: Threshold
    statistic: str = "Maximum"
    comparison: Comparison = ABOVE
    period_seconds: int = 60
    periods: int = 1
    missing: Literal["breaching", "notBreaching"] = "notBreaching"


@dataclass(frozen=True, slots=True)
class Watched:
    """What the alarms are about: this deployment's settings and names."""

    settings: Settings
    names: Names
    arns: Arns

    @property
    def limits(self) -> Thresholds:
        """What is too much for a system of this size."""
        return Thresholds(self.settings.plan)


def never(reason: str) -> Threshold:
    """Not a single one is acceptable."""
    return Threshold(0, reason)
