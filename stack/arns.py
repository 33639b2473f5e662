"""ARNs of this account's resources, written before the resources exist.

A deterministic name makes a deterministic ARN, so every IAM document is complete, and can be
judged, at the first preview. Where AWS invents a part (the id of a key, of a flow log, of a network
interface) the ARN is a pattern, and whoever uses it adds a condition.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from stack.settings import REGION

PARTITION: Final = "aws"

FORMS: Final[Mapping[type[pulumi.Resource], str]] = {
    aws.backup.Vault: "backup:{region}:{account}:backup-vault:{name}",
    aws.cloudwatch.EventRule: "events:{region}:{account}:rule/{name}",
    aws.cloudwatch.LogGroup: "logs:{region}:{account}:log-group:{name}",
    aws.cloudwatch.MetricAlarm: "cloudwatch:{region}:{account}:alarm:{name}",
    aws.ec2.FlowLog: "ec2:{region}:{account}:vpc-flow-log/{name}",
    aws.ec2.NetworkInterface: "ec2:{region}:{account}:network-interface/{name}",
    aws.ec2.SecurityGroup: "ec2:{region}:{account}:security-group/{name}",
    aws.ec2.Subnet: "ec2:{region}:{account}:subnet/{name}",
    aws.elasticache.ReplicationGroup: "elasticache:{region}:{account}:replicationgroup:{name}",
    aws.elasticache.User: "elasticache:{region}:{account}:user:{name}",
    aws.iam.Role: "iam::{account}:role/{name}",
    aws.kinesis.Stream: "kinesis:{region}:{account}:stream/{name}",
    aws.kms.Key: "kms:{region}:{account}:key/{name}",
    aws.lambda_.Function: "lambda:{region}:{account}:function:{name}",
    aws.rds.EventSubscription: "rds:{region}:{account}:es:{name}",
    aws.rds.Instance: "rds:{region}:{account}:db:{name}",
    aws.rds.ParameterGroup: "rds:{region}:{account}:pg:{name}",
    aws.rds.Snapshot: "rds:{region}:{account}:snapshot:{name}",
    aws.s3.Bucket: "s3:::{name}",
    aws.scheduler.Schedule: "scheduler:{region}:{account}:schedule/{name}",
    aws.scheduler.ScheduleGroup: "scheduler:{region}:{account}:schedule-group/{name}",
    aws.secretsmanager.Secret: "secretsmanager:{region}:{account}:secret:{name}",
    aws.sns.Topic: "sns:{region}:{account}:{name}",
    aws.sqs.Queue: "sqs:{region}:{account}:{name}",
}
"""The part after `arn:aws:` ("Resource types defined by" each service, Service Authorization
Reference)."""


@dataclass(frozen=True, slots=True)
class Arns:
    """Writes ARNs of one account in the one region."""

    account_id: str

    def of(self, resource: type[pulumi.Resource], name: str) -> str:
        """The ARN of a resource, or of all that match a pattern."""
        form = FORMS[resource].format(region=REGION, account=self.account_id, name=name)
        return f"arn:{PARTITION}:{form}"

    @property
    def account_root(self) -> str:
        """The account itself as a principal."""
        return f"arn:{PARTITION}:iam::{self.account_id}:root"

    @property
    def any_key(self) -> str:
        """Every key: only ever together with a condition on the key's alias or context."""
        return self.of(aws.kms.Key, "*")

    @property
    def network_parts(self) -> list[str]:
        """What a network interface is created from."""
        parts = (aws.ec2.NetworkInterface, aws.ec2.SecurityGroup, aws.ec2.Subnet)
        return [self.of(part, "*") for part in parts]

    def secret(self, name: str) -> str:
        """A secret by its name: Secrets Manager ends the ARN with six characters of its own."""
        return self.of(aws.secretsmanager.Secret, f"{name}-??????")
