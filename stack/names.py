"""Names of this deployment: those that more than one component needs, and how all are built."""

from dataclasses import dataclass
from enum import StrEnum

import pulumi
import pulumi_aws as aws

from policy.naming import build_name


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
    """Builds names with the environment suffix, and with the account where names are global."""

    suffix: str
    account_id: str

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
        """One function."""
        return self.of(aws.lambda_.Function, function)

    def function_role(self, function: Function) -> str:
        """The role that a function runs with."""
        return self.of(aws.iam.Role, function)

    def topic(self, topic: Topic) -> str:
        """One topic."""
        return self.of(aws.sns.Topic, topic)

    @property
    def stream(self) -> str:
        """The stream of transactions."""
        return self.of(aws.kinesis.Stream, "transactions")

    @property
    def ledger(self) -> str:
        """The database instance."""
        return self.of(aws.rds.Instance, "ledger")

    @property
    def history(self) -> str:
        """The replication group, whose id has 40 characters at most."""
        return self.short(aws.elasticache.ReplicationGroup)

    @property
    def ledger_parameters(self) -> str:
        """The database's parameter group."""
        return self.of(aws.rds.ParameterGroup, "ledger")

    @property
    def key_deletion_rule(self) -> str:
        """The rule that sees keys being taken out of use."""
        return self.of(aws.cloudwatch.EventRule, "key-deletion")

    @property
    def failed_record_bucket(self) -> str:
        """The bucket of records that could not be processed; the account makes it unique."""
        return self.of(aws.s3.Bucket, f"failed-records-{self.account_id}")

    @property
    def access_log_bucket(self) -> str:
        """The bucket of that bucket's access log."""
        return self.of(aws.s3.Bucket, f"access-logs-{self.account_id}")

    @property
    def any_alarm(self) -> str:
        """A pattern that matches every alarm of this deployment."""
        return self.of(aws.cloudwatch.MetricAlarm, "*")

    @property
    def history_user(self) -> str:
        """IAM authentication wants the user's id and name to be the same; both are this."""
        return self.short(aws.elasticache.User, "processor")

    @property
    def schedule_group(self) -> str:
        """The sweeper's schedule group."""
        return self.of(aws.scheduler.ScheduleGroup, "sweeper")

    @property
    def schedule(self) -> str:
        """The sweeper's schedule."""
        return self.of(aws.scheduler.Schedule, "sweeper")

    @property
    def request_metrics(self) -> str:
        """What counts the requests to the failed-record bucket."""
        return self.of(aws.s3.BucketMetric, "failed-records")

    @property
    def backup_vault(self) -> str:
        """The vault of the ledger's monthly snapshots."""
        return self.of(aws.backup.Vault, "ledger")

    @property
    def dead_letters(self) -> str:
        """The queue of what could not be delivered."""
        return self.of(aws.sqs.Queue, "dead-letters")
