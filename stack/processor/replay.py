"""Replaying a stored decision from what was stored with it."""

from dataclasses import dataclass
from typing import Final

import msgspec
import psycopg

from .decision import Decision, judge
from .ruleset import RuleSet, RuleSetError, parse_rules

_READ: Final = """
SELECT d.revision, d.document, r.document
FROM ledger.decisions AS d JOIN ledger.rule_sets AS r ON r.version = d.rule_set
WHERE d.transaction_id = %s AND (%s::integer IS NULL OR d.revision = %s)
ORDER BY d.revision DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Replay:
    """A stored decision beside the recomputed one.

    Attributes:
        transaction_id: What was decided on.
        revision: Which decision on it.
        stored: The stored decision.
        recomputed: What its inputs give now; None if this program has other versions of the rules.
    """

    transaction_id: str
    revision: int
    stored: Decision
    recomputed: Decision | None

    @property
    def equal(self) -> bool | None:
        """Whether both agree in everything; None if it cannot be decided here."""
        return None if self.recomputed is None else self.recomputed == self.stored


def replay_decision(
    connection: psycopg.Connection, transaction_id: str, revision: int | None = None
) -> Replay:
    """Recompute a decision, the latest one by default, from the stored rule set and values.

    Raises:
        LookupError: There is no such decision.
        psycopg.Error: The ledger does not answer.
    """
    row = connection.execute(_READ, [transaction_id, revision, revision]).fetchone()
    if row is None:
        raise LookupError("there is no such decision")
    found, document, rule_set = row
    stored = msgspec.json.decode(document, type=Decision)
    rules = _rules(rule_set)
    recomputed = None if rules is None else judge(stored.inputs, rules)
    return Replay(transaction_id, found, stored, recomputed)


def _rules(document: str) -> RuleSet | None:
    try:
        return parse_rules(document)
    except RuleSetError:
        return None
