"""The whole program: what the system is made of, and how its parts are connected."""

import json
from collections.abc import Mapping

import pulumi_aws as aws
import pytest

from policy.naming import judge_logical_name, judge_name
from stack.names import Function, Key
from stack.processor.interface import Handler, Variable
from stack.settings import AVAILABILITY_ZONES
from tests.stack.recording import ACCOUNT, PASSWORD, SETTINGS, Recording, arn_of

ALIAS = "aws:kms/alias:Alias"
FUNCTION = "aws:lambda/function:Function"
INSTANCE = "aws:rds/instance:Instance"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"
REPLICATION_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
STREAM = "aws:kinesis/stream:Stream"
SUBNET = "aws:ec2/subnet:Subnet"

PHYSICAL_NAMES = (
    "name",
    "identifier",
    "replicationGroupId",
    "userId",
    "userGroupId",
    "bucket",
    "dashboardName",
    "policyName",
    "targetId",
)
LIMITS = {
    "aws:elasticache/replicationGroup:ReplicationGroup": 40,
    "aws:elasticache/user:User": 40,
    "aws:elasticache/userGroup:UserGroup": 40,
    "aws:backup/plan:Plan": 50,
    "aws:backup/selection:Selection": 50,
    "aws:backup/vault:Vault": 50,
    "aws:cloudwatch/eventRule:EventRule": 64,
    "aws:cloudwatch/eventTarget:EventTarget": 64,
    "aws:iam/role:Role": 64,
    "aws:lambda/function:Function": 64,
    "aws:rds/instance:Instance": 63,
    "aws:s3/bucket:Bucket": 63,
    "aws:s3/bucketMetric:BucketMetric": 64,
    "aws:scheduler/schedule:Schedule": 64,
    "aws:scheduler/scheduleGroup:ScheduleGroup": 64,
    "aws:sqs/queue:Queue": 80,
    "aws:xray/resourcePolicy:ResourcePolicy": 128,
}


def key_arn(key: Key, suffix: str = "dev") -> str:
    return arn_of("aws:kms/key:Key", f"kms-key-{key}-{suffix}")


def physical_names(inputs: Mapping[str, object]) -> list[str]:
    return [str(inputs[key]) for key in PHYSICAL_NAMES if key in inputs]


@pytest.mark.parametrize("which", ["program", "large_program"])
def test_every_name_follows_the_convention(which: str, request: pytest.FixtureRequest) -> None:
    recording: Recording = request.getfixturevalue(which)
    suffix = "dev" if which == "program" else "a" * 17
    companions = ("aws:s3/bucket",)

    for resource in recording.resources:
        assert judge_logical_name(resource.type, resource.name, suffix).conforms, resource.name
        tags = resource.inputs.get("tags")
        names = [tags["Name"]] if isinstance(tags, dict) else []
        if not resource.type.startswith(companions) or resource.type.endswith(":Bucket"):
            names += physical_names(resource.inputs)
        refused = [name for name in names if not judge_name(resource.type, name, suffix).conforms]
        assert refused == [], resource.type


def test_the_longest_suffix_fits_every_limit(large_program: Recording) -> None:
    too_long = [
        (resource.type, name)
        for resource in large_program.resources
        for name in physical_names(resource.inputs)
        if len(name) > LIMITS.get(resource.type, 255)
    ]

    assert too_long == []


def test_names_are_unique(program: Recording) -> None:
    urns = [(resource.type, resource.name) for resource in program.resources]

    assert len(urns) == len(set(urns))


def test_subnets_for_functions_and_data_in_each_zone(program: Recording) -> None:
    zones = [subnet.inputs["availabilityZone"] for subnet in program.of(SUBNET)]
    ranges = {subnet.inputs["cidrBlock"] for subnet in program.of(SUBNET)}

    assert sorted(zones) == sorted(AVAILABILITY_ZONES * 2)
    assert len(ranges) == 6
    assert not any(subnet.inputs["mapPublicIpOnLaunch"] for subnet in program.of(SUBNET))


def test_there_is_no_way_to_the_internet(program: Recording) -> None:
    doors = ("InternetGateway", "NatGateway", "Eip", "Route", "VpnGateway", "EgressOnlyGateway")

    assert not [each for each in program.resources if each.type.endswith(doors)]
    assert not [
        each for each in program.of("aws:ec2/routeTable:RouteTable") if "routes" in each.inputs
    ]


def test_only_those_that_talk_may_talk(program: Recording) -> None:
    def group(name: object) -> str:
        return str(name).removeprefix("ec2-security-group-").removesuffix("-dev_id")

    pairs = {
        (
            group(rule.inputs["securityGroupId"]),
            group(rule.inputs["referencedSecurityGroupId"]),
            rule.inputs["fromPort"],
        )
        for rule in program.of("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
    }
    mirrored = {
        (
            group(rule.inputs["referencedSecurityGroupId"]),
            group(rule.inputs["securityGroupId"]),
            rule.inputs["toPort"],
        )
        for rule in program.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    }

    assert pairs == mirrored
    assert pairs == {
        ("stream", "endpoints", 443),
        ("stream", "ledger", 5433),
        ("stream", "history", 6380),
        ("sweeper", "endpoints", 443),
        ("sweeper", "ledger", 5433),
        ("sweeper", "history", 6380),
        ("migration", "endpoints", 443),
        ("migration", "ledger", 5433),
    }


def test_the_default_security_group_is_empty(program: Recording) -> None:
    group = program.only("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")

    assert (group["ingress"], group["egress"]) == ([], [])


def test_endpoints_are_exactly_what_the_code_calls(program: Recording) -> None:
    services = {
        (endpoint.inputs["serviceName"], endpoint.inputs["vpcEndpointType"])
        for endpoint in program.of("aws:ec2/vpcEndpoint:VpcEndpoint")
    }

    assert services == {
        ("com.amazonaws.ap-northeast-1.secretsmanager", "Interface"),
        ("com.amazonaws.ap-northeast-1.sns", "Interface"),
        ("com.amazonaws.ap-northeast-1.s3", "Gateway"),
    }


@pytest.mark.parametrize(
    ("token", "property_name", "key"),
    [
        (STREAM, "kmsKeyId", Key.STREAM),
        (REPLICATION_GROUP, "kmsKeyId", Key.HISTORY),
        (INSTANCE, "kmsKeyId", Key.LEDGER),
        (INSTANCE, "performanceInsightsKmsKeyId", Key.LEDGER),
        ("aws:backup/vault:Vault", "kmsKeyArn", Key.LEDGER),
        (FUNCTION, "kmsKeyArn", Key.PROCESSOR),
        (FUNCTION, "sourceKmsKeyArn", Key.PROCESSOR),
        ("aws:scheduler/schedule:Schedule", "kmsKeyArn", Key.PROCESSOR),
        ("aws:sns/topic:Topic", "kmsMasterKeyId", Key.ALERTS),
        ("aws:sqs/queue:Queue", "kmsMasterKeyId", Key.ALERTS),
        (LOG_GROUP, "kmsKeyId", Key.LOGS),
    ],
)
def test_each_store_of_data_uses_the_key_of_its_domain(
    program: Recording, token: str, property_name: str, key: Key
) -> None:
    used = {resource.inputs.get(property_name) for resource in program.of(token)}

    assert used == {key_arn(key)}


def test_buckets_are_encrypted_private_versioned_and_deletable(program: Recording) -> None:
    buckets = {each.inputs["bucket"] for each in program.of("aws:s3/bucket:Bucket")}
    configurations = program.of(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    )
    keys = [
        rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"]
        for each in configurations
        for rule in each.inputs["rules"]
    ]

    assert len(buckets) == 2
    assert keys == [key_arn(Key.FAILED_RECORDS)] * 2
    for token in (
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:s3/bucketVersioning:BucketVersioning",
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    ):
        assert {each.inputs["bucket"] for each in program.of(token)} == buckets
    assert all(each.inputs["forceDestroy"] for each in program.of("aws:s3/bucket:Bucket"))


def test_every_key_rotates_and_has_its_alias(program: Recording) -> None:
    keys = program.of("aws:kms/key:Key")

    assert program.names(ALIAS) == sorted(f"kms-alias-{key}-dev" for key in Key)
    assert {alias.inputs["name"] for alias in program.of(ALIAS)} == {
        f"alias/kms-alias-{key}-dev" for key in Key
    }
    assert all(key.inputs["enableKeyRotation"] for key in keys)
    assert {key.inputs["deletionWindowInDays"] for key in keys} == {7}


def test_the_stream_keeps_a_week_and_never_blocks_deletion(program: Recording) -> None:
    stream = program.only(STREAM)

    assert stream["retentionPeriod"] == 168
    assert stream["shardCount"] == 2
    assert stream["enforceConsumerDeletion"] is True


def test_the_history_stands_in_three_zones_and_refuses_plain_text(program: Recording) -> None:
    group = program.only(REPLICATION_GROUP)

    assert group["numCacheClusters"] == 3
    assert tuple(group["preferredCacheClusterAzs"]) == AVAILABILITY_ZONES
    assert group["multiAzEnabled"] is True
    assert group["automaticFailoverEnabled"] is True
    assert group["transitEncryptionMode"] == "required"
    assert "authToken" not in group


def test_cluster_mode_shards_the_history(large_program: Recording) -> None:
    group = large_program.only(REPLICATION_GROUP)
    parameters = large_program.only("aws:elasticache/parameterGroup:ParameterGroup")["parameters"]

    assert (group["numNodeGroups"], group["replicasPerNodeGroup"]) == (1, 2)
    assert "numCacheClusters" not in group
    assert {"name": "cluster-enabled", "value": "yes"} in parameters


def test_a_full_history_refuses_instead_of_forgetting(program: Recording) -> None:
    group = program.only("aws:elasticache/parameterGroup:ParameterGroup")

    assert {"name": "maxmemory-policy", "value": "noeviction"} in group["parameters"]


def test_the_processor_signs_in_with_iam_and_the_default_user_is_off(program: Recording) -> None:
    users = {
        each.inputs["userName"]: each.inputs for each in program.of("aws:elasticache/user:User")
    }
    processor, nobody = users["user-processor-dev"], users["default"]

    assert processor["userId"] == processor["userName"]
    assert processor["authenticationMode"] == {"type": "iam"}
    assert "+@all" not in processor["accessString"]
    assert nobody["accessString"] == "off -@all"
    assert nobody["authenticationMode"]["type"] == "password"
    assert "noPasswordRequired" not in nobody
    assert len(program.only("aws:elasticache/userGroup:UserGroup")["userIds"]) == 2


def test_the_ledger_has_a_standby_and_talks_tls_only(program: Recording) -> None:
    instance = program.only(INSTANCE)
    parameters = {
        each["name"]: each["value"]
        for each in program.only("aws:rds/parameterGroup:ParameterGroup")["parameters"]
    }

    assert instance["multiAz"] is True
    assert instance["publiclyAccessible"] is False
    assert instance["iamDatabaseAuthenticationEnabled"] is True
    assert parameters["rds.force_ssl"] == "1"
    assert parameters["ssl_min_protocol_version"] == "TLSv1.2"
    assert "pgaudit" in parameters["shared_preload_libraries"]


def test_whatever_is_created_can_be_destroyed(program: Recording) -> None:
    instance = program.only(INSTANCE)

    assert instance["deletionProtection"] is False
    assert instance["skipFinalSnapshot"] is True
    assert instance["deleteAutomatedBackups"] is True
    assert "finalSnapshotIdentifier" not in program.only(REPLICATION_GROUP)
    assert program.only("aws:backup/vault:Vault")["forceDestroy"] is True
    assert all(each.inputs["forceDetachPolicies"] for each in program.of("aws:iam/role:Role"))
    assert all(each.inputs["replaceSecurityGroupsOnDestroy"] for each in program.of(FUNCTION))


def test_credentials_are_fetched_and_stay_secret(program: Recording) -> None:
    (instance,) = program.of(INSTANCE)
    elsewhere = [
        each.name
        for each in program.resources
        if PASSWORD
        in json.dumps({k: v for k, v in each.inputs.items() if k != "password"}, default=str)
    ]

    assert instance.inputs["password"] == PASSWORD
    assert {"username", "password"} <= instance.secrets
    assert elsewhere == []
    assert not [each for each in program.resources if each.type.startswith("aws:secretsmanager/")]


def test_functions_get_exactly_what_the_processor_reads(program: Recording) -> None:
    functions = program.of(FUNCTION)

    assert {each.inputs["handler"] for each in functions} == set(Handler)
    for each in functions:
        assert set(each.inputs["environment"]["variables"]) == set(Variable)
        assert (
            each.inputs["environment"]["variables"][Variable.LEDGER_SECRET_ID]
            == SETTINGS["ledgerSecretName"]
        )


def test_functions_run_the_newest_python_on_arm(program: Recording) -> None:
    versions = [
        tuple(int(part) for part in runtime.value.removeprefix("python").split("."))
        for runtime in aws.lambda_.Runtime
        if runtime.value.startswith("python")
    ]
    newest = "python" + ".".join(str(part) for part in max(versions))

    assert {each.inputs["runtime"] for each in program.of(FUNCTION)} == {newest}
    assert {tuple(each.inputs["architectures"]) for each in program.of(FUNCTION)} == {("arm64",)}


def test_functions_stand_in_every_zone_behind_a_group_of_their_own(program: Recording) -> None:
    groups = set()
    for each in program.of(FUNCTION):
        network = each.inputs["vpcConfig"]
        assert len(network["subnetIds"]) == 3
        groups |= set(network["securityGroupIds"])

    assert groups == {f"ec2-security-group-{function}-dev_id" for function in Function}


def test_no_failure_of_a_function_goes_unseen(program: Recording) -> None:
    queue = arn_of("aws:sqs/queue:Queue", "sqs-queue-dead-letters-dev")
    configurations = program.of("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig")

    assert {each.inputs["deadLetterConfig"]["targetArn"] for each in program.of(FUNCTION)} == {
        queue
    }
    assert {each.inputs["functionName"] for each in configurations} == set(program.names(FUNCTION))


def test_a_record_that_fails_is_kept_whole_and_blocks_no_shard(program: Recording) -> None:
    mapping = program.only(MAPPING)
    bucket = arn_of("aws:s3/bucket:Bucket", "s3-bucket-failed-records-dev")

    assert mapping["startingPosition"] == "TRIM_HORIZON"
    assert mapping["functionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["bisectBatchOnFunctionError"] is True
    assert 0 < mapping["maximumRetryAttempts"] < 10_000
    assert 0 < mapping["maximumRecordAgeInSeconds"] < 168 * 3_600
    assert mapping["destinationConfig"]["onFailure"]["destinationArn"] == bucket


def test_reserved_concurrency_serves_every_concurrent_batch(program: Recording) -> None:
    mapping, stream = program.only(MAPPING), program.only(STREAM)
    function = program.named("lambda-function-stream-dev")

    assert (
        function["reservedConcurrentExecutions"]
        == stream["shardCount"] * mapping["parallelizationFactor"]
    )


def test_the_schema_is_migrated_before_the_stream_is_read(program: Recording) -> None:
    order = [resource.type for resource in program.resources]
    invocation = program.only("aws:lambda/invocation:Invocation")

    assert order.index("aws:lambda/invocation:Invocation") < order.index(MAPPING)
    assert invocation["triggers"] == json.loads(invocation["input"])


def test_what_a_service_would_log_on_its_own_has_our_log_group(program: Recording) -> None:
    groups = {each.inputs["name"]: each.inputs for each in program.of(LOG_GROUP)}
    functions = {f"/aws/lambda/{name}" for name in program.names(FUNCTION)}
    database = {
        f"/aws/rds/instance/rds-instance-ledger-dev/{kind}"
        for kind in program.only(INSTANCE)["enabledCloudwatchLogsExports"]
    }
    topics = {
        f"sns/ap-northeast-1/{ACCOUNT}/{name}" for name in program.names("aws:sns/topic:Topic")
    }

    assert functions | database | topics | {f"{topic}/Failure" for topic in topics} <= set(groups)
    assert {group["retentionInDays"] for group in groups.values()} == {400}
