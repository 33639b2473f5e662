"""M1, the rule that a shop's confirmed fraud has taught."""

import json

import pytest

from stack.processor.decision import Decision, decide
from stack.processor.rules.sight import Profile, Risk
from stack.processor.ruleset import DEFAULT_RULES, RuleSet, RuleSetError, parse_rules
from stack.processor.windows import Gap
from tests.processor.builders import payment
from tests.processor.rules.scenes import decision, outcome, scene


def rules(constant: float, **weights: float) -> RuleSet:
    configuration = json.loads(DEFAULT_RULES.read_text(encoding="utf-8"))
    configuration["rules"]["M1"]["parameters"] = {"constant": constant, "weights": weights}
    return parse_rules(json.dumps(configuration))


def judged(by: RuleSet, amount: int = 3_000, **surroundings: object) -> Decision:
    return decide(scene(payment(1, amount=amount), **surroundings), by)  # type: ignore[arg-type]


def test_without_weights_it_keeps_what_it_saw_and_never_fires() -> None:
    first, second = payment(1, amount=2_000), payment(2, after_ms=1_000, amount=9_000)
    made = decision(
        first, second, profile=Profile(payments=3, paid=2, paid_sum=7_000, largest=4_000)
    )
    assert outcome("M1", made) == 0
    assert made.inputs.values["M1"] == {
        "amount": 9_000, "payments": 3, "mean": 3_000, "largest": 4_000,
    }  # fmt: skip


@pytest.mark.parametrize(("amount", "percent"), [(20_000, 50), (40_000, 88), (0, 12)])
def test_its_points_are_the_probability_of_fraud_in_percent(amount: int, percent: int) -> None:
    made = judged(rules(-2, ten_thousand_yen=1), amount)
    assert outcome("M1", made) == percent


@pytest.mark.parametrize(("constant", "percent"), [(1e5, 100), (-1e5, 0)])
def test_odds_beyond_measure_are_certainty(constant: float, percent: int) -> None:
    assert outcome("M1", judged(rules(constant, log_yen=1))) == percent


def test_an_account_without_a_past_counts_as_one_that_pays_as_usual() -> None:
    by = rules(-3, times_mean=1, times_largest=1, log_times_mean=1, log_times_largest=1)
    unusual = Profile(payments=2, paid=2, paid_sum=2, largest=1)
    assert outcome("M1", judged(by)) == outcome("M1", judged(by, profile=unusual)) == 27
    usual = Profile(payments=9, paid=9, paid_sum=9 * 3_000, largest=3_000)
    assert outcome("M1", judged(by, profile=usual)) == 27
    known = Profile(payments=3, paid=3, paid_sum=3, largest=1)
    assert outcome("M1", judged(by, profile=known)) == 100


def test_the_entity_with_the_largest_share_of_fraud_counts() -> None:
    by = rules(-5, fraud_share_7d=10)
    honest = Risk(False, (0, 90, 300), (0, 1, 1))  # noqa: FBT003
    bad = Risk(False, (0, 9, 9), (0, 9, 9))  # noqa: FBT003
    made = judged(by, risks={"bin:459712": honest, "merchant:shop-1": bad})
    assert outcome("M1", made) == 98
    assert made.inputs.values["M1"]["entity"] == "merchant"
    assert outcome("M1", judged(by, risks={"bin:459712": honest})) == 1


def test_it_does_not_judge_an_account_whose_past_may_be_missing() -> None:
    made = judged(rules(5, log_yen=1), gaps={"account": Gap.UNAVAILABLE})
    assert outcome("M1", made) == "history_unavailable"


@pytest.mark.parametrize("weight", [1e308, -1e308, 1e7])
def test_weights_that_could_overflow_are_refused(weight: float) -> None:
    with pytest.raises(RuleSetError, match="M1"):
        rules(0, ten_thousand_yen=weight, log_yen=-1)


def test_a_weight_for_what_it_does_not_see_is_refused() -> None:
    with pytest.raises(RuleSetError, match="M1"):
        rules(0, shoe_size=1)
