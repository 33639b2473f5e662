"""An alert with its reasons, for the operator and the auditor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
import psycopg

from .decision import Decision
from .rules import RULES
from .rules.rule import Value

_ALERT: Final = """
SELECT a.kind, a.severity, a.transaction_id, a.body, d.delivered_ms IS NOT NULL
FROM ledger.alerts AS a LEFT JOIN ledger.alert_deliveries AS d USING (alert_id)
WHERE a.alert_id = %s
"""
_DECISION: Final = """
SELECT d.document, r.document
FROM ledger.decisions AS d LEFT JOIN ledger.rule_sets AS r ON r.version = d.rule_set
WHERE d.transaction_id = %s AND d.band = %s ORDER BY d.revision LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that fired, with its thresholds and what it saw."""

    rule_id: str
    rule_version: int
    title: str
    title_ja: str
    points: int
    parameters: Mapping[str, object]
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known about one alert.

    Attributes:
        decision: The decision that raised it; None if it is not about a transaction's score.
        reasons: The rules that fired, in the order of the rules.
        body: What was published.
        published: Whether a receiver has taken it.
    """

    alert_id: str
    kind: str
    severity: str
    transaction_id: str | None
    decision: Decision | None
    reasons: tuple[Reason, ...]
    body: str
    published: bool


def explain_alert(connection: psycopg.Connection, alert_id: str) -> Explanation:
    """Collect what an alert says.

    Raises:
        LookupError: There is no such alert.
        psycopg.Error: The ledger does not answer.
    """
    row = connection.execute(_ALERT, [alert_id]).fetchone()
    if row is None:
        raise LookupError("there is no such alert")
    kind, severity, transaction_id, body, published = row
    decision: Decision | None = None
    reasons: tuple[Reason, ...] = ()
    found = connection.execute(_DECISION, [transaction_id, severity]).fetchone()
    if kind == "transaction" and found is not None:
        decision = msgspec.json.decode(found[0], type=Decision)
        reasons = _reasons(decision, msgspec.json.decode(found[1] or '{"rules": {}}'))
    return Explanation(alert_id, kind, severity, transaction_id, decision, reasons, body, published)


def _reasons(
    decision: Decision, configuration: dict[str, dict[str, dict[str, object]]]
) -> tuple[Reason, ...]:
    titles = {rule.id: (rule.title, rule.title_ja) for rule in RULES}
    reasons = []
    for rule_id, points in decision.fired.items():
        entry = configuration["rules"].get(rule_id, {})
        title, title_ja = titles.get(rule_id, (rule_id, rule_id))
        reasons.append(
            Reason(
                rule_id=rule_id,
                rule_version=int(str(entry.get("version", 0))),
                title=title,
                title_ja=title_ja,
                points=points,
                parameters=msgspec.convert(entry.get("parameters", {}), dict[str, object]),
                values=decision.inputs.values.get(rule_id, {}),
            )
        )
    return tuple(reasons)
