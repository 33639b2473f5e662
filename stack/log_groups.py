"""Every log group of the system: created here, encrypted and retained, before anything writes.

A service that finds no log group creates one of its own, without key and without end.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import pulumi_aws as aws

from stack.arns import Arns
from stack.deployment import Component, Deployment
from stack.names import Function, Names, Topic
from stack.settings import REGION


class Log(StrEnum):
    """The logs, by what writes them."""

    FLOW = "flow"
    STREAM_FUNCTION = "stream-function"
    SWEEPER_FUNCTION = "sweeper-function"
    MIGRATION_FUNCTION = "migration-function"
    HISTORY_SLOW = "history-slow"
    HISTORY_ENGINE = "history-engine"
    LEDGER = "ledger"
    LEDGER_UPGRADE = "ledger-upgrade"
    FRAUD_ALERTS_DELIVERED = "fraud-alerts-delivered"
    FRAUD_ALERTS_FAILED = "fraud-alerts-failed"
    OPERATIONS_DELIVERED = "operations-delivered"
    OPERATIONS_FAILED = "operations-failed"


FUNCTION_LOGS: Mapping[Function, Log] = {
    Function.STREAM: Log.STREAM_FUNCTION,
    Function.SWEEPER: Log.SWEEPER_FUNCTION,
    Function.MIGRATION: Log.MIGRATION_FUNCTION,
}


def log_group_names(names: Names, arns: Arns) -> Mapping[Log, str]:
    """The name of each log group: the writer's where the service dictates it, else ours."""
    free = (Log.FLOW, Log.HISTORY_SLOW, Log.HISTORY_ENGINE)
    database = f"/aws/rds/instance/{names.ledger}"
    alerts, operations = (
        f"sns/{REGION}/{arns.account_id}/{names.topic(topic)}"
        for topic in (Topic.FRAUD_ALERTS, Topic.OPERATIONS)
    )
    return {
        **{log: names.of(aws.cloudwatch.LogGroup, log) for log in free},
        **{log: f"/aws/lambda/{names.function(each)}" for each, log in FUNCTION_LOGS.items()},
        Log.LEDGER: f"{database}/postgresql",
        Log.LEDGER_UPGRADE: f"{database}/upgrade",
        Log.FRAUD_ALERTS_DELIVERED: alerts,
        Log.FRAUD_ALERTS_FAILED: f"{alerts}/Failure",
        Log.OPERATIONS_DELIVERED: operations,
        Log.OPERATIONS_FAILED: f"{operations}/Failure",
    }


SENSITIVE_DATA: Final = (
    "CreditCardExpiration",
    "CreditCardNumber",
    "CreditCardSecurityCode",
    "EmailAddress",
)
MASKED_LOGS: Final = (*FUNCTION_LOGS.values(), Log.LEDGER)
"""Logs that text of transactions could reach. The code writes none of it there; this is the net."""


def masking_policy(name: str) -> str:
    """Card data and addresses are counted and masked for every reader of the log."""
    identifiers = [f"arn:aws:dataprotection::aws:data-identifier/{each}" for each in SENSITIVE_DATA]
    operations: tuple[tuple[str, object], ...] = (
        ("audit", {"Audit": {"FindingsDestination": {}}}),
        ("mask", {"Deidentify": {"MaskConfig": {}}}),
    )
    statements = [
        {"Sid": sid, "DataIdentifier": identifiers, "Operation": operation}
        for sid, operation in operations
    ]
    return json.dumps({"Name": name, "Version": "2021-06-01", "Statement": statements})


class LogGroups(Component):
    """The log groups; `logs[Log.FLOW]` is one."""

    def __init__(self, deployment: Deployment, key: aws.kms.Key) -> None:
        super().__init__("LogGroups", deployment)
        self.names = log_group_names(deployment.names, deployment.arns)
        self._groups = {
            log: aws.cloudwatch.LogGroup(
                deployment.names.of(aws.cloudwatch.LogGroup, log),
                name=name,
                kms_key_id=key.arn,
                retention_in_days=deployment.settings.log_retention_days,
                skip_destroy=False,
                opts=self.inside(),
            )
            for log, name in self.names.items()
        }
        for log in MASKED_LOGS:
            self._mask(log, deployment.names)
        self.register_outputs({})

    def __getitem__(self, log: Log) -> aws.cloudwatch.LogGroup:
        return self._groups[log]

    def _mask(self, log: Log, names: Names) -> None:
        name = names.of(aws.cloudwatch.LogDataProtectionPolicy, log)
        aws.cloudwatch.LogDataProtectionPolicy(
            name,
            log_group_name=self[log].name,
            policy_document=masking_policy(name),
            opts=self.inside(),
        )
