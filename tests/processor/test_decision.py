"""Three outcomes, score, bands, and the same decision from what was stored."""

import json
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stack.processor.decision import (
    Decision,
    decide,
    decide_all,
    decide_all_or_defer,
    judge,
    undecided,
)
from stack.processor.rules import RULES as ALL_RULES
from stack.processor.rules.rule import Missing, Parameters, Values
from stack.processor.rules.sight import Profile, Refunds, Risk, Sight
from stack.processor.ruleset import load_rules
from stack.processor.windows import Gap
from tests.processor.builders import follow_up, payment
from tests.processor.rules.scenes import RULES, decision, outcome, scene

FRAUD = Risk(True, (0, 0, 0), (0, 0, 0))  # noqa: FBT003


def test_every_rule_of_the_list_is_there_once_and_configured() -> None:
    ids = [rule.id for rule in ALL_RULES]
    assert ids == [
        "V1", "V2", "V3", "C1", "C2", "C3", "C4", "A1", "G1", "G2", "R1", "R2", "S1", "K1", "K2",
        "P1", "F1", "D1", "L1", "N1", "M1",
    ]  # fmt: skip
    assert set(json.loads(RULES.document)["rules"]) == set(ids)


def test_all_rules_are_evaluated_whatever_the_first_ones_say() -> None:
    six = [payment(n, after_ms=n, amount=60_000) for n in range(6)]
    made = decision(*six, risks={"card:x": FRAUD})
    assert made.fired == {"V1": 40, "V3": 30, "L1": 95}
    assert (made.score, made.band) == (100, "block")


def test_negative_points_lower_the_score_but_never_below_zero() -> None:
    assert decision(payment(1, three_d_secure="authenticated")).score == 0
    six = [payment(n, after_ms=n, three_d_secure="authenticated") for n in range(6)]
    assert decision(*six).score == 20


@pytest.mark.parametrize(
    ("score", "band"), [(39, "allow"), (40, "review"), (74, "review"), (75, "block")]
)
def test_bands_begin_where_the_configuration_says(score: int, band: str) -> None:
    assert RULES.bands.of(score) == band


def test_a_gap_makes_rules_not_evaluable_that_did_not_fire() -> None:
    made = decision(payment(1), gaps={"account": Gap.INCOMPLETE, "device": Gap.LATE})
    assert outcome("V1", made) == "history_incomplete"
    assert outcome("G1", made) == 0
    assert outcome("C4", made) == "late"
    assert made.status == "degraded"


def test_a_rule_that_counts_may_fire_on_part_of_the_history() -> None:
    six = [payment(n, after_ms=n) for n in range(6)]
    assert outcome("V1", decision(*six, gaps={"account": Gap.UNAVAILABLE})) == 40


def test_a_rule_that_concludes_from_absence_may_not() -> None:
    current = payment(1, basket={"categories": ["brand"]}, amount=90_000)
    made = decision(current, gaps={"account": Gap.UNAVAILABLE})
    assert outcome("R1", made) == "history_unavailable"


def test_missing_history_is_a_gaps_fault_where_there_is_one() -> None:
    assert outcome("V2", decision(payment(1))) == "no_history"
    assert outcome("V2", decision(payment(1), gaps={"account": Gap.LATE})) == "late"


def test_a_field_that_is_missing_for_good_does_not_degrade_a_decision() -> None:
    made = decision(payment(1, device=None, ip=None, ship_to=None, three_d_secure=None))
    assert made.status == "final"
    assert outcome("G1", made) == "no_ip"


def test_a_gap_in_a_window_that_no_rule_needed_does_not_degrade() -> None:
    made = decision(
        payment(1, method="konbini", card=None, status="pending", three_d_secure=None),
        gaps={"bin": Gap.LATE},
    )
    assert made.status == "final"


def test_a_deferred_decision_is_degraded_and_replays() -> None:
    made = undecided("payment", RULES)
    assert (made.status, made.band) == ("degraded", "allow")
    assert judge(made.inputs, RULES) == made


def _sights() -> list[Sight]:
    """Of each kind of event, with and without gaps."""
    slip = follow_up(4, "capture", "tx-1", method="konbini")
    return [
        scene(payment(1)),
        scene(follow_up(2, "refund", "tx-1"), refunds=Refunds(refunds=4, payments=4)),
        scene(payment(3, amount=700_000), gaps={"account": Gap.LATE, "ip": Gap.INCOMPLETE}),
        scene(slip),
        scene(*(payment(n, after_ms=n * 1000, amount=n) for n in range(5, 20))),
    ]


def test_deciding_together_is_deciding_each_alone() -> None:
    together = decide_all(_sights(), RULES)
    assert together == [decide(sight, RULES) for sight in _sights()]
    assert decide_all([], RULES) == []


def test_a_rule_that_fails_on_one_transaction_defers_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    rules = load_rules()
    spike = next(active for active in rules.rules["payment"] if active.rule.id == "V3")

    def fails_on_large(sight: Sight, parameters: Parameters) -> Values | Missing:
        if sight.transaction.amount > 500_000:
            raise RuntimeError("secret of the record")
        return spike.rule.measure(sight, parameters)

    broken = replace(spike, rule=replace(spike.rule, measure=fails_on_large))
    active = tuple(broken if one is spike else one for one in rules.rules["payment"])
    decided = decide_all_or_defer(
        _sights(), replace(rules, rules={**rules.rules, "payment": active})
    )

    alone = decide_all(_sights(), RULES)
    assert [one == other for one, other in zip(decided, alone, strict=True)] == [
        True, True, False, True, True,
    ]  # fmt: skip
    assert decided[2] == undecided("payment", RULES)
    assert "secret" not in caplog.text


@given(
    count=st.integers(1, 12),
    amounts=st.lists(st.integers(0, 3_000_000), min_size=12, max_size=12),
    states=st.lists(st.sampled_from(["approved", "declined", "pending"]), min_size=12, max_size=12),
    method=st.sampled_from(["card", "konbini", "pay_later", "bank_transfer"]),
    gaps=st.dictionaries(
        st.sampled_from(["account", "card", "device", "address", "ip", "bin"]),
        st.sampled_from(list(Gap)),
    ),
    profile=st.builds(
        Profile, payments=st.integers(0, 50), paid=st.integers(0, 50), largest=st.integers(0, 10**6)
    ),
)
def test_the_stored_inputs_give_the_same_decision(  # noqa: PLR0917  # hypothesis fills them in
    count: int,
    amounts: list[int],
    states: list[str],
    method: str,
    gaps: dict[str, Gap],
    profile: Profile,
) -> None:
    steps = [
        payment(n, after_ms=n * 60_000, amount=amounts[n], status=states[n], method=method)
        for n in range(count)
    ]
    sight = scene(*steps, gaps=gaps, profile=profile)
    made = decide(sight, RULES)
    assert decide(sight, RULES) == made
    stored = msgspec.json.decode(msgspec.json.encode(made), type=Decision)
    assert stored == made
    assert judge(stored.inputs, RULES) == stored
