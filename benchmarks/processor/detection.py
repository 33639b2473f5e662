"""Detection on the Fraud Detection Handbook's data, with and without confirmed-fraud feedback.

    python -m benchmarks.processor.detection DIRECTORY [--test 2018-09-05]

The book's own split: test 8 to 14 August 2018, cards with fraud that was known by then left out,
labels a week late; or another week by the same protocol. The rules are the product's as they ship,
and as `learn` changes them after the book's training week. The data has customer, terminal, amount
and time only, so most rules have nothing to look at: what is left is velocity, amounts, and the
feedback about the terminal (`merchant_id`).

All rankings come from one run, as a chargeback changes nothing but what L1 and M1 see: without
feedback is without that.
"""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path

import msgspec

from benchmarks.processor.handbook import Purchase, purchases
from benchmarks.processor.ranking import (
    Scored,
    area_under_roc,
    average_precision,
    card_precision,
)
from stack.operations.feeding import feed
from stack.operations.learning import Case, learn, with_learned
from stack.operations.system import AlertLog, Endpoints, System, private_stores
from stack.processor.decision import Decision, Inputs, judge
from stack.processor.records import StreamRecord
from stack.processor.ruleset import DEFAULT_RULES, RuleSet, load_rules, parse_rules
from stack.processor.schema import Account, Transaction

TEST = date(2018, 8, 8)
TESTED = timedelta(days=7)
LABEL_DELAY = timedelta(days=7)
# The book trains on a week that ends a label delay before the test.
TRAINING = timedelta(days=7) + LABEL_DELAY
# Risk looks back a month from the label delay.
HISTORY = timedelta(days=30) + LABEL_DELAY
DAY_MS = 86_400_000
HOUR_MS = 3_600_000
# What M1 sees beside feedback.
_HABIT = ("amount", "payments", "mean", "largest")
# What the book and its notebooks report for this split: AUC, average precision, card precision.
PUBLISHED = {
    "logistic regression": (0.871, 0.606, 0.291),
    "random forest": (0.867, 0.658, 0.287),
    "XGBoost": (0.862, 0.639, 0.273),
}
_ENCODER = msgspec.json.Encoder()


def main() -> None:
    """Run once and print the rankings beside the published ones."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--test", type=date.fromisoformat, default=TEST, help="first day tested")
    arguments = parser.parse_args()
    first, last = arguments.test - HISTORY, arguments.test + TESTED - timedelta(days=1)
    rows = list(purchases(arguments.directory, first, last))
    tested = test_set(rows, _day(arguments.test))
    print(f"{len(rows):,} transactions, of which {len(tested):,} tested,", end=" ")
    print(f"{sum(row.fraud for row in tested):,} of them fraud")
    print(f"{'':<28}{'AUC':>7}{'AP':>7}{'CP@100':>8}{'alerts':>8}{'fraud':>7}")
    for name, figures in PUBLISHED.items() if arguments.test == TEST else ():
        print(f"{name + ', published':<28}{figures[0]:>7.3f}{figures[1]:>7.3f}{figures[2]:>8.3f}")
    found = _inputs(rows)
    behaviour = {name: _without_feedback(inputs) for name, inputs in found.items()}
    for name, rules in (("shipped rules", load_rules()), ("M1 learnt", learnt_rules(rows, found))):
        _print(f"{name}, with feedback", scored(tested, found, rules), rules)
        _print(f"{name}, without", scored(tested, behaviour, rules), rules)


def learnt_rules(rows: Sequence[Purchase], found: dict[str, Inputs]) -> RuleSet:
    """The shipped rules after `learn` has seen the book's training week."""
    start = rows[-1].at_ms // DAY_MS + 1 - TESTED.days - TRAINING.days
    week = range(start, start + TESTED.days)
    cases = [
        Case(found[_identifier(row)].values["M1"], row.fraud)
        for row in rows
        if row.at_ms // DAY_MS in week
    ]
    return parse_rules(with_learned(DEFAULT_RULES.read_text(encoding="utf-8"), learn(cases)))


def _without_feedback(inputs: Inputs) -> Inputs:
    values = {rule_id: seen for rule_id, seen in inputs.values.items() if rule_id != "L1"}
    habit = {name: value for name, value in values.get("M1", {}).items() if name in _HABIT}
    return msgspec.structs.replace(inputs, values={**values, "M1": habit})


def _print(name: str, of_test: Sequence[Scored], rules: RuleSet) -> None:
    print(
        f"{name:<28}{area_under_roc(of_test):>7.3f}{average_precision(of_test):>7.3f}"
        f"{card_precision(of_test):>8.3f}{_alerts(of_test, rules.bands.review)}"
    )


def _alerts(of_test: Sequence[Scored], review: int) -> str:
    alerted = [each.fraud for each in of_test if each.score >= review]
    return f"{len(alerted):>8,}{sum(alerted):>7,}"


def test_set(rows: Sequence[Purchase], test: int) -> list[Purchase]:
    """A week without the cards whose fraud was known a label delay before each of its days."""
    training = test - TRAINING.days
    frauds = {(row.at_ms // DAY_MS, row.customer) for row in rows if row.fraud}
    known = {
        day: {customer for at, customer in frauds if training <= at < day - LABEL_DELAY.days}
        for day in range(test, test + TESTED.days)
    }
    return [
        row
        for row in rows
        if row.at_ms // DAY_MS >= test and row.customer not in known[row.at_ms // DAY_MS]
    ]


def scored(tested: Sequence[Purchase], inputs: dict[str, Inputs], rules: RuleSet) -> list[Scored]:
    """Judge what the rules had measured; the same inputs serve any configuration."""
    return [
        Scored(
            row.at_ms // DAY_MS,
            row.customer,
            row.fraud,
            judge(inputs[_identifier(row)], rules).score,
        )
        for row in tested
    ]


def _inputs(rows: Sequence[Purchase]) -> dict[str, Inputs]:
    with private_stores() as endpoints:
        _process(endpoints, rows)
        with endpoints.connect() as connection:
            found = connection.execute(
                "SELECT transaction_id, document FROM ledger.decisions WHERE revision = 1"
            ).fetchall()
    return {
        identifier: msgspec.json.decode(document, type=Decision).inputs
        for identifier, document in found
    }


def _process(endpoints: Endpoints, rows: Sequence[Purchase]) -> None:
    now = rows[0].at_ms

    def clock() -> int:
        return now

    records = sorted(_records(rows), key=lambda record: record.arrived_at_ms)
    # Confirmed fraud is counted anew every hour, as in production; before the days that count,
    # once a day.
    first = rows[-1].at_ms // DAY_MS + 1 - TESTED.days - TRAINING.days
    with System(endpoints, load_rules(), clock, AlertLog()) as system:
        for hour, of_hour in groupby(records, lambda record: record.arrived_at_ms // HOUR_MS):
            now = max(now, hour * HOUR_MS)
            if hour >= first * 24 or hour % 24 == 0:
                system.sweep()
            batch = list(of_hour)
            now = batch[-1].arrived_at_ms
            feed(system, batch)


def _records(rows: Sequence[Purchase]) -> Iterator[StreamRecord]:
    for row in rows:
        yield _record(row, "payment", row.at_ms)
        if row.fraud:
            yield _record(row, "chargeback", row.at_ms + int(LABEL_DELAY.total_seconds() * 1000))


def _record(row: Purchase, event: str, at_ms: int) -> StreamRecord:
    chargeback = event == "chargeback"
    transaction = Transaction(
        schema_version=1,
        transaction_id=f"cb-{row.number}" if chargeback else _identifier(row),
        order_id=_identifier(row),
        event="chargeback" if chargeback else "payment",
        occurred_at=datetime.fromtimestamp(at_ms / 1000, UTC),
        amount=row.amount,
        currency="JPY",
        account=Account(id=f"customer-{row.customer}"),
        merchant_id=f"terminal-{row.terminal}",
        method="card",
        original_transaction_id=_identifier(row) if chargeback else None,
        chargeback_reason="fraud" if chargeback else None,
    )
    return StreamRecord(
        event_id=f"shardId-000000000000:{transaction.transaction_id}",
        sequence_number=transaction.transaction_id,
        partition_key=transaction.account.id,
        arrived_at_ms=at_ms,
        data=_ENCODER.encode(transaction),
    )


def _identifier(row: Purchase) -> str:
    return f"tx-{row.number}"


def _day(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000) // DAY_MS


if __name__ == "__main__":
    main()
