"""Switches that count only where they are attached, and policies that only look like a refusal."""

import json

import pytest

from policy.control import Example, Other, Ref
from policy.graph import Unknown
from policy.verdict import Verdict
from tests.controls.verdicts import result, verdict

GROUP = "aws:rds/parameterGroup:ParameterGroup"
QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy"
FORCED = "database-requires-tls"


def database(
    group: object,
    *parameters: object,
    engine: object = "postgres",
    version: object = None,
    family: object = "postgres14",
) -> Example:
    named = {"name": "tls-dev", "family": family, "parameters": list(parameters)}
    other = Other("group", GROUP, {k: v for k, v in named.items() if v is not None})
    properties = {"engine": engine, "engineVersion": version, "parameterGroupName": group}
    return Example({k: v for k, v in properties.items() if v is not None}, others=(other,))


ON = {"name": "rds.force_ssl", "value": "1"}
OFF = {"name": "rds.force_ssl", "value": "0"}


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        (database(Ref("group", "name"), ON), Verdict.PASS),
        (database("tls-dev", ON), Verdict.PASS),
        (database("tls-dev", {**ON, "value": 1}), Verdict.PASS),
        (database("tls-dev", OFF), Verdict.FAIL),
        (database("tls-dev"), Verdict.FAIL),
        (database(None, ON, version="14.17"), Verdict.FAIL),
        (database("default.postgres14", ON), Verdict.FAIL),
        (database("another-program", ON), Verdict.UNDETERMINED),
        (database(Unknown(), ON), Verdict.UNDETERMINED),
        (database("tls-dev", {**ON, "value": Unknown()}), Verdict.UNDETERMINED),
        (database("tls-dev", {**ON, "name": Unknown()}), Verdict.UNDETERMINED),
        (database("tls-dev", Unknown()), Verdict.UNDETERMINED),
        (database("tls-dev", ON, engine=Unknown()), Verdict.UNDETERMINED),
        (database("tls-dev", ON, engine=None), Verdict.UNDETERMINED),
        (database("tls-dev", ON, engine="mysql", family="mysql8.4"), Verdict.FAIL),
        (database("tls-dev", ON, engine="oracle-ee"), Verdict.NOT_APPLICABLE),
    ],
)
def test_the_switch_counts_in_the_group_that_is_attached(
    example: Example, expected: Verdict
) -> None:
    assert verdict(FORCED, example) is expected


@pytest.mark.parametrize(
    ("engine", "version", "expected"),
    [
        ("postgres", "14.17", Verdict.FAIL),
        ("postgres", "9.6.24", Verdict.FAIL),
        ("postgres", "15", Verdict.PASS),
        ("postgres", "17.5", Verdict.PASS),
        ("aurora-postgresql", "16.8", Verdict.FAIL),
        ("aurora-postgresql", "17.4", Verdict.PASS),
        ("mysql", "8.4.5", Verdict.FAIL),
        ("mysql", "9", Verdict.UNDETERMINED),
        ("mysql", "9.7.0", Verdict.PASS),
        ("aurora-mysql", "8.0.mysql_aurora.3.08.0", Verdict.FAIL),
        ("aurora-mysql", "8.4.mysql_aurora.8.4.7", Verdict.PASS),
        ("mariadb", "11.4.5", Verdict.FAIL),
        ("mariadb", "11", Verdict.UNDETERMINED),
        ("mariadb", "11.8.2", Verdict.PASS),
        ("mariadb", "12.0", Verdict.PASS),
        ("sqlserver-ex", "16.00", Verdict.FAIL),
        ("sqlserver-ex", None, Verdict.FAIL),
        ("postgres", None, Verdict.UNDETERMINED),
        ("postgres", Unknown(), Verdict.UNDETERMINED),
        ("postgres", "latest", Verdict.UNDETERMINED),
    ],
)
def test_the_default_of_the_version_decides_where_no_group_is_named(
    engine: str, version: object, expected: Verdict
) -> None:
    assert verdict(FORCED, database(None, engine=engine, version=version)) is expected


@pytest.mark.parametrize(
    ("group", "version", "expected"),
    [
        ("default.postgres14", "17.5", Verdict.FAIL),
        ("default.postgres17", None, Verdict.PASS),
        ("default.mysql9.7", "17.5", Verdict.UNDETERMINED),
        ("default", "17.5", Verdict.UNDETERMINED),
    ],
)
def test_a_default_group_that_is_named_says_its_family(
    group: str, version: object, expected: Verdict
) -> None:
    assert verdict(FORCED, database(group, version=version)) is expected


@pytest.mark.parametrize(
    ("family", "parameters", "expected"),
    [
        ("postgres14", (), Verdict.FAIL),
        ("postgres17", (), Verdict.PASS),
        ("postgres17", (OFF,), Verdict.FAIL),
        ("postgres17", ({**OFF, "name": Unknown()},), Verdict.UNDETERMINED),
        ("mysql9.7", (), Verdict.UNDETERMINED),
        (Unknown(), (), Verdict.UNDETERMINED),
        (None, (), Verdict.UNDETERMINED),
    ],
)
def test_a_group_that_says_nothing_has_the_default_of_its_family(
    family: object, parameters: tuple[object, ...], expected: Verdict
) -> None:
    example = database("tls-dev", *parameters, version="17.5", family=family)

    assert verdict(FORCED, example) is expected


def refusal(**changes: object) -> dict[str, object]:
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        **changes,
    }


def queue(*statements: object) -> Example:
    policy = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    other = Other("policy", QUEUE_POLICY, {"queueUrl": Ref("example-dev", "url"), "policy": policy})
    return Example({}, others=(other,))


@pytest.mark.parametrize(
    "example",
    [
        queue(refusal()),
        queue(refusal(Principal={"AWS": "*"})),
        queue({**refusal(), "Effect": "Allow"}, refusal()),
        Example({"policy": json.dumps({"Statement": [refusal()]})}),
    ],
)
def test_a_refusal_of_everything_without_tls_is_one(example: Example) -> None:
    assert verdict("queue-requires-tls", example) is Verdict.PASS


@pytest.mark.parametrize(
    "example",
    [
        Example({}),
        queue(refusal(Effect="Allow")),
        queue(refusal(Action="sqs:SendMessage")),
        queue(refusal(Principal={"AWS": "arn:aws:iam::123456789012:root"})),
        queue(refusal(Condition={"Bool": {"aws:SecureTransport": "true"}})),
        queue(refusal(Condition={"BoolIfExists": {"aws:ViaAWSService": "false"}})),
        queue(
            refusal(
                Condition={
                    "Bool": {"aws:SecureTransport": "false"},
                    "StringEquals": {"aws:PrincipalAccount": "123456789012"},
                }
            )
        ),
    ],
)
def test_what_leaves_a_gap_is_none(example: Example) -> None:
    assert verdict("queue-requires-tls", example) is Verdict.FAIL


def test_the_policy_of_another_queue_protects_this_one_not() -> None:
    others = (
        Other("other", "aws:sqs/queue:Queue"),
        Other(
            "policy",
            QUEUE_POLICY,
            {"queueUrl": Ref("other", "id"), "policy": json.dumps({"Statement": [refusal()]})},
        ),
    )

    assert verdict("queue-requires-tls", Example({}, others=others)) is Verdict.FAIL


def test_an_unknown_policy_may_refuse() -> None:
    other = Other(
        "policy", QUEUE_POLICY, {"queueUrl": Ref("example-dev", "url"), "policy": Unknown()}
    )

    assert verdict("queue-requires-tls", Example({}, others=(other,))) is Verdict.UNDETERMINED


def test_a_policy_that_may_be_of_any_queue_leaves_open_whose_it_is() -> None:
    other = Other(
        "policy",
        QUEUE_POLICY,
        {"queueUrl": Unknown(), "policy": json.dumps({"Statement": [refusal()]})},
    )

    assert verdict("queue-requires-tls", Example({}, others=(other,))) is Verdict.UNDETERMINED


def test_a_bucket_policy_must_cover_the_objects() -> None:
    def bucket(resource: object) -> Example:
        statement = refusal(Action="s3:*", Resource=resource)
        other = Other(
            "policy",
            "aws:s3/bucketPolicy:BucketPolicy",
            {"bucket": "b-dev", "policy": json.dumps({"Statement": [statement]})},
        )
        return Example({"bucket": "b-dev"}, others=(other,))

    own = "arn:aws:s3:::b-dev"
    assert verdict("bucket-requires-tls", bucket([own, f"{own}/*"])) is Verdict.PASS
    assert verdict("bucket-requires-tls", bucket("*")) is Verdict.PASS
    assert verdict("bucket-requires-tls", bucket(own)) is Verdict.FAIL
    assert verdict("bucket-requires-tls", bucket(f"{own}/*")) is Verdict.FAIL


def test_a_members_connections_are_its_groups_affair() -> None:
    cluster = "aws:elasticache/cluster:Cluster"
    control = "elasticache-transit-encryption"

    assert verdict(control, Example({"replicationGroupId": "g"}, cluster)) is (
        Verdict.NOT_APPLICABLE
    )
    assert verdict(control, Example({"replicationGroupId": "g"})) is Verdict.FAIL


def test_old_families_of_mysql_need_the_version_stated() -> None:
    control = "parameter-group-tls-version"

    assert verdict(control, Example({"family": "mysql5.7"})) is Verdict.FAIL
    assert verdict(control, Example({"family": "mysql8.0"})) is Verdict.PASS
    assert verdict(control, Example({"family": "oracle-ee-19"})) is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"protocol": "sqs", "endpoint": Unknown()}, Verdict.PASS),
        ({"protocol": "lambda", "endpoint": Unknown()}, Verdict.PASS),
        ({"protocol": "https", "endpoint": Unknown()}, Verdict.UNDETERMINED),
        ({"protocol": "https", "endpoint": "http://ops.example"}, Verdict.FAIL),
        ({"protocol": Unknown(), "endpoint": "http://ops.example"}, Verdict.FAIL),
    ],
)
def test_only_web_endpoints_can_be_plain_http(
    properties: dict[str, object], expected: Verdict
) -> None:
    assert verdict("subscription-not-plain-http", Example(properties)) is expected


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"port": 443, "protocol": "HTTPS"}, Verdict.PASS),
        # The provider takes HTTP where nothing is said, on whatever port.
        ({"port": 443}, Verdict.FAIL),
        ({"port": 80}, Verdict.FAIL),
        # Gateway balancers' listeners have neither.
        ({}, Verdict.PASS),
    ],
)
def test_a_listener_without_a_protocol_speaks_http(
    properties: dict[str, object], expected: Verdict
) -> None:
    listener = Example(
        {"defaultActions": [{"type": "forward"}], **properties},
        type="aws:lb/listener:Listener",
    )

    assert verdict("clear-text-protocols-not-used", listener) is expected


@pytest.mark.parametrize(
    ("family", "expected"),
    [
        ("redshift-1.0", Verdict.FAIL),
        ("redshift-2.0", Verdict.PASS),
        (Unknown(), Verdict.UNDETERMINED),
    ],
)
def test_a_warehouse_family_decides_where_nothing_is_set(family: object, expected: Verdict) -> None:
    assert verdict("warehouse-requires-tls", Example({"family": family})) is expected


def test_a_pass_by_default_names_the_default_as_its_reason() -> None:
    default = result(FORCED, database(None, version="17.5")).observations[0].found
    left_out = result(FORCED, database("tls-dev", family="postgres17")).observations[0].found

    assert str(default) == "AWS's default parameter group, whose value suffices"
    assert str(left_out) == "not set in group, where AWS's default suffices"
