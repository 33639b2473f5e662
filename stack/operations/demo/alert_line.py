"""A published alert in one line of the view."""

import json
from typing import Final

from stack.operations.demo.progress import AlertLine
from stack.processor.publisher import Alert
from stack.processor.rules import RULES

_TITLES: Final = {rule.id: rule.title for rule in RULES}


def transaction_of(alert: Alert) -> str | None:
    """The transaction that the alert is about, if it is about one."""
    identifier = json.loads(alert.body).get("transaction_id")
    return None if identifier is None else str(identifier)


def alert_line(alert: Alert, at: float) -> AlertLine:
    """Read the alert's body; `at` in simulated seconds since the epoch."""
    body = json.loads(alert.body)
    return AlertLine(
        at=at,
        severity=alert.severity,
        subject=str(body.get("transaction_id") or alert.kind),
        score=body.get("score"),
        reasons=tuple(_TITLES[rule["id"]] for rule in body.get("rules", ())),
    )
