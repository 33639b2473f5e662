"""Names and ARNs of this deployment, all known before anything is created.

A deterministic name makes a deterministic ARN, so every IAM document is complete, and can be
judged, at the first preview. Only the ARN of a KMS key contains what AWS invents; keys are granted
through their alias.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pulumi
import pulumi_aws as aws

from policy.naming import build_name
from stack.settings import REGION

PARTITION: Final = "aws"


class Function(StrEnum):
    """The functions of the processor."""

    STREAM = "stream"
    SWEEPER = "sweeper"
    MIGRATION = "migration"


class Topic(StrEnum):
    """Who is told: the fraud team of an alert, the operators of an alarm."""

    FRAUD_ALERTS = "fraud-alerts"
    OPERATIONS = "operations"


class Key(StrEnum):
    """The customer-managed keys, one a data domain."""

    STREAM = "stream"
    HISTORY = "history"
    LEDGER = "ledger"
    PROCESSOR = "processor"
    FAILED_RECORDS = "failed-records"
    ALERTS = "alerts"
    LOGS = "logs"


def token_of(resource: type[pulumi.Resource]) -> str:
    """The type token that the SDK's `type_token` decorator puts on every resource class."""
    return str(vars(resource)["pulumi_type"])


@dataclass(frozen=True, slots=True)
class Names:
    """Builds names with the environment suffix."""

    suffix: str

    def of(self, resource: type[pulumi.Resource], qualifier: str = "") -> str:
        """The name of a resource: `{resource-type}[-{qualifier}]-{environmentSuffix}`."""
        return build_name(token_of(resource), self.suffix, qualifier)

    def short(self, resource: type[pulumi.Resource], qualifier: str = "") -> str:
        """The same with the class alone, where the service allows too few characters."""
        return build_name(token_of(resource), self.suffix, qualifier, short=True)

    def key_alias(self, key: Key) -> str:
        """The alias of a KMS key, with the lead that KMS wants."""
        return f"alias/{self.of(aws.kms.Alias, key)}"

    def function(self, function: Function) -> str:
        return self.of(aws.lambda_.Function, function)

    def function_role(self, function: Function) -> str:
        return self.of(aws.iam.Role, function)

    def topic(self, topic: Topic) -> str:
        return self.of(aws.sns.Topic, topic)

    @property
    def stream(self) -> str:
        return self.of(aws.kinesis.Stream, "transactions")

    @property
    def ledger(self) -> str:
        return self.of(aws.rds.Instance, "ledger")

    @property
    def history(self) -> str:
        return self.short(aws.elasticache.ReplicationGroup)

    @property
    def ledger_parameters(self) -> str:
        return self.of(aws.rds.ParameterGroup, "ledger")

    @property
    def key_deletion_rule(self) -> str:
        return self.of(aws.cloudwatch.EventRule, "key-deletion")

    def failed_record_bucket(self, arns: "Arns") -> str:
        """Bucket names are global, so the account joins the name."""
        return self.of(aws.s3.Bucket, f"failed-records-{arns.account_id}")

    def access_log_bucket(self, arns: "Arns") -> str:
        return self.of(aws.s3.Bucket, f"access-logs-{arns.account_id}")

    @property
    def history_user(self) -> str:
        """IAM authentication wants the user's id and name to be the same; both are this."""
        return self.short(aws.elasticache.User, "processor")

    @property
    def schedule_group(self) -> str:
        return self.of(aws.scheduler.ScheduleGroup, "sweeper")

    @property
    def schedule(self) -> str:
        return self.of(aws.scheduler.Schedule, "sweeper")

    @property
    def request_metrics(self) -> str:
        return self.of(aws.s3.BucketMetric, "failed-records")

    @property
    def dead_letters(self) -> str:
        return self.of(aws.sqs.Queue, "dead-letters")


@dataclass(frozen=True, slots=True)
class Arns:
    """Writes the ARNs of named resources of this account and region."""

    account_id: str

    @property
    def account_root(self) -> str:
        """The account itself as a principal."""
        return self._global("iam", "root")

    def role(self, name: str) -> str:
        return self._global("iam", f"role/{name}")

    def bucket(self, name: str) -> str:
        return f"arn:{PARTITION}:s3:::{name}"

    def alarm(self, name: str) -> str:
        return self._regional("cloudwatch", f"alarm:{name}")

    def any_alarm(self, names: Names) -> str:
        return self.alarm(names.of(aws.cloudwatch.MetricAlarm, "*"))

    def cache_user(self, name: str) -> str:
        return self._regional("elasticache", f"user:{name}")

    def database(self, name: str) -> str:
        return self._regional("rds", f"db:{name}")

    def database_event_sources(self, names: Names) -> list[str]:
        """What RDS events are about, and the subscriptions that pass them on."""
        subscription = names.of(aws.rds.EventSubscription, "*")
        return [
            self.database(names.ledger),
            self._regional("rds", f"pg:{names.ledger_parameters}"),
            self._regional("rds", f"es:{subscription}"),
        ]

    def event_rule(self, name: str) -> str:
        return self._regional("events", f"rule/{name}")

    def function(self, name: str) -> str:
        return self._regional("lambda", f"function:{name}")

    def log_group(self, name: str) -> str:
        return self._regional("logs", f"log-group:{name}")

    def queue(self, name: str) -> str:
        return self._regional("sqs", name)

    def replication_group(self, name: str) -> str:
        return self._regional("elasticache", f"replicationgroup:{name}")

    def schedule_group(self, name: str) -> str:
        return self._regional("scheduler", f"schedule-group/{name}")

    def schedule(self, group: str, name: str) -> str:
        return self._regional("scheduler", f"schedule/{group}/{name}")

    def secret(self, name: str) -> str:
        """Secrets Manager ends every secret's ARN with six characters of its own."""
        return self._regional("secretsmanager", f"secret:{name}-??????")

    def stream(self, name: str) -> str:
        return self._regional("kinesis", f"stream/{name}")

    def topic(self, name: str) -> str:
        return self._regional("sns", name)

    def network_parts(self) -> list[str]:
        """What a network interface is created from; AWS invents the ids."""
        parts = ("network-interface", "security-group", "subnet")
        return [self._regional("ec2", f"{part}/*") for part in parts]

    def any_flow_log(self) -> str:
        """AWS invents the id of a flow log."""
        return self._regional("ec2", "vpc-flow-log/*")

    def any_key(self) -> str:
        """Every KMS key here: only ever together with a condition on the key's alias."""
        return self._regional("kms", "key/*")

    def _regional(self, service: str, resource: str) -> str:
        return f"arn:{PARTITION}:{service}:{REGION}:{self.account_id}:{resource}"

    def _global(self, service: str, resource: str) -> str:
        return f"arn:{PARTITION}:{service}::{self.account_id}:{resource}"
