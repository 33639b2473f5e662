"""Replaying decisions, and explaining alerts."""

import json

import pytest

from stack.processor.explanation import explain_alert
from stack.processor.replay import replay_decision
from tests.processor.builders import MINUTE_MS, Rig, payment


def burst(rig: Rig) -> None:
    rig.process(*(payment(n, after_ms=n * MINUTE_MS) for n in range(1, 7)))


def test_a_decision_replays_from_what_was_stored_with_it(rig: Rig) -> None:
    burst(rig)
    with rig.connect() as connection:
        found = replay_decision(connection, "tx-6")
    assert found.equal is True
    assert found.recomputed == found.stored
    assert (found.revision, found.stored.fired) == (1, {"V1": 40})


def test_a_doctored_decision_does_not_replay(rig: Rig) -> None:
    burst(rig)
    with rig.database.connect() as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE ledger.decisions SET document = replace(document, '40', '10')")
        assert replay_decision(owner, "tx-6").equal is False


def test_the_rules_of_another_program_cannot_be_judged_here(rig: Rig) -> None:
    burst(rig)
    with rig.database.connect() as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(
            "UPDATE ledger.rule_sets SET document = replace(document, '\"V1\"', '\"V0\"')"
        )
        assert replay_decision(owner, "tx-6").equal is None


def test_a_revision_can_be_chosen_and_must_exist(rig: Rig) -> None:
    burst(rig)
    with rig.connect() as connection:
        assert replay_decision(connection, "tx-1", revision=1).revision == 1
        with pytest.raises(LookupError):
            replay_decision(connection, "tx-1", revision=2)
        with pytest.raises(LookupError):
            replay_decision(connection, "tx-99")


def test_an_alert_is_explained_with_thresholds_and_values(rig: Rig) -> None:
    burst(rig)
    with rig.connect() as connection:
        found = explain_alert(connection, "tx-6:review")
    assert (found.kind, found.severity, found.transaction_id, found.published) == (
        "transaction", "review", "tx-6", True,
    )  # fmt: skip
    (reason,) = found.reasons
    assert (reason.rule_id, reason.rule_version, reason.points) == ("V1", 1, 40)
    assert reason.title_ja == "同一アカウントの短時間多数決済"
    assert reason.values["attempts_600s"] == 6
    assert reason.parameters["tiers"][0] == {"seconds": 600, "more_than": 5, "points": 40}
    assert json.loads(found.body)["transaction_id"] == "tx-6"


def test_an_alert_about_something_else_is_explained_by_its_body(rig: Rig) -> None:
    rig.process(payment(1), payment(1, amount=5))
    with rig.connect() as connection:
        found = explain_alert(connection, "conflicting_content:tx-1")
        assert (found.kind, found.decision, found.reasons) == ("conflicting_content", None, ())
        with pytest.raises(LookupError):
            explain_alert(connection, "none")
