import re
from ipaddress import IPv4Network
from pathlib import Path

import pulumi
import pytest

from stack.settings import (
    KEYS,
    MAXIMUM_SUFFIX_LENGTH,
    REGION,
    Settings,
    SettingsError,
    read_settings,
)
from tests.stack.recording import SETTINGS, record

VALID = dict(SETTINGS)
ROOT = Path(__file__).resolve().parents[2]


def problems_of(changes: dict[str, str], region: str | None = REGION) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        read_settings(VALID | changes, region)
    return caught.value.problems


def test_the_defaults_are_those_of_the_customer() -> None:
    settings = read_settings(VALID, REGION)

    assert settings.plan.load.peak_transactions_per_minute == 1_000
    assert settings.network == IPv4Network("10.42.0.0/20")
    assert settings.history_cluster_mode is False
    assert settings.log_retention_days >= 365
    assert settings.backup_retention_days == 35
    assert settings.operations_email is None


def test_what_is_set_counts() -> None:
    settings: Settings = read_settings(
        VALID
        | {
            "vpcCidr": "172.20.0.0/22",
            "historyClusterMode": "true",
            "logRetentionDays": "731",
            "backupRetentionDays": "7",
            "operationsEmail": "on-call@example.com",
            "peakTransactionsPerMinute": "5000",
            "recordBytes": "2048",
            "headroomPercent": "300",
        },
        REGION,
    )

    assert settings.network == IPv4Network("172.20.0.0/22")
    assert settings.history_cluster_mode is True
    assert (settings.log_retention_days, settings.backup_retention_days) == (731, 7)
    assert settings.operations_email == "on-call@example.com"
    assert settings.plan.load.transactions_per_second == pytest.approx(250)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"environmentSuffix": ""}, "environmentSuffix is missing; set it to lower-case"),
        ({"environmentSuffix": "Dev"}, "environmentSuffix is 'Dev', which is not lower-case"),
        ({"environmentSuffix": "dev_1"}, "environmentSuffix is 'dev_1', which is not"),
        ({"environmentSuffix": "dev-"}, "environmentSuffix is 'dev-', which is not"),
        ({"environmentSuffix": "a--b"}, "environmentSuffix is 'a--b', which is not"),
        ({"environmentSuffix": "x" * 18}, "18 characters long; the tightest AWS name"),
        ({"ledgerSecretName": ""}, "ledgerSecretName is missing; set it to the name of an"),
        ({"ledgerSecretName": "a b"}, "ledgerSecretName is 'a b', which is not the name"),
        ({"owner": ""}, "owner is missing; set it to a tag value"),
        ({"vpcCidr": "10.0.0.0/23"}, "vpcCidr is '10.0.0.0/23'; it must be a private range"),
        ({"vpcCidr": "10.0.0.0/8"}, "vpcCidr is '10.0.0.0/8'; it must be a private range"),
        ({"vpcCidr": "8.8.0.0/16"}, "vpcCidr is '8.8.0.0/16'; it must be a private range"),
        ({"vpcCidr": "10.0.0.1/16"}, "vpcCidr is '10.0.0.1/16', which is not an IPv4 range"),
        ({"vpcCidr": "fd00::/16"}, "vpcCidr is 'fd00::/16', which is not an IPv4 range"),
        ({"historyClusterMode": "yes"}, "historyClusterMode is 'yes', which is neither"),
        ({"logRetentionDays": "500"}, "logRetentionDays is 500; CloudWatch Logs takes one of"),
        ({"logRetentionDays": "90"}, "logRetentionDays is '90', which is not a whole number"),
        ({"backupRetentionDays": "36"}, "backupRetentionDays is '36', which is not a whole"),
        ({"backupRetentionDays": "0"}, "backupRetentionDays is '0', which is not a whole"),
        ({"operationsEmail": "nobody"}, "operationsEmail is 'nobody', which is not an e-mail"),
        ({"peakTransactionsPerMinute": "lots"}, "peakTransactionsPerMinute is 'lots'"),
        ({"peakTransactionsPerMinute": "-5"}, "peakTransactionsPerMinute is '-5'"),
        ({"recordBytes": "9999999"}, "recordBytes is '9999999', which is not a whole number"),
        ({"headroomPercent": "50"}, "headroomPercent is '50', which is not a whole number"),
        ({"peakTransactionsPerMinute": "10000000", "historyClusterMode": "true"}, "gp3 ends at"),
        ({"peakTransactionsPerMinute": "200000", "historyClusterMode": "true"}, "fill the largest"),
    ],
)
def test_one_clear_sentence_for_each_problem(changes: dict[str, str], sentence: str) -> None:
    problems = problems_of(changes)

    assert [problem for problem in problems if sentence in problem]
    assert not any("\n" in problem for problem in problems)


@pytest.mark.parametrize("region", [None, "us-east-1", "ap-northeast-3"])
def test_no_other_region_will_do(region: str | None) -> None:
    (problem,) = problems_of({}, region)

    assert problem == f"aws:region is {region or 'missing'}; it must be ap-northeast-1"


def test_every_problem_is_reported_at_once() -> None:
    problems = problems_of(
        {"environmentSuffix": "", "ledgerSecretName": "", "vpcCidr": "x", "owner": ""}, "us-east-1"
    )

    assert [problem.split()[0] for problem in problems] == [
        "aws:region",
        "environmentSuffix",
        "ledgerSecretName",
        "vpcCidr",
        "owner",
    ]


def test_the_longest_suffix_is_accepted() -> None:
    settings = read_settings(VALID | {"environmentSuffix": "x" * MAXIMUM_SUFFIX_LENGTH}, REGION)

    assert len(settings.environment_suffix) == MAXIMUM_SUFFIX_LENGTH


def test_the_program_stops_before_any_resource_with_every_problem() -> None:
    with pytest.raises(pulumi.RunError) as caught:
        record({"environmentSuffix": "Dev"})

    message = str(caught.value)
    assert "3 problems" in message
    assert all(key in message for key in ("environmentSuffix", "ledgerSecretName", "owner"))


def test_every_setting_is_documented_with_its_default() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    documented = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", text, re.MULTILINE))
    given = {key: value for key, value in documented.items() if value not in {"required", "none"}}
    defaults = read_settings(VALID, REGION)

    assert set(documented) == set(KEYS)
    assert {key for key, value in documented.items() if value == "required"} == set(VALID)
    assert read_settings(VALID | given, REGION) == defaults


def test_the_example_configuration_is_accepted() -> None:
    text = (ROOT / "Pulumi.dev.yaml").read_text("utf-8")
    values = dict(re.findall(r"^  transaction-monitoring:(\w+): (.+)$", text, re.MULTILINE))

    assert read_settings(values, REGION).environment_suffix == "dev"
