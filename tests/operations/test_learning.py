"""Learning from confirmed fraud, and what the learnt rules then find."""

import json
import random
from datetime import datetime, timedelta
from math import exp, log
from pathlib import Path

import pytest

from stack.operations.cli import main
from stack.operations.command import WRONG_INPUT
from stack.operations.learning import Case, learn, with_learned
from stack.operations.traffic.curve import JAPAN
from stack.processor.rules.learned import RULE
from stack.processor.ruleset import DEFAULT_RULES, load_rules, parse_rules
from tests.operations.conftest import Operator
from tests.processor.builders import follow_up, payment

FIRST = datetime(2026, 10, 1, 9, tzinfo=JAPAN)
PERIOD = ("--start", "2026-10-01T00:00:00+09:00", "--end", "2026-11-01T00:00:00+09:00")
DEFAULT = DEFAULT_RULES.read_text(encoding="utf-8")


def cases(count: int) -> list[Case]:
    """Payments that are fraud the likelier, the further the amount is above the account's mean."""
    source = random.Random(5)  # noqa: S311
    made = []
    for _ in range(count):
        times = exp(source.gauss(0, 1))
        likely = 1 / (1 + exp(4 - 2 * log(times)))
        amount = round(5_000 * times)
        values = {"amount": amount, "payments": 9, "mean": 5_000, "largest": 20_000}
        made.append(Case(values, source.random() < likely))
    return made


def test_what_is_learnt_tells_the_probability_of_fraud() -> None:
    known, unknown = cases(20_000)[:15_000], cases(20_000)[15_000:]
    learned = learn(known)
    points = [RULE.points(case.values, learned) for case in unknown]
    for low, high in ((0, 5), (5, 20), (20, 100)):
        group = [
            (own, case.fraud)
            for own, case in zip(points, unknown, strict=True)
            if low <= own < high
        ]
        expected = sum(own for own, _ in group) / 100
        assert sum(fraud for _, fraud in group) == pytest.approx(expected, rel=0.25, abs=5)


def test_learning_again_gives_the_same_weights() -> None:
    assert learn(cases(2_000)) == learn(cases(2_000))


def test_what_m1_weighs_is_not_counted_twice() -> None:
    text = with_learned(DEFAULT, learn(cases(2_000)))
    changed, before = json.loads(text)["rules"], json.loads(DEFAULT)["rules"]
    assert parse_rules(text).version != load_rules().version
    assert changed["V2"]["parameters"].pop("points") == 0
    assert changed["L1"]["parameters"].pop("periods") == []
    assert changed["L1"]["parameters"]["confirmed_points"] == 95
    different = {rule for rule in before if changed[rule] != before[rule]}
    assert different == {"V2", "L1", "M1"}


@pytest.fixture
def month(operator: Operator, tmp_path: Path) -> Operator:
    """A month of 20 accounts, with 80 large payments of which chargebacks came a week later."""
    lines = []
    for number in range(800):
        moment = FIRST + timedelta(minutes=50 * number)
        fraud = number % 10 == 3
        tokens = {
            "occurred_at": moment.isoformat(),
            "account": {"id": f"account-{number % 20}"},
            **dict.fromkeys(("device", "ip", "ship_to", "card", "basket")),
        }
        lines.append(payment(number, amount=70_000 if fraud else 2_000 + number, **tokens))
        if fraud:
            later = {**tokens, "occurred_at": (moment + timedelta(days=7)).isoformat()}
            back = follow_up(
                f"back-{number}", "chargeback", f"tx-{number}", chargeback_reason="fraud", **later
            )
            lines.append(back)
    lines.sort(key=lambda line: str(line["occurred_at"]))
    path = tmp_path / "month.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    operator.run("replay", str(path))
    return operator


def test_a_shop_learns_from_its_chargebacks_and_can_try_the_rules(
    month: Operator, tmp_path: Path
) -> None:
    output = tmp_path / "learnt.json"
    printed = month.run("learn", *PERIOD, "--output", str(output))
    assert "16 of them among the 16 frauds" in printed
    assert f"rule set {load_rules(output).version}" in printed
    tried = month.run("backtest", "--rules", str(output), *PERIOD)
    assert "M1" in tried
    assert "allow -> block: 80 payments" in tried


def test_too_few_frauds_teach_nothing(
    month: Operator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    week = ("--start", "2026-10-01T00:00:00+09:00", "--end", "2026-10-08T00:00:00+09:00")
    output = tmp_path / "learnt.json"
    assert main(["learn", *week, "--output", str(output)]) == WRONG_INPUT
    assert "too few to learn from" in capsys.readouterr().err
    assert not output.exists()


def test_frauds_alone_teach_nothing(
    month: Operator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with month.database.connect() as connection:
        connection.execute("ALTER TABLE ledger.transactions DISABLE TRIGGER append_only")
        connection.execute(
            "DELETE FROM ledger.transactions WHERE event = 'payment' AND amount < 70000"
        )
    assert main(["learn", *PERIOD, "--output", str(tmp_path / "learnt.json")]) == WRONG_INPUT
    assert "too few to learn from" in capsys.readouterr().err


@pytest.mark.usefixtures("operator")
def test_a_period_whose_chargebacks_are_still_to_come_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    period = ("--start", "2026-10-01T00:00:00+09:00", "--end", "2099-01-01T00:00:00+09:00")
    assert main(["learn", *period, "--output", str(tmp_path / "x")]) == WRONG_INPUT
    assert "chargebacks come late" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_named_in_one_sentence(
    month: Operator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "nowhere" / "learnt.json"
    assert main(["learn", *PERIOD, "--output", str(output)]) == WRONG_INPUT
    assert "cannot be written" in capsys.readouterr().err
