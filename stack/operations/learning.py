"""Learning M1's weights from a shop's own payments and the chargebacks that followed.

What M1 saw was stored with every decision, as it was known then: nothing that came later, such as
today's risk of a shop, can slip into what is learnt.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
import psycopg

from stack.processor.decision import Decision
from stack.processor.rules.learned import SIGNS, Learned, signs
from stack.processor.rules.rule import Value

FEWEST: Final = 50
"""Frauds, and other payments; fewer would teach the accidents of a few cases."""

_RULE: Final = "M1"
_STEPS: Final = 50
_CLOSE: Final = 1e-8
_RIDGE: Final = 1.0
"""What scikit-learn uses unless told otherwise; keeps signs that tell the same from running off."""

# The first decision: a later one may have known more than there was to know when it counted.
_CASES: Final = """
SELECT d.document, t.transaction_id IN (
    SELECT c.original_transaction_id FROM ledger.transactions AS c
    WHERE c.event = 'chargeback' AND c.document::jsonb ->> 'chargeback_reason' = 'fraud'
)
FROM ledger.transactions AS t
JOIN ledger.decisions AS d ON d.transaction_id = t.transaction_id AND d.revision = 1
WHERE t.event = 'payment' AND t.effective_ms >= %s AND t.effective_ms < %s
ORDER BY t.effective_ms, t.transaction_id
"""
_DECISION: Final = msgspec.json.Decoder(Decision)


@dataclass(frozen=True, slots=True)
class Case:
    """A decided payment.

    Attributes:
        values: What M1 measured.
        fraud: Whether it has been confirmed as fraud since.
    """

    values: dict[str, Value]
    fraud: bool


def read_cases(connection: psycopg.Connection, start: datetime, end: datetime) -> list[Case]:
    """Payments with event time in [start, end), in its order.

    Left out are those that were decided before M1 existed, or when it could not see.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    period = [round(moment.timestamp() * 1000) for moment in (start, end)]
    cases = []
    with connection.transaction(), connection.cursor(name="cases") as cursor:
        cursor.itersize = 2000
        cursor.execute(_CASES, period)
        for document, fraud in cursor:
            decision = _DECISION.decode(document)
            values = decision.inputs.values.get(_RULE)
            if values is not None and _RULE not in decision.not_evaluable:
                cases.append(Case(values, fraud))
    return cases


def learn(cases: Sequence[Case]) -> Learned:
    """Fit a logistic regression by Newton's method.

    Args:
        cases: Of both kinds, at least `FEWEST` of each.
    """
    import numpy as np  # noqa: PLC0415  # takes longer to load than every other command to run

    seen = np.array([[signs(case.values)[sign] for sign in SIGNS] for case in cases])
    labels = np.array([case.fraud for case in cases], dtype=float)
    centre, spread = seen.mean(axis=0), seen.std(axis=0)
    spread[spread == 0] = 1
    design = np.column_stack((np.ones(len(seen)), (seen - centre) / spread))
    ridge = _RIDGE * np.eye(design.shape[1])
    ridge[0, 0] = 0  # how rare fraud is, is no weight
    weights = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(design @ weights, -50, 50)))
        gradient = design.T @ (labels - likely) - ridge @ weights
        curvature = (design * (likely * (1 - likely))[:, None]).T @ design + ridge
        step = np.linalg.solve(curvature, gradient)
        weights += step
        if abs(step).max() < _CLOSE:
            break
    each = weights[1:] / spread
    return Learned(
        constant=_short(weights[0] - each @ centre),
        weights={sign: _short(weight) for sign, weight in zip(SIGNS, each, strict=True)},
    )


def _short(number: float) -> float:
    """Six digits, which a reader of the configuration can compare."""
    return float(f"{number:.6g}")


def with_learned(configuration: str, learned: Learned) -> str:
    """A rule configuration that decides by what was learnt.

    V2 and the shares of L1 add no points any more: M1 weighs the same signs, and counting them
    twice would make worse what was learnt. Cards and mails that a chargeback names stay refused.
    """
    changed = json.loads(configuration)
    rules = changed["rules"]
    rules[_RULE]["parameters"] = msgspec.to_builtins(learned)
    rules["V2"]["parameters"]["points"] = 0
    rules["L1"]["parameters"]["periods"] = []
    return json.dumps(changed, indent=2, ensure_ascii=False) + "\n"
