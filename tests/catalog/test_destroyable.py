"""Options and settings that keep an environment from being destroyed."""

import pytest

from policy.graph import Unknown
from tests.catalog.graphs import judged, resource, verdict, with_options

QUEUE = resource("aws:sqs/queue:Queue")


@pytest.mark.parametrize(
    ("control", "option"),
    [("protect-off", "protect"), ("retain-on-delete-off", "retain_on_delete")],
)
@pytest.mark.parametrize(
    ("value", "expected"), [(True, "fail"), (False, "pass"), (None, "not_applicable")]
)
def test_options(control: str, option: str, *, value: bool | None, expected: str) -> None:
    assert verdict(control, with_options(QUEUE, **{option: value})) == expected


def test_an_option_out_of_sight_is_said_to_be_so() -> None:
    result = judged("retain-on-delete-off", with_options(QUEUE, retain_on_delete=None))

    assert str(result.observations[0].found) == "an option that this source cannot see"


def test_components_are_judged_by_their_options_too() -> None:
    component = with_options(resource("app:index:Pipeline"), custom=False, protect=True)

    assert verdict("protect-off", component) == "fail"


@pytest.mark.parametrize(
    ("token", "ignored", "expected"),
    [
        ("aws:ecs/service:Service", ("taskDefinition",), "pass"),
        ("aws:ecs/service:Service", ("desiredCount",), "fail"),
        ("aws:dynamodb/table:Table", ("serverSideEncryption.kmsKeyArn",), "fail"),
        ("aws:dynamodb/table:Table", ("serverSideEncryption",), "fail"),
        ("aws:dynamodb/table:Table", ("readCapacity", "tags"), "pass"),
        ("aws:dynamodb/table:Table", ("replicas[0].regionName",), "fail"),
        ("aws:dynamodb/table:Table", ("*",), "fail"),
        ("aws:sqs/queue:Queue", ("name",), "fail"),
        ("aws:sqs/queue:Queue", ("region",), "fail"),
        ("aws:sqs/queue:Queue", (), "not_applicable"),
    ],
)
def test_judged_properties_may_not_be_ignored(
    token: str, ignored: tuple[str, ...], expected: str
) -> None:
    subject = with_options(resource(token), ignore_changes=ignored)

    assert verdict("judged-properties-not-ignored", subject) == expected


@pytest.mark.parametrize(
    ("control", "token", "properties", "expected"),
    [
        ("deletion-protection-off", "aws:cognito/userPool:UserPool", {}, "pass"),
        (
            "deletion-protection-off",
            "aws:cognito/userPool:UserPool",
            {"deletionProtection": "ACTIVE"},
            "fail",
        ),
        (
            "deletion-protection-off",
            "aws:emr/cluster:Cluster",
            {"masterInstanceGroup": {"instanceCount": 3}},
            "fail",
        ),
        ("deletion-protection-off", "aws:emr/cluster:Cluster", {}, "pass"),
        (
            "deletion-protection-off",
            "aws:rds/instance:Instance",
            {"deletionProtection": "true"},
            "fail",
        ),
        (
            "deletion-protection-off",
            "aws:rds/instance:Instance",
            {"deletionProtection": Unknown()},
            "undetermined",
        ),
        ("no-final-snapshot", "aws:fsx/lustreFileSystem:LustreFileSystem", {}, "pass"),
        ("no-final-snapshot", "aws:fsx/windowsFileSystem:WindowsFileSystem", {}, "fail"),
        ("no-final-snapshot", "aws:rds/instance:Instance", {"skipFinalSnapshot": True}, "pass"),
        (
            "nothing-left-behind",
            "aws:backup/plan:Plan",
            {"rules": [{"lifecycle": {"deleteAfter": 7}}]},
            "pass",
        ),
        ("nothing-left-behind", "aws:backup/plan:Plan", {"rules": [{}]}, "fail"),
        ("nothing-left-behind", "aws:sagemaker/domain:Domain", {}, "fail"),
        ("shortest-deletion-window", "aws:kms/key:Key", {"deletionWindowInDays": "7"}, "pass"),
    ],
)
def test_rows(control: str, token: str, properties: dict[str, object], expected: str) -> None:
    assert verdict(control, resource(token, **properties)) == expected
