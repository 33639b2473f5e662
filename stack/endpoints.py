"""The only ways out of the VPC: the AWS services that the functions' code calls.

Lambda itself polls the stream, delivers logs and traces, and keeps failed records from outside the
VPC, so Kinesis, CloudWatch, X-Ray and KMS need no endpoint.
"""

from collections.abc import Sequence

import pulumi_aws as aws

from stack.deployment import Component, Deployment, ids, named
from stack.documents import allow, document
from stack.names import Function, Topic
from stack.network import Network
from stack.security_groups import Role, SecurityGroups
from stack.settings import REGION


class Endpoints(Component):
    """Interface endpoints for Secrets Manager and SNS, the gateway endpoint for S3."""

    def __init__(self, deployment: Deployment, network: Network, groups: SecurityGroups) -> None:
        super().__init__("Endpoints", deployment)
        self._names = deployment.names
        self.interfaces = [
            self._interface(service, policy, network, groups[Role.ENDPOINTS])
            for service, policy in (
                ("secretsmanager", credentials_policy(deployment)),
                ("sns", alerts_policy(deployment)),
            )
        ]
        self._gateway(failed_records_policy(deployment), network)
        self.register_outputs({})

    def _interface(
        self, service: str, policy: str, network: Network, group: aws.ec2.SecurityGroup
    ) -> aws.ec2.VpcEndpoint:
        name = self._names.of(aws.ec2.VpcEndpoint, service)
        return aws.ec2.VpcEndpoint(
            name,
            vpc_id=network.vpc.id,
            vpc_endpoint_type="Interface",
            service_name=f"com.amazonaws.{REGION}.{service}",
            subnet_ids=ids(network.processor_subnets),
            security_group_ids=[group.id],
            private_dns_enabled=True,
            policy=policy,
            tags=named(name),
            opts=self.inside(),
        )

    def _gateway(self, policy: str, network: Network) -> None:
        name = self._names.of(aws.ec2.VpcEndpoint, "s3")
        aws.ec2.VpcEndpoint(
            name,
            vpc_id=network.vpc.id,
            vpc_endpoint_type="Gateway",
            service_name=f"com.amazonaws.{REGION}.s3",
            route_table_ids=[network.processor_routes.id],
            policy=policy,
            tags=named(name),
            opts=self.inside(),
        )


def credentials_policy(deployment: Deployment) -> str:
    """Every function reads the one secret."""
    secret = deployment.arns.secret(deployment.settings.ledger_secret_name)
    return _policy(
        deployment, "ReadLedgerCredentials", "secretsmanager:GetSecretValue", secret, list(Function)
    )


def alerts_policy(deployment: Deployment) -> str:
    """Fraud alerts leave from the stream function and from the sweeper."""
    topic = deployment.arns.of(aws.sns.Topic, deployment.names.topic(Topic.FRAUD_ALERTS))
    return _policy(
        deployment, "PublishAlerts", "sns:Publish", topic, [Function.STREAM, Function.SWEEPER]
    )


def failed_records_policy(deployment: Deployment) -> str:
    """Through the gateway only failed records are reachable, for an operator who re-drives them.

    No function calls S3: Lambda keeps failed records from outside the VPC.
    """
    names, arns = deployment.names, deployment.arns
    bucket = arns.of(aws.s3.Bucket, names.failed_record_bucket)
    return document(
        allow(
            "ReadFailedRecords",
            ["s3:GetObject", "s3:ListBucket"],
            [bucket, f"{bucket}/*"],
            principal={"AWS": "*"},
            when={"StringEquals": {"aws:PrincipalAccount": arns.account_id}},
        )
    )


def _policy(
    deployment: Deployment, sid: str, action: str, resource: str, callers: Sequence[Function]
) -> str:
    # A role named as principal turns into its invisible id once the role is replaced; the
    # condition on aws:PrincipalArn keeps its meaning.
    roles = [
        deployment.arns.of(aws.iam.Role, deployment.names.function_role(each)) for each in callers
    ]
    return document(
        allow(
            sid,
            [action],
            [resource],
            principal={"AWS": "*"},
            when={"StringEquals": {"aws:PrincipalArn": roles}},
        )
    )
