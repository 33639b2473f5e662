"""Reads the data of the Fraud Detection Handbook, which is fetched and never part of this project.

`Fraud-Detection-Handbook/simulated-data-transformed` on GitHub: one pickle a day, April to
September 2018, with the windows that its authors computed. Pickles run code when they are read:
read only a copy that you trust.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Purchase:
    """One row; the amount in cents, the time in milliseconds since the epoch."""

    number: int
    at_ms: int
    customer: int
    terminal: int
    amount: int
    fraud: bool
    scenario: int
    day_count: int
    """CUSTOMER_ID_NB_TX_1DAY_WINDOW: the authors' 24-hour count."""
    day_mean: float
    """CUSTOMER_ID_AVG_AMOUNT_1DAY_WINDOW, in the data's own unit."""


def purchases(directory: Path, first: date, last: date) -> Iterator[Purchase]:
    """All rows from `first` to `last`, both included, in order of time."""
    import pandas as pd  # noqa: PLC0415  # only these benchmarks need it

    day = first
    while day <= last:
        frame = pd.read_pickle(directory / f"{day}.pkl")  # noqa: S301  # see the module's docstring
        frame["ms"] = frame["TX_DATETIME"].astype("datetime64[ms]").astype("int64")
        frame["cents"] = (frame["TX_AMOUNT"] * 100).round().astype("int64")
        frame = frame.sort_values(["ms", "TRANSACTION_ID"])
        columns = [
            "TRANSACTION_ID",
            "ms",
            "CUSTOMER_ID",
            "TERMINAL_ID",
            "cents",
            "TX_FRAUD",
            "TX_FRAUD_SCENARIO",
            "CUSTOMER_ID_NB_TX_1DAY_WINDOW",
            "CUSTOMER_ID_AVG_AMOUNT_1DAY_WINDOW",
        ]
        for row in frame[columns].itertuples(index=False, name=None):
            number, at_ms, customer, terminal, cents, fraud, scenario, count, mean = row
            yield Purchase(
                number, at_ms, int(customer), int(terminal), cents, bool(fraud), scenario,
                int(count), mean,
            )  # fmt: skip
        day += timedelta(days=1)
