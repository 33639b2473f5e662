"""Where alerts go once they are committed."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert as it is published.

    Attributes:
        alert_id: Deterministic: the same cause always has the same id, so a receiver can drop
        repeats.
        kind: `transaction`, `conflicting_content`, `card_number` or `site_card_testing`.
        severity: `review` or `block` for a transaction, `warning` or `critical` for the others.
        body: JSON without personal data: ids, score, rules with their reasons.
    """

    alert_id: str
    kind: str
    severity: str
    body: str


class Publisher(Protocol):
    """Sends one alert; raises if it cannot be sure that the alert was taken."""

    def publish(self, alert: Alert) -> None:
        """Send `alert`, at least once."""
