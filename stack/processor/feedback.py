"""Confirmed fraud, turned into the risk of cards, devices, addresses, networks and merchants."""

from datetime import datetime

import psycopg


def refresh_entity_risk(connection: psycopg.Connection, as_of: datetime) -> int:
    """Recompute the 1/7/30-day risk as of one moment from the ledger's chargebacks.

    Returns the number of entities with any confirmed fraud. Labels count `delay` days late
    (rule L1's parameter), as chargebacks do.
    """
    raise NotImplementedError(connection, as_of)
