"""Card testing against the whole site, which no single account, device or issuer shows.

Source: ebisumart alerts a shop above 80 failed card entries an hour at an error rate of 80 %.
"""

from typing import Final

import msgspec
import psycopg

from .ruleset import RuleSet
from .windows import HOUR_MS

_COUNT: Final = """
SELECT count(*), count(*) FILTER (WHERE status = 'declined') FROM ledger.transactions
WHERE event = 'payment' AND method = 'card' AND effective_ms > %s AND effective_ms <= %s
"""
_RAISE: Final = """
WITH raised AS (
    INSERT INTO ledger.alerts (alert_id, kind, severity, body, raised_ms)
    VALUES (%s, 'site_card_testing', 'critical', %s, %s)
    ON CONFLICT (alert_id) DO NOTHING
    RETURNING alert_id, raised_ms
)
INSERT INTO ledger.alert_outbox (alert_id, raised_ms) SELECT alert_id, raised_ms FROM raised
"""


def watch_site(connection: psycopg.Connection, rules: RuleSet, now_ms: int) -> bool:
    """Raise an alert if the last hour's card payments look like testing; at most one an hour.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    limits = rules.site
    since_ms = now_ms - limits.seconds * 1000
    attempts, declined = connection.execute(_COUNT, [since_ms, now_ms]).fetchone() or (0, 0)
    if declined <= limits.declined_more_than or declined * 100 < attempts * limits.declined_percent:
        return False
    body = msgspec.json.encode({
        "attempts": attempts, "declined": declined, "seconds": limits.seconds,
        "rule_set": rules.version,
    }).decode()  # fmt: skip
    raised = connection.execute(_RAISE, [f"site_card_testing:{now_ms // HOUR_MS}", body, now_ms])
    return raised.rowcount > 0
