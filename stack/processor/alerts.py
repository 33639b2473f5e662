"""What an alert says: enough to act on, nothing personal."""

from typing import Final

import msgspec

from .decision import Decision
from .schema import Transaction

_ENCODE: Final = msgspec.json.Encoder(order="deterministic").encode


def alert_body(transaction: Transaction, decision: Decision) -> str | None:
    """The body of a transaction's alert; None if the decision is to allow it."""
    if decision.band == "allow":
        return None
    body = {
        "transaction_id": transaction.transaction_id,
        "order_id": transaction.order_id,
        "merchant_id": transaction.merchant_id,
        "amount": transaction.amount,
        "score": decision.score,
        "band": decision.band,
        "status": decision.status,
        "rule_set": decision.rule_set,
        "rules": [
            {"id": rule_id, "points": points, "values": decision.inputs.values.get(rule_id, {})}
            for rule_id, points in decision.fired.items()
        ],
        "not_evaluable": decision.not_evaluable,
    }
    return _ENCODE(body).decode()
