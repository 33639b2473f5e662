"""Customer-managed keys, one a data domain, so that access to one kind of data grants no other.

People and roles get a key through IAM policies (the first statement, without which a key can
become unmanageable); services that call KMS in their own name get it here, each tied to the
resources it may act for.
"""

from collections.abc import Mapping, Sequence

import pulumi_aws as aws

from stack.arns import Arns
from stack.deployment import Component, Deployment, named
from stack.documents import (
    Conditions,
    Statement,
    allow,
    allow_service,
    document,
    from_account,
)
from stack.log_groups import log_group_names
from stack.names import Key, Names, Topic
from stack.settings import REGION

ROTATION_DAYS = 365
SHORTEST_DELETION_DAYS = 7
"""KMS deletes no key sooner."""
USE_FOR_MESSAGES = ("kms:Decrypt", "kms:GenerateDataKey")
CONTENTS: Mapping[Key, str] = {
    Key.STREAM: "transactions in the stream",
    Key.HISTORY: "the 24-hour history",
    Key.LEDGER: "the ledger, its backups and its performance data",
    Key.PROCESSOR: "the functions' code, environment and schedule",
    Key.FAILED_RECORDS: "records that could not be processed",
    Key.ALERTS: "fraud alerts, alarms and dead letters",
    Key.LOGS: "log groups",
}


class Keys(Component):
    """The keys; `keys[Key.LEDGER]` is one.

    Attributes:
        aliases: whoever is granted a key by its alias can use it once this exists.
    """

    def __init__(self, deployment: Deployment) -> None:
        super().__init__("Keys", deployment)
        self._keys = {key: self._create(key, deployment) for key in Key}
        self.aliases = [self._alias(key, deployment.names) for key in Key]
        self.register_outputs({})

    def __getitem__(self, key: Key) -> aws.kms.Key:
        return self._keys[key]

    def _create(self, key: Key, deployment: Deployment) -> aws.kms.Key:
        names = deployment.names
        name = names.of(aws.kms.Key, key)
        return aws.kms.Key(
            name,
            description=f"Encrypts {CONTENTS[key]} ({names.suffix})",
            policy=key_policy(key, names, deployment.arns),
            enable_key_rotation=True,
            rotation_period_in_days=ROTATION_DAYS,
            deletion_window_in_days=SHORTEST_DELETION_DAYS,
            multi_region=False,
            is_enabled=True,
            tags=named(name),
            opts=self.inside(),
        )

    def _alias(self, key: Key, names: Names) -> aws.kms.Alias:
        return aws.kms.Alias(
            names.of(aws.kms.Alias, key),
            name=names.key_alias(key),
            target_key_id=self[key].key_id,
            opts=self.inside(),
        )


def key_policy(key: Key, names: Names, arns: Arns) -> str:
    """The policy of one key."""
    delegate = allow(
        "DelegateToIamPolicies", ["kms:*"], ["*"], principal={"AWS": arns.account_root}
    )
    services: Mapping[Key, Sequence[Statement]] = {
        Key.LOGS: [_log_groups(names, arns)],
        Key.ALERTS: _message_senders(names, arns),
        Key.FAILED_RECORDS: [_access_logs(names, arns)],
    }
    return document(delegate, *services.get(key, ()))


def _log_groups(names: Names, arns: Arns) -> Statement:
    groups = [
        arns.of(aws.cloudwatch.LogGroup, name) for name in log_group_names(names, arns).values()
    ]
    return allow_service(
        "EncryptLogGroups",
        f"logs.{REGION}.amazonaws.com",
        [
            "kms:Decrypt",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
        ],
        ["*"],
        {"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": groups}},
    )


def _message_senders(names: Names, arns: Arns) -> list[Statement]:
    # The topics' policies name the very alarms, rules and databases; what each service states to
    # KMS about them is documented for the account only.
    by_account = from_account(arns)
    # EventBridge states no source to KMS for encrypted topics and queues:
    # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    operations = arns.of(aws.sns.Topic, names.topic(Topic.OPERATIONS))
    dead_letters = arns.of(aws.sqs.Queue, names.dead_letters)
    return [
        allow_service(f"Encrypt{sid}", service, USE_FOR_MESSAGES, ["*"], when)
        for sid, service, when in (
            ("AlarmMessages", "cloudwatch.amazonaws.com", by_account),
            ("DatabaseMessages", "events.rds.amazonaws.com", by_account),
            ("UndeliveredMessages", "sns.amazonaws.com", by_account),
            ("EventMessages", "events.amazonaws.com", _in_context("sns:topicArn", operations)),
            ("LostEvents", "events.amazonaws.com", _in_context("sqs:arn", dead_letters)),
        )
    ]


def _in_context(name: str, arn: str) -> Conditions:
    """Only for encrypting what belongs to one topic or queue."""
    return {"StringEquals": {f"kms:EncryptionContext:aws:{name}": arn}}


def _access_logs(names: Names, arns: Arns) -> Statement:
    bucket = arns.of(aws.s3.Bucket, names.access_log_bucket)
    return allow_service(
        "EncryptAccessLogs",
        "logging.s3.amazonaws.com",
        USE_FOR_MESSAGES,
        ["*"],
        {"ArnLike": {"kms:EncryptionContext:aws:s3:arn": [bucket, f"{bucket}/*"]}},
    )
