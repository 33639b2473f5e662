"""Verification, explanation and back-tests of a ledger with some history."""

import json
import re
import time
from pathlib import Path

import pytest

from stack.operations.command import FINDING
from stack.operations.system import AlertLog, Endpoints, System
from stack.processor.rules import RULES
from stack.processor.ruleset import DEFAULT_RULES, load_rules
from tests.operations.conftest import Operator

PERIOD = ("--start", "2026-11-20T00:00:00+09:00", "--end", "2026-11-21T00:00:00+09:00")


def hours_later() -> int:
    """Late enough for degraded decisions to be repeated."""
    return int(time.time() * 1000) + 2 * 3_600_000


@pytest.fixture
def audited(operator: Operator, json_lines: Path) -> Operator:
    """A ledger whose decisions are final and whose rows are sealed."""
    operator.run("replay", str(json_lines))
    endpoints = Endpoints(
        operator.database.server.uri(operator.database.name),
        f"redis://127.0.0.1:{operator.redis.port}",
    )
    with System(endpoints, load_rules(), hours_later, AlertLog()) as system:
        system.sweep()
    return operator


def test_an_untouched_ledger_verifies(audited: Operator) -> None:
    printed = audited.run("verify")
    assert "tampered" not in printed
    head = printed.split()[-1]
    assert head in audited.run("verify", "--head", head)


def test_a_changed_row_is_named(audited: Operator) -> None:
    with audited.database.connect() as connection:
        connection.execute("ALTER TABLE ledger.transactions DISABLE TRIGGER append_only")
        row = connection.execute(
            "UPDATE ledger.transactions SET amount = amount + 1 WHERE transaction_id ="
            " (SELECT min(transaction_id) FROM ledger.transactions) RETURNING transaction_id"
        ).fetchone()
    assert row is not None
    printed = audited.run("verify", expect=FINDING)
    assert "tampered" in printed
    assert row[0] in printed


def test_a_removed_row_is_a_finding(audited: Operator) -> None:
    with audited.database.connect() as connection:
        connection.execute("ALTER TABLE ledger.transactions DISABLE TRIGGER append_only")
        connection.execute(
            "DELETE FROM ledger.transactions WHERE transaction_id ="
            " (SELECT max(transaction_id) FROM ledger.transactions)"
        )
    assert "tampered" in audited.run("verify", expect=FINDING)


def test_a_head_that_is_not_in_the_chain_is_a_finding(audited: Operator) -> None:
    assert "tampered" in audited.run("verify", "--head", "0" * 64, expect=FINDING)


def test_an_alert_shows_reasons_values_limits_and_versions(audited: Operator) -> None:
    with audited.database.connect() as connection:
        row = connection.execute(
            "SELECT alert_id, transaction_id FROM ledger.alerts WHERE kind = 'transaction' LIMIT 1"
        ).fetchone()
    assert row is not None
    printed = audited.run("alert", row[0])
    for word in (*row, "score", "rule set", load_rules().version, "saw", "limits"):
        assert word in printed
    versions = {rule.id: rule.version for rule in RULES}
    shown = re.findall(r"\b([A-Z]\d) v(\d+)\b", printed)
    assert shown
    assert all(int(version) == versions[rule_id] for rule_id, version in shown)


def changes(printed: str) -> dict[str, int]:
    """By rule; the columns are rule, fired, would fire, change."""
    rows = (line.split() for line in printed.splitlines()[2:] if "->" not in line)
    return {rule: int(change) for rule, _, _, change in rows}


def test_a_tighter_rule_fires_more_often_on_the_same_history(
    audited: Operator, tmp_path: Path
) -> None:
    rules = json.loads(DEFAULT_RULES.read_text())
    rules["rules"]["V3"]["parameters"]["more_than"] = 5_000
    changed = tmp_path / "rules.json"
    changed.write_text(json.dumps(rules))
    assert changes(audited.run("backtest", "--rules", str(changed), *PERIOD))["V3"] > 0


def test_the_same_rules_fire_as_they_did_but_for_fraud_confirmed_since(audited: Operator) -> None:
    found = changes(audited.run("backtest", "--rules", str(DEFAULT_RULES), *PERIOD))
    found.pop("L1", None)
    assert found
    assert set(found.values()) == {0}
