"""Names as the convention and the services want them."""

import pytest

from policy.graph import Unknown
from policy.settings import Settings
from tests.catalog.graphs import resource, verdict, with_options

LOGICAL = "logical-name-follows-convention"
PHYSICAL = "physical-name-follows-convention"
EXPLICIT = "physical-name-explicit"


@pytest.mark.parametrize(
    ("token", "name", "expected"),
    [
        ("aws:sqs/queue:Queue", "sqs-queue-dev", "pass"),
        ("aws:sqs/queue:Queue", "sqs-queue-failed-dev", "pass"),
        ("aws:sqs/queue:Queue", "queue-dev", "pass"),
        ("aws:sqs/queue:Queue", "sqs-queue-failed-prod", "fail"),
        ("aws:sqs/queue:Queue", "dev-sqs-queue", "fail"),
        ("aws:sqs/queue:Queue", "sqs-queuedev", "fail"),
        ("aws:kms/alias:Alias", "kms-alias-ledger-dev", "pass"),
        ("aws:cloudwatch/logGroup:LogGroup", "cloudwatch-log-group-score-dev", "pass"),
        ("aws:ec2/vpc:Vpc", "ec2-vpc-dev", "pass"),
        ("aws:athena/database:Database", "athena-database-dev", "pass"),
    ],
)
def test_logical_names(token: str, name: str, expected: str) -> None:
    assert verdict(LOGICAL, resource(token, name)) == expected


def test_components_have_names_of_their_own() -> None:
    component = with_options(resource("aws:example:Pipeline", "pipeline"), custom=False)

    assert verdict(LOGICAL, component) == "not_applicable"


@pytest.mark.parametrize(
    ("token", "properties", "expected"),
    [
        ("aws:sqs/queue:Queue", {"name": "sqs-queue-dev.fifo"}, "pass"),
        ("aws:sqs/queue:Queue", {"name": "sqs-queue-dev-1a2b3c4"}, "fail"),
        ("aws:sqs/queue:Queue", {"name": Unknown()}, "undetermined"),
        ("aws:sqs/queue:Queue", {}, "not_applicable"),
        ("aws:rds/instance:Instance", {"identifier": "rds-instance-dev"}, "pass"),
        ("aws:rds/instance:Instance", {"identifier": "ledger"}, "fail"),
        ("aws:athena/database:Database", {"name": "athena_database_dev"}, "pass"),
        ("aws:athena/database:Database", {"name": "athena-database-dev"}, "fail"),
        ("aws:cloudwatch/logGroup:LogGroup", {"name": "/aws/lambda/lambda-function-dev"}, "pass"),
        ("aws:cloudwatch/logGroup:LogGroup", {"name": "/aws/lambda/score"}, "fail"),
        ("aws:ec2/vpc:Vpc", {"tags": {"Name": "ec2-vpc-dev"}}, "pass"),
        ("aws:ec2/vpc:Vpc", {"tags": {"Name": "main"}}, "fail"),
        ("aws:ec2/vpc:Vpc", {"tags": {"Owner": "main"}}, "not_applicable"),
        ("aws:lambda/permission:Permission", {"statementId": "events"}, "not_applicable"),
        ("aws:route53/record:Record", {"name": "api.example.jp"}, "not_applicable"),
    ],
)
def test_physical_names(token: str, properties: dict[str, object], expected: str) -> None:
    assert verdict(PHYSICAL, resource(token, **properties)) == expected


@pytest.mark.parametrize(
    ("token", "properties", "expected"),
    [
        ("aws:sqs/queue:Queue", {"name": "q"}, "pass"),
        ("aws:sqs/queue:Queue", {"name": Unknown()}, "pass"),
        ("aws:sqs/queue:Queue", {}, "fail"),
        ("aws:sqs/queue:Queue", {"namePrefix": "q-"}, "fail"),
        ("aws:s3/bucket:Bucket", {}, "fail"),
        ("aws:rds/instance:Instance", {"identifierPrefix": "ledger-"}, "fail"),
        ("aws:ec2/vpc:Vpc", {}, "not_applicable"),
        ("aws:kms/key:Key", {}, "not_applicable"),
        ("aws:lambda/permission:Permission", {}, "not_applicable"),
    ],
)
def test_names_are_given_not_generated(
    token: str, properties: dict[str, object], expected: str
) -> None:
    assert verdict(EXPLICIT, resource(token, **properties)) == expected


@pytest.mark.parametrize(
    ("settings", "configuration", "name", "expected"),
    [
        (Settings(environment_suffix="pr-7"), {}, "sqs-queue-pr-7", "pass"),
        (Settings(environment_suffix="pr-7"), {"app:environmentSuffix": "x"}, "queue-x", "fail"),
        (Settings(), {"app:environmentSuffix": "x"}, "sqs-queue-x", "pass"),
        (Settings(), {}, "sqs-queue-dev", "pass"),
    ],
)
def test_the_suffix_is_that_of_the_setting_the_configuration_or_the_stack(
    settings: Settings, configuration: dict[str, str], name: str, expected: str
) -> None:
    queue = resource("aws:sqs/queue:Queue", name)

    assert verdict(LOGICAL, queue, settings=settings, configuration=configuration) == expected
