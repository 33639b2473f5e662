"""The real Checkov on converted programs; skipped where its environment is not built."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from policy.checkov.asking import Asking, Opinion, ask
from policy.checkov.reconciliation import reconciliation
from policy.evidence import from_json
from policy.graph import Graph, Resource, Unknown
from policy.offline import Mode
from policy.report.formats import github, junit, sarif
from policy.sinks import text
from policy.verdict import Verdict
from tests.checkov.graphs import fixture_graph, graph, resource

ROOT = Path(__file__).resolve().parents[2]
CANARY = "canary-7f3a91"


@pytest.fixture(scope="module")
def weak(checkov: Path) -> Opinion:
    return ask(fixture_graph("weak"), Asking(checkov))


@pytest.fixture(scope="module")
def strong(checkov: Path) -> Opinion:
    return ask(fixture_graph("strong"), Asking(checkov))


def verdicts(opinion: Opinion) -> Mapping[tuple[str, str], Verdict]:
    return {(item.control, item.urn.rpartition("::")[2]): item.verdict for item in opinion.results}


def test_every_check_of_the_installed_version_is_reconciled(weak: Opinion) -> None:
    assert set(weak.found.checks) == set(reconciliation())


def test_the_careless_program_fails_and_the_careful_one_passes(
    weak: Opinion, strong: Opinion
) -> None:
    careless, careful = verdicts(weak), verdicts(strong)
    failing = {key for key, verdict in careful.items() if verdict is Verdict.FAIL}

    assert sum(verdict is Verdict.FAIL for verdict in careless.values()) > 120
    assert failing == {("CKV_AWS_261", "target"), ("CKV2_AWS_61", "bucket")}


def test_edges_between_resources_are_seen(weak: Opinion, strong: Opinion) -> None:
    for check, name in (("CKV2_AWS_11", "vpc"), ("CKV2_AWS_12", "vpc"), ("CKV2_AWS_6", "bucket")):
        assert verdicts(weak)[check, name] is Verdict.FAIL
        assert verdicts(strong)[check, name] is Verdict.PASS


def test_documents_with_names_in_them_are_read(strong: Opinion) -> None:
    assert verdicts(strong)["CKV_AWS_355", "permissions"] is Verdict.PASS


def test_a_preview_gets_no_pass_that_the_whole_program_does_not_get(
    weak: Opinion, checkov: Path
) -> None:
    known = verdicts(weak)
    preview = verdicts(ask(fixture_graph("weak", Mode.PREVIEW), Asking(checkov)))

    passed = {key for key, verdict in preview.items() if verdict is Verdict.PASS}
    assert {key for key in passed if known[key] is not Verdict.PASS} == set()


def test_an_unknown_never_turns_a_failure_into_a_pass(weak: Opinion, checkov: Path) -> None:
    """Each property of each resource made unknown, one at a time, in one large program."""
    found = ask(_each_property_unknown(fixture_graph("weak")), Asking(checkov))
    known = verdicts(weak)
    false_passes = {
        (check, name)
        for (check, name), verdict in verdicts(found).items()
        if verdict is Verdict.PASS
        and known.get((check, name.partition("--")[0])) in {Verdict.FAIL, Verdict.EXEMPT}
    }

    assert false_passes == set()
    assert any(verdict is Verdict.UNDETERMINED for verdict in verdicts(found).values())


def _each_property_unknown(whole: Graph) -> Graph:
    return graph(
        *(
            resource(item.type, f"{item.name}--{name}", {**item.properties, name: Unknown()})
            for item in whole.resources
            for name in item.properties
            if item.type.startswith("aws:")
        )
    )


def test_a_program_without_aws_resources_is_no_error(checkov: Path) -> None:
    opinion = ask(graph(resource("random:index/randomId:RandomId", "one")), Asking(checkov))

    assert opinion.results == ()


def test_types_without_checks_are_no_error(checkov: Path) -> None:
    token = "aws:cloudwatch/eventBus:EventBus"

    assert ask(graph(resource(token, "one", {"name": "one"})), Asking(checkov)).results == ()


def test_checks_of_the_users_own_work(checkov: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        """
metadata: {id: CKV2_MINE_1, name: Queues are called shop, category: CONVENTION}
definition:
  cond_type: attribute
  resource_types: [aws_sqs_queue]
  attribute: name
  operator: starting_with
  value: shop
""",
        encoding="utf-8",
    )
    token = "aws:sqs/queue:Queue"
    queues: list[Resource] = [
        resource(token, name, {"name": name}) for name in ("shop-one", "other")
    ]
    found = verdicts(ask(graph(*queues), Asking(checkov, (tmp_path,))))

    assert found["CKV2_MINE_1", "shop-one"] is Verdict.PASS
    assert found["CKV2_MINE_1", "other"] is Verdict.FAIL


def test_a_check_that_cannot_be_used_is_refused(checkov: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("metadata: {id: CKV2_MINE_2}\n", encoding="utf-8")
    done = policy("--program", str(ROOT / "tests/checkov/fixtures/strong"),
                  "--external-checks-dir", str(tmp_path), checkov=checkov)  # fmt: skip

    assert done.returncode == 2
    assert done.stderr == (
        f"policy: Checkov cannot use {tmp_path}/mine.yaml; mend or remove these checks\n"
    )


PROGRAM = f"""
import pulumi
import pulumi_aws as aws
secret = pulumi.Output.secret("{CANARY}-marked")
aws.rds.Instance("one", engine="postgres", instance_class="db.t3.micro", allocated_storage=20,
                 username="{CANARY}-user", password="{CANARY}-plain", skip_final_snapshot=True)
aws.rds.Instance("two", engine="postgres", instance_class="db.t3.micro", allocated_storage=20,
                 username="one", password=secret, skip_final_snapshot=True)
aws.ssm.Parameter("three", type="SecureString", value="{CANARY}-value")
aws.lambda_.Function("four", role="arn:aws:iam::123456789012:role/one", runtime="python3.13",
                     handler="one.two", environment={{"variables": {{"TOKEN": "{CANARY}-token",
                     "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/{CANARY}"}}}})
aws.ec2.Instance("five", ami="ami-1", instance_type="t3.micro", user_data="{CANARY}-data")
aws.mq.Broker("six", broker_name="six", engine_type="ActiveMQ", engine_version="5.18",
              host_instance_type="mq.t3.micro",
              users=[{{"username": "one", "password": "{CANARY}-broker"}}])
"""


def test_no_output_tells_a_secret_and_each_points_at_the_line(
    checkov: Path, tmp_path: Path
) -> None:
    (tmp_path / "Pulumi.yaml").write_text(
        "name: shop\nruntime: python\nconfig: {aws:region: ap-northeast-1}\n", encoding="utf-8"
    )
    (tmp_path / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    done = policy("--program", str(tmp_path), "--format", "json", checkov=checkov)
    evidence = from_json(done.stdout.encode(), "opinion")
    forms = [text.render(evidence), text.render(evidence, "ja")]
    forms += [module.render(evidence).decode() for module in (sarif, junit, github)]

    assert done.returncode == 1, done.stderr
    for written in (done.stdout, done.stderr, *forms):
        assert CANARY not in written
    for written in (done.stdout, *forms):
        assert "CKV_AWS_16" in written
        assert "__main__.py" in written


def test_the_stack_has_no_failure_that_is_not_justified(checkov: Path, tmp_path: Path) -> None:
    written = tmp_path / "opinion.json"
    done = policy("--stack", "dev", "--format", "json", "--output", str(written), checkov=checkov)
    evidence = json.loads(written.read_text(encoding="utf-8"))

    assert done.returncode == 0, done.stderr
    assert {item["control"] for item in evidence["results"] if item["verdict"] == "exempt"} == {
        "CKV_AWS_293", "CKV_AWS_272", "CKV2_AWS_62", "CKV_AWS_144",
    }  # fmt: skip
    assert evidence["summary"]["undetermined"] == 0
    assert evidence["summary"]["pass"] > 400
    assert all(item["source"] for item in _of_aws(evidence["resources"]))


def test_the_packs_own_evidence_tells_both_opinions(checkov: Path, tmp_path: Path) -> None:
    written = tmp_path / "evidence.json"
    arguments = ("--program", str(ROOT / "tests/checkov/fixtures/strong"), "--second-opinion")
    form = ("--format", "json", "--output", str(written))
    policy(*arguments, *form, command="check", checkov=checkov)
    opinion = json.loads(written.read_text(encoding="utf-8"))["second_opinion"]

    both = {(item["check"], item["urn"].rpartition("::")[2]): item for item in opinion["verdicts"]}
    assert both["CKV_AWS_157", "database"]["theirs"] == "pass"
    assert both["CKV_AWS_157", "database"]["ours"] == "pass"
    assert both["CKV_AWS_293", "database"]["theirs"] == "exempt"
    assert opinion["known_checks"] == 442


def test_an_exemption_for_one_of_checkovs_checks_counts(checkov: Path, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n", encoding="utf-8")
    (tmp_path / "__main__.py").write_text(
        'import pulumi_aws as aws\naws.sns.Topic("topic-one")\n', encoding="utf-8"
    )
    today = datetime.now(tz=UTC).date()
    (tmp_path / "allowed.toml").write_text(
        '[[exemption]]\nid = "EX-1"\ncontrol = "CKV_AWS_26"\n'
        'resources = ["urn:pulumi:dev::shop::aws:sns/topic:Topic::topic-one"]\n'
        'reason = "Nothing secret is told by this topic."\nowner = "a@example.jp"\n'
        f'approver = "b@example.jp"\napproved_on = {today}\n'
        f"expires_on = {today + timedelta(days=30)}\n"
        'ticket = "RISK-1"\n',
        encoding="utf-8",
    )
    arguments = ("--program", str(tmp_path), "--config", "aws:region=ap-northeast-1")
    before = policy(*arguments, checkov=checkov)
    done = policy(*arguments, "--exemptions", str(tmp_path / "allowed.toml"), checkov=checkov)

    assert before.returncode == 1
    assert "EX-1" in done.stdout


def _of_aws(resources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [item for item in resources if item["type"].startswith("aws:")]


def policy(
    *arguments: str, checkov: Path, command: str = "checkov"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-m", "policy", command, "--checkov", str(checkov), *arguments),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
