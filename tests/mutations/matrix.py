"""For each control that applies to the stack, the small change that breaks it.

`also` lists controls that rightly fail with it, each for a reason of its own.
"""

import json
from dataclasses import dataclass

from policy.control import Ref
from tests.mutations.changes import (
    Change,
    both,
    configure,
    drop,
    edit,
    only_first,
    option,
    put,
    rename,
    with_another,
    without,
)

PROVIDER = "providers-aws-dev"
LEDGER = "rds-instance-ledger-dev"
LEDGER_PARAMETERS = "rds-parameter-group-ledger-dev"
LEDGER_SUBNETS = "rds-subnet-group-ledger-dev"
HISTORY = "replication-group-dev"
HISTORY_SUBNETS = "elasticache-subnet-group-history-dev"
STREAM = "kinesis-stream-transactions-dev"
PROCESSOR = "lambda-function-stream-dev"
SWEEPER = "lambda-function-sweeper-dev"
MAPPING = "lambda-event-source-mapping-stream-dev"
QUEUE = "sqs-queue-dead-letters-dev"
QUEUE_POLICY = "sqs-queue-policy-dead-letters-dev"
TOPIC = "sns-topic-fraud-alerts-dev"
TOPIC_POLICY = "sns-topic-policy-fraud-alerts-dev"
BUCKET = "s3-bucket-failed-records-dev"
BUCKET_POLICY = "s3-bucket-policy-failed-records-dev"
BLOCK = "s3-bucket-public-access-block-failed-records-dev"
OWNERSHIP = "s3-bucket-ownership-controls-failed-records-dev"
LIFECYCLE = "s3-bucket-lifecycle-configuration-failed-records-dev"
VERSIONING = "s3-bucket-versioning-failed-records-dev"
LOGGING = "s3-bucket-logging-failed-records-dev"
VPC = "ec2-vpc-dev"
SUBNET_A = "ec2-subnet-data-1a-dev"
DEFAULT_GROUP = "ec2-default-security-group-dev"
LEDGER_GROUP = "ec2-security-group-ledger-dev"
ENDPOINT = "ec2-vpc-endpoint-sns-dev"
S3_ENDPOINT = "ec2-vpc-endpoint-s3-dev"
FLOW_LOG = "ec2-flow-log-dev"
LEDGER_RULE = "vpc-security-group-ingress-rule-ledger-from-sweeper-dev"
SWEEPER_RULE = "vpc-security-group-egress-rule-sweeper-to-ledger-dev"
KEY = "kms-key-stream-dev"
LOG_GROUP = "cloudwatch-log-group-flow-dev"
FUNCTION_LOGS = "cloudwatch-log-group-sweeper-function-dev"
LEDGER_LOGS = "cloudwatch-log-group-ledger-dev"
ALARM = "cloudwatch-metric-alarm-dead-letters-dev"
EVENTS = "rds-event-subscription-instance-dev"
USER = "elasticache-user-processor-dev"
NOBODY = "elasticache-user-nobody-dev"
ROLE = "iam-role-stream-dev"
ROLE_POLICY = "iam-role-policy-stream-dev"
SCHEDULE = "scheduler-schedule-sweeper-dev"

STREAM_ARN = "arn:aws:kinesis:ap-northeast-1:000000000000:stream/kinesis-stream-transactions-dev"
CONFINED = ', "Condition": {"StringEquals": {"aws:SourceAccount": "000000000000"}}'
SENDER = '{"Service": "sns.amazonaws.com"}'
EVERYBODY = "http://acs.amazonaws.com/groups/global/AllUsers"
KEY_CONDITION = (
    ', "Condition": {"ForAnyValue:StringEquals":'
    ' {"kms:ResourceAliases": "alias/kms-alias-stream-dev"}, "StringEquals":'
    ' {"kms:ViaService": "kinesis.ap-northeast-1.amazonaws.com", '
    f'"kms:EncryptionContext:aws:kinesis:arn": "{STREAM_ARN}"}}}}'
)
SENDER_CONDITION = (
    ', "Condition": {"StringEquals": {"aws:SourceAccount": "000000000000"}, "ArnLike":'
    ' {"aws:SourceArn": ["arn:aws:sns:ap-northeast-1:000000000000:sns-topic-fraud-alerts-dev",'
    ' "arn:aws:sns:ap-northeast-1:000000000000:sns-topic-operations-dev"]}}'
)


def granting(*actions: str, resource: str) -> str:
    """A document that allows some actions on one resource."""
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


WAY_TO_THE_INTERNET = with_another(
    "aws:ec2/route:Route",
    "ec2-route-data-dev",
    VPC,
    {
        "routeTableId": Ref("ec2-route-table-data-dev", "id"),
        "destinationCidrBlock": "0.0.0.0/0",
        "gatewayId": "igw-0123456789abcdef0",
    },
)
OPEN_LEDGER_RULE = put(LEDGER_RULE, {"referencedSecurityGroupId": None, "cidrIpv4": "0.0.0.0/0"})


@dataclass(frozen=True, slots=True)
class Mutation:
    """A change, the control that it breaks, and those that rightly fail as well."""

    control: str
    change: Change
    also: tuple[str, ...] = ()


REGION = (
    Mutation(
        "provider-region-allowed",
        put(PROVIDER, {"region": "us-west-2"}),
        also=("resource-region-allowed",),
    ),
    Mutation("resource-region-allowed", put(STREAM, {"region": "us-west-2"})),
    Mutation(
        "arns-in-region",
        edit(ROLE_POLICY, "policy", STREAM_ARN, STREAM_ARN.replace("ap-northeast-1", "us-west-2")),
    ),
    Mutation("named-regions-allowed", put(S3_ENDPOINT, {"serviceRegion": "us-west-2"})),
    Mutation("zones-in-region", put(SUBNET_A, {"availabilityZone": "us-west-2a"})),
    Mutation("no-cross-region-copies", put(KEY, {"multiRegion": True})),
    Mutation(
        "contents-readable",
        with_another(
            "aws:cloudformation/stack:Stack",
            "cloudformation-stack-dev",
            VPC,
            {"name": "cloudformation-stack-dev"},
        ),
    ),
    Mutation(
        "resource-type-reviewed", with_another("aws:new/thing:Thing", "new-thing-dev", VPC, {})
    ),
)

ENCRYPTION_AT_REST = (
    Mutation("encryption-at-rest-enabled", put(LEDGER, {"storageEncrypted": False})),
    Mutation("encryption-at-rest-customer-key", put(QUEUE, {"kmsMasterKeyId": "alias/aws/sqs"})),
    Mutation(
        "kms-key-stays-usable",
        put(KEY, {"isEnabled": False}),
        also=("encryption-at-rest-customer-key",),
    ),
    Mutation("kms-key-rotates", put(KEY, {"enableKeyRotation": False})),
    Mutation(
        "bucket-encrypts-by-default",
        without("s3-bucket-server-side-encryption-configuration-failed-records-dev"),
    ),
    Mutation("kms-key-policy-explicit", drop(KEY, "policy")),
)

ENCRYPTION_IN_TRANSIT = (
    Mutation("database-requires-tls", put(LEDGER_PARAMETERS, {"parameters[0].value": "0"})),
    Mutation(
        "parameter-group-tls-version", put(LEDGER_PARAMETERS, {"parameters[1].value": "TLSv1"})
    ),
    Mutation("database-ca-current", put(LEDGER, {"caCertIdentifier": "rds-ca-2019"})),
    Mutation("elasticache-transit-encryption", put(HISTORY, {"transitEncryptionEnabled": False})),
    Mutation(
        "elasticache-transit-encryption-required",
        put(HISTORY, {"transitEncryptionMode": "preferred"}),
    ),
    Mutation("queue-requires-tls", edit(QUEUE_POLICY, "policy", '"sqs:*"', '"sqs:DeleteQueue"')),
    Mutation("topic-requires-tls", without(TOPIC_POLICY)),
    Mutation(
        "bucket-requires-tls",
        edit(
            BUCKET_POLICY,
            "policy",
            ', "arn:aws:s3:::s3-bucket-failed-records-000000000000-dev/*"',
            "",
        ),
    ),
    Mutation("encryption-in-transit-enabled", put(PROVIDER, {"insecure": True})),
    Mutation("clear-text-protocols-not-used", put(BUCKET, {"website.indexDocument": "index.html"})),
)

MULTI_AZ = (
    Mutation("rds-instance-multi-az", put(LEDGER, {"multiAz": False})),
    Mutation("database-subnet-group-spans-zones", only_first(LEDGER_SUBNETS, "subnetIds")),
    Mutation("cache-subnet-group-spans-zones", only_first(HISTORY_SUBNETS, "subnetIds")),
    Mutation("elasticache-replication-group-multi-az", put(HISTORY, {"multiAzEnabled": False})),
    Mutation(
        "elasticache-replication-group-fails-over",
        put(HISTORY, {"automaticFailoverEnabled": False}),
    ),
    Mutation("elasticache-replication-group-has-replicas", put(HISTORY, {"numCacheClusters": 1})),
    Mutation(
        "elasticache-nodes-in-different-zones",
        put(HISTORY, {"preferredCacheClusterAzs": ["ap-northeast-1a"] * 3}),
    ),
    Mutation("lambda-function-spans-zones", only_first(SWEEPER, "vpcConfig.subnetIds")),
    Mutation("vpc-endpoint-spans-zones", only_first(ENDPOINT, "subnetIds")),
    Mutation(
        "vpc-subnets-span-zones",
        both(
            *(
                put(f"ec2-subnet-{role}-1{zone}-dev", {"availabilityZone": "ap-northeast-1a"})
                for role in ("data", "processor")
                for zone in "cd"
            )
        ),
        also=(
            "cache-subnet-group-spans-zones",
            "database-subnet-group-spans-zones",
            "lambda-function-spans-zones",
            "vpc-endpoint-spans-zones",
        ),
    ),
    Mutation("rds-backups-kept", put(LEDGER, {"backupRetentionPeriod": 1})),
    Mutation("database-in-backup-plan", without("backup-selection-ledger-dev")),
    Mutation(
        "bucket-versioned",
        put(
            "s3-bucket-versioning-failed-records-dev",
            {"versioningConfiguration.status": "Suspended"},
        ),
    ),
    Mutation("elasticache-snapshots-kept", put(HISTORY, {"snapshotRetentionLimit": 0})),
    Mutation("kinesis-stream-retention", put(STREAM, {"retentionPeriod": 24})),
    Mutation("kinesis-stream-capacity-stated", drop(STREAM, "shardCount")),
    Mutation("minor-upgrades-automatic", put(LEDGER, {"autoMinorVersionUpgrade": False})),
    Mutation("database-engine-supported", put(LEDGER, {"engineVersion": "12.17"})),
    Mutation("lambda-runtime-supported", put(PROCESSOR, {"runtime": "python3.9"})),
    Mutation("lambda-function-concurrency-reserved", drop(SWEEPER, "reservedConcurrentExecutions")),
    Mutation("lambda-function-sized", drop(SWEEPER, "timeout")),
    Mutation("cache-parameter-group-fits", put(HISTORY, {"parameterGroupName": "default.redis7"})),
    Mutation(
        "storage-class-spans-zones",
        put(LIFECYCLE, {"rules[0].transitions": [{"days": 30, "storageClass": "ONEZONE_IA"}]}),
    ),
)

NAMING = (
    Mutation("logical-name-follows-convention", rename(FLOW_LOG, "flow-log")),
    Mutation("physical-name-follows-convention", put(EVENTS, {"name": "ledger-events"})),
    Mutation("physical-name-explicit", drop(EVENTS, "name")),
    Mutation(
        "physical-name-fits", put(EVENTS, {"name": f"rds-event-subscription-{'x' * 300}-dev"})
    ),
    Mutation("provider-tags-resources", drop(PROVIDER, "defaultTags")),
    Mutation("snapshots-copy-tags", put(LEDGER, {"copyTagsToSnapshot": False})),
)

DESTROYABLE = (
    Mutation("protect-off", option(LEDGER, protect=True)),
    Mutation("retain-on-delete-off", option(LEDGER, retain_on_delete=True)),
    Mutation("deleted-by-itself", option(SWEEPER, deleted_with="urn:pulumi:dev::p::t::other")),
    Mutation("deletion-protection-off", put(LEDGER, {"deletionProtection": True})),
    Mutation("no-final-snapshot", put(LEDGER, {"skipFinalSnapshot": False})),
    Mutation("destroy-empties-and-forces", put(BUCKET, {"forceDestroy": False})),
    Mutation("nothing-left-behind", put(STREAM, {"enforceConsumerDeletion": False})),
    Mutation("no-immutable-retention", put(BUCKET, {"objectLockEnabled": True})),
    Mutation("shortest-deletion-window", put(KEY, {"deletionWindowInDays": 30})),
    Mutation(
        "bucket-policy-removable",
        edit(
            BUCKET_POLICY,
            "policy",
            '{"Version": "2012-10-17", "Statement": [',
            '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", '
            '"Action": ["s3:DeleteBucketPolicy"], '
            '"Resource": ["arn:aws:s3:::s3-bucket-failed-records-000000000000-dev"]}, ',
        ),
    ),
)

LEAST_PRIVILEGE = (
    Mutation(
        "iam-document-well-formed",
        edit(ROLE_POLICY, "policy", '"Sid": "WriteLog"', '"Sidd": "WriteLog"'),
    ),
    Mutation(
        "iam-action-exists",
        edit(ROLE_POLICY, "policy", "kinesis:GetRecords", "kinesis:GetAllRecords"),
    ),
    Mutation(
        "iam-action-not-service-wide",
        edit(ROLE_POLICY, "policy", '"kinesis:GetRecords"', '"kinesis:*"'),
    ),
    Mutation(
        "iam-action-without-wildcard",
        edit(ROLE_POLICY, "policy", '"kinesis:GetRecords"', '"kinesis:Get*"'),
    ),
    Mutation("iam-resource-named", edit(ROLE_POLICY, "policy", STREAM_ARN, "*")),
    Mutation("iam-kms-key-named", edit(ROLE_POLICY, "policy", KEY_CONDITION, "")),
    Mutation(
        "iam-resource-fits-action",
        edit(
            ROLE_POLICY,
            "policy",
            "s3-bucket-failed-records-000000000000-dev/*",
            "s3-bucket-failed-records-000000000000-dev",
        ),
    ),
    Mutation(
        "iam-condition-can-hold", edit(ROLE_POLICY, "policy", '"kms:ViaService"', '"s3:prefix"')
    ),
    Mutation(
        "iam-condition-confines",
        edit(
            ROLE,
            "assumeRolePolicy",
            '"StringEquals": {"aws:SourceAccount": "000000000000"}',
            '"StringLike": {"aws:SourceAccount": "*"}',
        ),
        also=("iam-trust-service-confined",),
    ),
    Mutation(
        "iam-allow-lists-what-it-grants",
        edit(ROLE_POLICY, "policy", '"Action": ["sns:Publish"]', '"NotAction": ["sns:Publish"]'),
    ),
    Mutation(
        "iam-permissions-cannot-grow",
        edit(
            ROLE_POLICY,
            "policy",
            '"Statement": [',
            '"Statement": [{"Effect": "Allow", "Action": "iam:PutRolePolicy",'
            ' "Resource": "arn:aws:iam::000000000000:role/iam-role-stream-dev"}, ',
        ),
    ),
    Mutation("iam-trust-service-confined", edit(ROLE, "assumeRolePolicy", CONFINED, "")),
    Mutation(
        "iam-resource-policy-service-confined", edit(QUEUE_POLICY, "policy", SENDER_CONDITION, "")
    ),
    Mutation(
        "iam-principal-not-public",
        both(
            edit(QUEUE_POLICY, "policy", SENDER, '"*"'),
            edit(QUEUE_POLICY, "policy", SENDER_CONDITION, ""),
        ),
    ),
    Mutation(
        "iam-principal-account-trusted",
        edit(QUEUE_POLICY, "policy", SENDER, '{"AWS": "arn:aws:iam::210987654321:root"}'),
    ),
    Mutation("vpc-endpoint-policy-confines", drop(ENDPOINT, "policy")),
    Mutation("policy-lockout-check-kept", put(KEY, {"bypassPolicyLockoutSafetyCheck": True})),
    Mutation("iam-role-session-short", put(ROLE, {"maxSessionDuration": 43_200})),
    Mutation(
        "database-iam-authentication", put(LEDGER, {"iamDatabaseAuthenticationEnabled": False})
    ),
    Mutation("cache-default-user-off", put(NOBODY, {"accessString": "on ~* -@all +@read"})),
    Mutation("cache-user-access-limited", put(USER, {"accessString": "on ~* +@all"})),
)

NETWORK = (
    Mutation("security-group-ingress-not-open", OPEN_LEDGER_RULE),
    Mutation(
        "security-group-egress-not-open",
        both(
            drop(SWEEPER_RULE, "referencedSecurityGroupId"), put(SWEEPER_RULE, {"cidrIpv6": "::/0"})
        ),
    ),
    Mutation("security-group-rules-name-ports", put(LEDGER_RULE, {"ipProtocol": "-1"})),
    Mutation("security-group-rules-described", drop(LEDGER_RULE, "description")),
    Mutation(
        "security-group-rules-in-one-form",
        put(
            LEDGER_GROUP,
            {
                "ingress": [
                    {
                        "protocol": "tcp",
                        "fromPort": 5433,
                        "toPort": 5433,
                        "self": True,
                        "description": "x",
                    }
                ]
            },
        ),
    ),
    Mutation(
        "security-group-used",
        with_another(
            "aws:ec2/securityGroup:SecurityGroup",
            "ec2-security-group-spare-dev",
            LEDGER_GROUP,
            {"name": "ec2-security-group-spare-dev", "description": "Nobody's"},
        ),
    ),
    Mutation("default-security-group-closed", without(DEFAULT_GROUP)),
    Mutation("subnet-gives-no-public-address", put(SUBNET_A, {"mapPublicIpOnLaunch": True})),
    Mutation("database-not-public", put(LEDGER, {"publiclyAccessible": True})),
    Mutation(
        "data-stores-in-private-subnets",
        WAY_TO_THE_INTERNET,
    ),
    Mutation(
        "workload-not-reachable-from-internet",
        both(WAY_TO_THE_INTERNET, put(LEDGER, {"publiclyAccessible": True}), OPEN_LEDGER_RULE),
        also=(
            "data-stores-in-private-subnets",
            "database-not-public",
            "security-group-ingress-not-open",
        ),
    ),
    Mutation(
        "own-security-groups",
        drop(LEDGER, "vpcSecurityGroupIds"),
        also=("security-group-used",),
    ),
    Mutation("cross-origin-restricted", put(BUCKET, {"corsRules": [{"allowedOrigins": ["*"]}]})),
    Mutation(
        "public-access-off",
        put(
            SCHEDULE,
            {
                "target.ecsParameters.networkConfiguration": {
                    "assignPublicIp": True,
                    "securityGroups": ["sg-1"],
                }
            },
        ),
    ),
    Mutation(
        "public-sharing-blocked",
        put(LOGGING, {"targetGrants": [{"permission": "READ", "grantee": {"uri": EVERYBODY}}]}),
    ),
    Mutation("store-in-own-subnet-group", drop(LEDGER, "dbSubnetGroupName")),
    Mutation("store-port-not-default", put(LEDGER, {"port": 5432})),
    Mutation("vpc-endpoint-private-dns", put(ENDPOINT, {"privateDnsEnabled": False})),
    Mutation("lambda-function-in-vpc", drop(SWEEPER, "vpcConfig"), also=("security-group-used",)),
    Mutation("bucket-public-access-blocked", put(BLOCK, {"restrictPublicBuckets": False})),
    Mutation("bucket-acls-disabled", put(OWNERSHIP, {"rule.objectOwnership": "ObjectWriter"})),
)

OBSERVABILITY = (
    Mutation("log-group-retention", put(LOG_GROUP, {"retentionInDays": 30})),
    Mutation("lambda-function-owns-log-group", without(FUNCTION_LOGS)),
    Mutation("lambda-function-logs-structured", put(SWEEPER, {"loggingConfig.logFormat": "Text"})),
    Mutation("lambda-function-traced", put(SWEEPER, {"tracingConfig.mode": "PassThrough"})),
    Mutation("resource-described", drop(KEY, "description")),
    Mutation(
        "lambda-failures-kept",
        both(
            drop(SWEEPER, "deadLetterConfig"),
            without("lambda-function-event-invoke-config-sweeper-dev"),
        ),
    ),
    Mutation("event-source-failures-kept", drop(MAPPING, "destinationConfig")),
    Mutation("event-source-retries-bounded", put(MAPPING, {"maximumRetryAttempts": -1})),
    Mutation("dead-letter-queue-restricts-sources", drop(QUEUE, "redriveAllowPolicy")),
    Mutation("queue-keeps-messages", put(QUEUE, {"messageRetentionSeconds": 345_600})),
    Mutation("vpc-flows-logged", without(FLOW_LOG)),
    Mutation(
        "topic-logs-delivery",
        put(
            TOPIC,
            dict.fromkeys(f"{name}FailureFeedbackRoleArn" for name in ("http", "lambda", "sqs")),
        ),
    ),
    Mutation("flow-log-complete", drop(FLOW_LOG, "logDestination")),
    Mutation(
        "database-exports-logs", put(LEDGER, {"enabledCloudwatchLogsExports": ["postgresql"]})
    ),
    Mutation("database-owns-log-groups", without(LEDGER_LOGS)),
    Mutation(
        "database-performance-insights", put(LEDGER, {"performanceInsightsRetentionPeriod": 7})
    ),
    Mutation("database-enhanced-monitoring", put(LEDGER, {"monitoringInterval": 0})),
    Mutation("parameter-group-logs", put(LEDGER_PARAMETERS, {"parameters[7].value": "none"})),
    Mutation("database-parameters-own", drop(LEDGER, "parameterGroupName")),
    Mutation("cache-delivers-logs", put(HISTORY, {"logDeliveryConfigurations[0].logType": "x"})),
    Mutation("kinesis-shard-metrics", drop(STREAM, "shardLevelMetrics")),
    Mutation(
        "alarm-acts", put("cloudwatch-metric-alarm-stream-lag-dev", {"actionsEnabled": False})
    ),
    Mutation("alarm-decides-missing-data", drop(ALARM, "treatMissingData")),
    Mutation("critical-resource-watched", without(ALARM)),
    Mutation("database-events-subscribed", without(EVENTS)),
    Mutation("bucket-objects-expire", put(LIFECYCLE, {"rules[0].status": "Disabled"})),
    Mutation("bucket-access-logged", without(LOGGING)),
    Mutation("failed-deliveries-kept", drop(SCHEDULE, "target.deadLetterConfig")),
)

SECRETS = (
    Mutation("no-literal-secret", put(LEDGER, {"password": "correct horse battery staple"})),
    Mutation("configuration-encrypted", configure("ledger:password", "opened-by-anyone")),
    Mutation("no-key-material", put(SWEEPER, {"description": "-----BEGIN RSA PRIVATE KEY-----"})),
    Mutation("no-long-lived-credentials", put(PROVIDER, {"accessKey": "AKIAIOSFODNN7EXAMPLE"})),
    Mutation("cache-authenticates-clients", drop(HISTORY, "userGroupIds")),
    Mutation("cache-user-has-credentials", put(USER, {"noPasswordRequired": True})),
)

MUTATIONS = (
    *REGION,
    *ENCRYPTION_AT_REST,
    *ENCRYPTION_IN_TRANSIT,
    *MULTI_AZ,
    *NAMING,
    *DESTROYABLE,
    *LEAST_PRIVILEGE,
    *NETWORK,
    *OBSERVABILITY,
    *SECRETS,
)
