"""The pack over Pulumi's analyzer protocol."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from policy.controls import CONTROLS
from policy.graph import Graph, Options, Resource, Unknown
from tests.crossguard.analyzer import ADVISORY, DISABLED, MANDATORY, Violation, running_pack

PROVIDER = "urn:pulumi:dev::shop::pulumi:providers:aws::default_7_51_1"
CONTROL = "rds-instance-multi-az"
TODAY = datetime.now(UTC).date()


def instance(properties: Mapping[str, object], **others: object) -> Resource:
    return Resource(  # type: ignore[arg-type]
        urn="urn:pulumi:dev::shop::aws:rds/instance:Instance::rds-instance-dev",
        type="aws:rds/instance:Instance",
        name="rds-instance-dev",
        properties=properties,
        options=Options(provider=PROVIDER),
        **others,
    )


def graph(*resources: Resource) -> Graph:
    return Graph(
        resources=resources,
        project="shop",
        stack="dev",
        configuration={"aws:region": "ap-northeast-1", "shop:environmentSuffix": "dev"},
    )


def told(violations: list[Violation], control: str = CONTROL) -> list[Violation]:
    return [item for item in violations if item.policy == control]


def test_every_control_is_a_policy_with_its_words() -> None:
    with running_pack(graph()) as pack:
        info = pack.info()

    policies = {policy.name: policy for policy in info.policies}
    assert set(policies) == {control.id for control in CONTROLS} | {"settings", "evidence"}
    for control in CONTROLS:
        policy = policies[control.id]
        assert policy.description == control.title
        assert policy.remediation_steps == control.words.fix
        assert list(policy.tags) == [control.family.value]
        assert policy.severity > 0
        assert policy.framework.name
    assert "allowedRegions" in policies["settings"].configSchema.properties


def test_a_known_failure_is_told_before_the_resource_exists_and_only_once() -> None:
    with running_pack(graph()) as pack:
        pack.configure({})
        early = pack.analyze(instance({"multiAz": False}))
        late = pack.analyze_stack([instance({"multiAz": False})])

    assert [(item.level, item.urn) for item in told(early)] == [(MANDATORY, instance({}).urn)]
    assert "multiAz: expected true, found false" in told(early)[0].message
    assert told(late) == []


def test_an_unknown_value_is_a_mandatory_finding_never_an_advisory() -> None:
    with running_pack(graph()) as pack:
        pack.configure({})
        found = pack.judge(graph(instance({"multiAz": Unknown()})))

    assert [item.level for item in told(found)] == [MANDATORY]
    assert "undetermined" in told(found)[0].message
    assert all("can't run policy" not in item.message for item in found)


def test_one_unknown_value_hides_no_other_finding() -> None:
    unknown = instance({"multiAz": False, "backupRetentionPeriod": Unknown()})

    with running_pack(graph()) as pack:
        pack.configure({})
        found = pack.judge(graph(unknown))

    assert told(found)
    assert told(found, "rds-backups-kept")


def test_levels_are_those_the_user_configured() -> None:
    with running_pack(graph()) as pack:
        pack.configure({CONTROL: {"level": ADVISORY}, "rds-backups-kept": {"level": DISABLED}})
        found = pack.judge(graph(instance({"multiAz": False, "backupRetentionPeriod": 0})))

    assert [item.level for item in told(found)] == [ADVISORY]
    assert told(found, "rds-backups-kept") == []


def test_thresholds_come_from_the_settings() -> None:
    settings = {"settings": {"properties": {"minimumBackupRetentionDays": 30}}}

    with running_pack(graph()) as pack:
        pack.configure(settings)
        found = pack.judge(graph(instance({"multiAz": True, "backupRetentionPeriod": 14})))

    assert "at least 30" in told(found, "rds-backups-kept")[0].message


def test_an_exempt_failure_is_shown_and_fails_nothing(tmp_path: Path) -> None:
    exemptions, errors = tmp_path / "exemptions.toml", tmp_path / "errors"
    exemptions.write_text(
        f"""
        [[exemption]]
        id = "EX-7"
        control = "{CONTROL}"
        resources = ["{instance({}).urn}"]
        reason = "A test environment that may stop for a day."
        owner = "a@example.jp"
        approver = "b@example.jp"
        approved_on = {TODAY - timedelta(days=1)}
        expires_on = {TODAY + timedelta(days=30)}
        ticket = "RISK-7"
        """,
        encoding="utf-8",
    )
    settings = {"settings": {"properties": {"exemptionsFile": str(exemptions)}}}

    with errors.open("wb") as file, running_pack(graph(), errors=file) as pack:
        pack.configure(settings)
        found = pack.judge(graph(instance({"multiAz": False})))

    assert told(found) == []
    assert told(found, "settings") == []
    assert f"{CONTROL}: exempt until" in errors.read_text(encoding="utf-8")


def test_a_wrong_setting_fails_the_gate_with_a_sentence() -> None:
    with running_pack(graph()) as pack:
        pack.configure({"settings": {"properties": {"allowedRegion": "eu-west-1"}}})
        found = pack.judge(graph())

    assert any("unknown setting allowedRegion" in item.message for item in told(found, "settings"))


def test_a_resource_that_was_never_analysed_fails_the_gate() -> None:
    with running_pack(graph()) as pack:
        pack.configure({})
        found = pack.analyze_stack([instance({})])

    assert [item.urn for item in told(found, "settings")] == [instance({}).urn]


def test_the_run_leaves_its_evidence_where_it_is_asked_to(tmp_path: Path) -> None:
    file = tmp_path / "evidence.json"

    with running_pack(graph(), POLICY_EVIDENCE_FILE=str(file)) as pack:
        pack.configure({CONTROL: {"level": ADVISORY}})
        pack.judge(graph(instance({"multiAz": False})))

    evidence = json.loads(file.read_text(encoding="utf-8"))
    assert evidence["run"]["source"] == "crossguard"
    assert evidence["run"]["stack"] == "dev"
    enforcement = {item["id"]: item["enforcement"] for item in evidence["controls"]}
    assert enforcement[CONTROL] == "advisory"
    verdicts = [item["verdict"] for item in evidence["results"] if item["control"] == CONTROL]
    assert verdicts == ["fail"]


@pytest.mark.parametrize("marked", [True, False])
def test_no_secret_is_told(marked: bool, tmp_path: Path) -> None:
    secret = "kanariya-9f3e-himitsu"
    database = instance({"password": secret, "multiAz": secret, "tags": {"token": secret}})
    if marked:
        database = replace(database, secrets=frozenset({"password", "multiAz", "tags"}))
    else:
        database = replace(database, properties={"password": secret, "multiAz": False})
    file = tmp_path / "evidence.json"

    with running_pack(graph(), POLICY_EVIDENCE_FILE=str(file)) as pack:
        pack.configure({})
        found = pack.judge(graph(database))

    assert found
    assert all(secret not in item.message for item in found)
    assert secret not in file.read_text(encoding="utf-8")
