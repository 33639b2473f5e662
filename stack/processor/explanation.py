"""An alert with its reasons, for the operator and the auditor."""

from dataclasses import dataclass

import psycopg


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that fired, with what it saw."""

    rule_id: str
    rule_version: int
    title: str
    points: int
    parameters: dict[str, object]
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known about one alert."""

    alert_id: str
    kind: str
    severity: str
    transaction_id: str | None
    score: int | None
    band: str | None
    status: str | None
    rule_set_version: str | None
    reasons: tuple[Reason, ...]
    not_evaluable: dict[str, str]
    published: bool


def explain_alert(connection: psycopg.Connection, alert_id: str) -> Explanation:
    """Collect what an alert says.

    Raises:
        LookupError: There is no such alert.
    """
    raise NotImplementedError(connection, alert_id)
