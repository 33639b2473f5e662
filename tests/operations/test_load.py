"""Generated load reaches each of its targets in the number that was asked for."""

from pathlib import Path

import msgspec

from stack.processor.schema import Transaction
from tests.operations.conftest import Operator


def test_a_file_gets_one_valid_record_a_line_spaced_by_the_rate(
    operator: Operator, tmp_path: Path
) -> None:
    path = tmp_path / "load.jsonl"
    operator.run("load", "--rate", "10", "--seconds", "5", "--output", str(path))
    records = [
        msgspec.json.decode(line, type=Transaction) for line in path.read_bytes().splitlines()
    ]
    assert len(records) == 50
    span = records[-1].occurred_at - records[0].occurred_at
    assert abs(span.total_seconds() - 4.9) < 0.01


def test_stores_get_every_record_and_the_report_counts_them(operator: Operator) -> None:
    printed = operator.run("load", "--rate", "200", "--seconds", "0.5")
    assert "100 records: 100 stored, 0 duplicate, 0 quarantined" in printed
    assert operator.count("transactions") == 100


def test_more_load_never_repeats_an_id(operator: Operator) -> None:
    operator.run("load", "--rate", "200", "--seconds", "0.25")
    operator.run("load", "--rate", "200", "--seconds", "0.25")
    assert operator.count("transactions") == 100
