"""Confirmed fraud, turned into the risk of cards, devices, addresses, networks, shops and so on.

Chargebacks arrive on the stream like any other event and name the payment they concern. From them
the sweeper derives, as of one moment: which cards and mails are named, and how large the share of
confirmed fraud was in an entity's payments of 1, 7 and 30 days, up to a delay before that moment.
The delay is the Fraud Detection Handbook's: without it, an entity's latest payments count as honest
only because nobody has complained yet.
"""

from datetime import datetime
from typing import Final

import psycopg

from .windows import DAY_MS, HOUR_MS

DELAY_DAYS: Final = 7
NAMED_DAYS: Final = 180
"""How long a card or a mail stays named after the chargeback."""

_REFRESH: Final = """
WITH confirmed AS MATERIALIZED (
    SELECT DISTINCT original_transaction_id AS transaction_id
    FROM ledger.transactions
    WHERE event = 'chargeback' AND document::jsonb ->> 'chargeback_reason' = 'fraud'
        AND effective_ms > %(named_after)s AND effective_ms <= %(as_of)s
), fraud AS MATERIALIZED (
    SELECT t.* FROM confirmed JOIN ledger.transactions AS t USING (transaction_id)
    WHERE t.event = 'payment'
), named AS (
    SELECT DISTINCT entity
    FROM fraud CROSS JOIN LATERAL (
        VALUES ('card:' || card_token), ('email:' || email_token)
    ) AS e (entity)
    WHERE entity IS NOT NULL
), suspect AS MATERIALIZED (
    SELECT DISTINCT entity
    FROM fraud CROSS JOIN LATERAL (
        VALUES ('card:' || card_token), ('bin:' || card_bin), ('device:' || device_token),
            ('network:' || ip_network), ('address:' || address_token),
            ('email:' || email_token), ('merchant:' || merchant_id)
    ) AS e (entity)
    WHERE entity IS NOT NULL
), counted AS (
    SELECT
        entity,
        count(*) FILTER (WHERE effective_ms > %(day)s) AS transactions_1d,
        count(f.transaction_id) FILTER (WHERE effective_ms > %(day)s) AS frauds_1d,
        count(*) FILTER (WHERE effective_ms > %(week)s) AS transactions_7d,
        count(f.transaction_id) FILTER (WHERE effective_ms > %(week)s) AS frauds_7d,
        count(*) AS transactions_30d,
        count(f.transaction_id) AS frauds_30d
    FROM ledger.transactions AS t
    LEFT JOIN confirmed AS f USING (transaction_id)
    CROSS JOIN LATERAL (
        VALUES ('card:' || card_token), ('bin:' || card_bin), ('device:' || device_token),
            ('network:' || ip_network), ('address:' || address_token),
            ('email:' || email_token), ('merchant:' || merchant_id)
    ) AS e (entity)
    JOIN suspect USING (entity)
    WHERE t.event = 'payment' AND t.effective_ms > %(month)s AND t.effective_ms <= %(delayed)s
    GROUP BY entity
)
INSERT INTO ledger.entity_risk
SELECT
    entity, %(as_of)s, named.entity IS NOT NULL,
    coalesce(transactions_1d, 0), coalesce(frauds_1d, 0),
    coalesce(transactions_7d, 0), coalesce(frauds_7d, 0),
    coalesce(transactions_30d, 0), coalesce(frauds_30d, 0)
FROM counted FULL JOIN named USING (entity)
"""
_AGE: Final = """
SELECT
    (SELECT max(as_of_ms) FROM ledger.entity_risk),
    (SELECT max(recorded_ms) FROM ledger.transactions WHERE event = 'chargeback')
"""
_MONTH_TO_DATE: Final = """
SELECT coalesce(sum(amount), 0)::bigint FROM ledger.transactions
WHERE event = 'chargeback' AND document::jsonb ->> 'chargeback_reason' = 'fraud'
    AND effective_ms <= %(as_of)s
    AND effective_ms >= extract(epoch FROM
        date_trunc('month', to_timestamp(%(as_of)s / 1000.0) AT TIME ZONE 'Asia/Tokyo')
        AT TIME ZONE 'Asia/Tokyo') * 1000
"""


def refresh_entity_risk(
    connection: psycopg.Connection, as_of: datetime, delay_days: int = DELAY_DAYS
) -> int:
    """Recompute the risk of all entities as of one moment; returns how many have any.

    Args:
        connection: In autocommit mode.
        as_of: Chargebacks after it are not known yet.
        delay_days: Payments younger than this do not count.

    Raises:
        psycopg.Error: The ledger does not answer; the risk stays as it was.
    """
    as_of_ms = round(as_of.timestamp() * 1000)
    delayed_ms = as_of_ms - delay_days * DAY_MS
    moments = {
        "as_of": as_of_ms,
        "named_after": as_of_ms - NAMED_DAYS * DAY_MS,
        "delayed": delayed_ms,
        "day": delayed_ms - DAY_MS,
        "week": delayed_ms - 7 * DAY_MS,
        "month": delayed_ms - 30 * DAY_MS,
    }
    with connection.transaction():
        # A month of payments takes longer than any statement of the stream may.
        connection.execute("SET LOCAL statement_timeout = '45s'")
        connection.execute("DELETE FROM ledger.entity_risk")
        return connection.execute(_REFRESH, moments).rowcount


def risk_is_stale(connection: psycopg.Connection, now_ms: int) -> bool:
    """Whether the risk is of an earlier hour, or a chargeback has come since.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    row = connection.execute(_AGE).fetchone()
    as_of_ms, last_ms = row or (None, None)
    if as_of_ms is None:
        return last_ms is not None
    return bool(as_of_ms < now_ms // HOUR_MS * HOUR_MS or as_of_ms < (last_ms or 0))


def confirmed_fraud_month_to_date(connection: psycopg.Connection, now_ms: int) -> int:
    """Yen of fraud chargebacks in the current month of Japan.

    Over 500,000 in three months in a row make a 不正顕在化加盟店, a shop of manifest fraud.

    Raises:
        psycopg.Error: The ledger does not answer.
    """
    row = connection.execute(_MONTH_TO_DATE, {"as_of": now_ms}).fetchone()
    return 0 if row is None else int(row[0])
