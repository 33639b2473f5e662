import re
from pathlib import Path

import pulumi_aws
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.naming import (
    FORMS,
    PLAIN,
    SUFFIX,
    Reason,
    build_name,
    full_prefix,
    judge_logical_name,
    judge_name,
    short_prefix,
)

REGISTRATION = re.compile(r"__self__\)\.__init__\(\s+'(aws:[^']+)'")
QUEUE = "aws:sqs/queue:Queue"
words = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)


@pytest.fixture(scope="module")
def tokens() -> list[str]:
    sources = Path(pulumi_aws.__path__[0]).glob("*/*.py")
    found = {token for file in sources for token in REGISTRATION.findall(file.read_text("utf-8"))}
    assert len(found) > 1_700, "the SDK's sources no longer look as this test expects"
    return sorted(found)


@pytest.mark.parametrize(
    ("token", "full", "short"),
    [
        (QUEUE, "sqs-queue", "queue"),
        ("aws:accessanalyzer/analyzer:Analyzer", "accessanalyzer", "analyzer"),
        ("aws:ec2/vpcEndpoint:VpcEndpoint", "ec2-vpc-endpoint", "vpc-endpoint"),
        ("aws:glue/mLTransform:MLTransform", "glue-ml-transform", "ml-transform"),
        ("aws:savingsplans/savingsPlan:SavingsPlan", "savingsplans", "savings-plan"),
        ("aws:s3tables/tableBucket:TableBucket", "s3tables-bucket", "table-bucket"),
        ("aws:lightsail/disk_attachment:Disk_attachment", "lightsail-disk-attachment", None),
        ("pulumi:providers:aws", "providers-aws", "aws"),
        ("transaction-monitoring:stack:Network", "stack-network", "network"),
    ],
)
def test_resource_type_in_full_and_short(token: str, full: str, short: str | None) -> None:
    assert full_prefix(token) == full
    assert short is None or short_prefix(token) == short


def test_every_type_of_the_installed_sdk_has_a_prefix_of_its_own(tokens: list[str]) -> None:
    prefixes = {full_prefix(token) for token in tokens}

    assert len(prefixes) == len(tokens)
    assert all(SUFFIX.fullmatch(prefix) for prefix in prefixes)


def test_every_dictated_form_belongs_to_an_installed_type(tokens: list[str]) -> None:
    assert set(FORMS) <= set(tokens)


def test_a_built_name_conforms_for_every_type_without_a_dictated_form(tokens: list[str]) -> None:
    refused = [
        token
        for token in tokens
        if PLAIN in FORMS.get(token, (PLAIN,))
        and not judge_name(token, build_name(token, "dev", "ledger"), "dev").conforms
    ]

    assert refused == []


@given(suffix=words, qualifier=words, short=st.booleans())
def test_what_is_built_conforms(suffix: str, qualifier: str, short: bool) -> None:
    name = build_name(QUEUE, suffix, qualifier, short=short)

    assert judge_name(QUEUE, name, suffix).reason is Reason.CONFORMS
    assert judge_name(QUEUE, name, f"{suffix}x").reason is Reason.NO_SUFFIX


@pytest.mark.parametrize(
    ("token", "name", "reason"),
    [
        (QUEUE, "sqs-queue-dev", Reason.CONFORMS),
        (QUEUE, "queue-dead-letters-dev", Reason.CONFORMS),
        (QUEUE, "queue-dead-letters-dev.fifo", Reason.CONFORMS),
        (QUEUE, "dead-letters-dev", Reason.NO_TYPE),
        (QUEUE, "sqs-queuedev", Reason.NO_TYPE),
        (QUEUE, "dev-sqs-queue", Reason.NO_TYPE),
        (QUEUE, "sqs-queue", Reason.NO_SUFFIX),
        (QUEUE, "sqs-queue-production", Reason.NO_SUFFIX),
        (QUEUE, "sqs-queue-mydev", Reason.NO_SUFFIX),
        (QUEUE, "sqs-queue-dev-1a2b3c4", Reason.NO_SUFFIX),
        (QUEUE, "SQS-Queue-dev", Reason.NO_TYPE),
        (QUEUE, "", Reason.WRONG_FORM),
        ("aws:kms/alias:Alias", "alias/kms-alias-ledger-dev", Reason.CONFORMS),
        ("aws:kms/alias:Alias", "kms-alias-ledger-dev", Reason.WRONG_FORM),
        ("aws:kms/alias:Alias", "alias/ledger-dev", Reason.NO_TYPE),
        ("aws:athena/database:Database", "athena_database_dev", Reason.CONFORMS),
        ("aws:athena/database:Database", "athena-database-dev", Reason.NO_TYPE),
        ("aws:ssm/parameter:Parameter", "/jp/ssm-parameter-limit-dev", Reason.CONFORMS),
    ],
)
def test_names_at_the_edge(token: str, name: str, reason: Reason) -> None:
    assert judge_name(token, name, "dev").reason is reason


@pytest.mark.parametrize(
    ("name", "conforms"),
    [
        ("cloudwatch-log-group-flow-dev", True),
        ("/aws/lambda/lambda-function-stream-dev", True),
        ("/aws/rds/instance/rds-instance-ledger-dev/postgresql", True),
        ("sns/ap-northeast-1/123456789012/sns-topic-fraud-dev/Failure", True),
        ("/aws/lambda/lambda-function-stream-prod", False),
        ("/aws/lambda/mydev", False),
        ("/custom/log-group-dev", False),
    ],
)
def test_a_log_group_takes_the_name_of_what_writes_to_it(name: str, conforms: bool) -> None:
    assert judge_name("aws:cloudwatch/logGroup:LogGroup", name, "dev").conforms is conforms


def test_the_suffix_is_not_counted_twice() -> None:
    assert judge_name(QUEUE, "sqs-queue-dev", "queue-dev").reason is Reason.NO_SUFFIX


def test_a_refusal_tells_the_accepted_beginnings() -> None:
    assert judge_name(QUEUE, "events-dev", "dev").prefixes == ("sqs-queue", "queue")


def test_no_service_has_a_say_in_a_logical_name() -> None:
    alias = "aws:kms/alias:Alias"

    assert judge_logical_name(alias, "kms-alias-ledger-dev", "dev").conforms
    assert not judge_logical_name(alias, "alias/kms-alias-ledger-dev", "dev").conforms
