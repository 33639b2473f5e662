"""Which resource types appear in a topology, and where they say what the diagrams show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How to read one resource type.

    Attributes:
        id: What the diagrams call it.
        key: Property path of its customer-managed key.
        provider_switch: Path of the switch for encryption with a key of AWS.
        always_encrypted: Whether AWS encrypts it when nothing is set.
        subnets: Top-level property that leads to its subnets.
        groups: Top-level property that leads to its security groups.
        tls_switch: Path of the switch that makes it accept TLS only.
        https_only: Whether its service has no plain-text endpoint.
    """

    id: str
    key: str = ""
    provider_switch: str = ""
    always_encrypted: bool = False
    subnets: str = ""
    groups: str = ""
    tls_switch: str = ""
    https_only: bool = False


KINDS: Final[Mapping[str, Kind]] = {
    "aws:kinesis/stream:Stream": Kind(id="stream", key="kmsKeyId", https_only=True),
    "aws:lambda/function:Function": Kind(
        id="function",
        key="kmsKeyArn",
        always_encrypted=True,
        subnets="vpcConfig",
        groups="vpcConfig",
        https_only=True,
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": Kind(
        id="cache",
        key="kmsKeyId",
        provider_switch="atRestEncryptionEnabled",
        subnets="subnetGroupName",
        groups="securityGroupIds",
        tls_switch="transitEncryptionEnabled",
    ),
    "aws:rds/instance:Instance": Kind(
        id="database",
        key="kmsKeyId",
        provider_switch="storageEncrypted",
        subnets="dbSubnetGroupName",
        groups="vpcSecurityGroupIds",
    ),
    "aws:rds/cluster:Cluster": Kind(
        id="database",
        key="kmsKeyId",
        provider_switch="storageEncrypted",
        subnets="dbSubnetGroupName",
        groups="vpcSecurityGroupIds",
    ),
    "aws:dynamodb/table:Table": Kind(
        id="table", key="serverSideEncryption.kmsKeyArn", always_encrypted=True, https_only=True
    ),
    "aws:sns/topic:Topic": Kind(id="topic", key="kmsMasterKeyId"),
    "aws:sqs/queue:Queue": Kind(
        id="queue",
        key="kmsMasterKeyId",
        provider_switch="sqsManagedSseEnabled",
        always_encrypted=True,
    ),
    "aws:s3/bucket:Bucket": Kind(id="bucket", always_encrypted=True),
    "aws:s3/bucketV2:BucketV2": Kind(id="bucket", always_encrypted=True),
    "aws:secretsmanager/secret:Secret": Kind(
        id="secret", key="kmsKeyId", always_encrypted=True, https_only=True
    ),
    "aws:ec2/vpcEndpoint:VpcEndpoint": Kind(
        id="endpoint", subnets="subnetIds", groups="securityGroupIds", https_only=True
    ),
    "aws:ec2/instance:Instance": Kind(
        id="server", subnets="subnetId", groups="vpcSecurityGroupIds"
    ),
    "aws:lb/loadBalancer:LoadBalancer": Kind(
        id="load-balancer", subnets="subnets", groups="securityGroups"
    ),
    "aws:ecs/service:Service": Kind(
        id="service", subnets="networkConfiguration", groups="networkConfiguration"
    ),
}

SUBNET: Final = "aws:ec2/subnet:Subnet"
SECURITY_GROUP: Final = "aws:ec2/securityGroup:SecurityGroup"
SUBNET_GROUPS: Final = (
    "aws:rds/subnetGroup:SubnetGroup",
    "aws:elasticache/subnetGroup:SubnetGroup",
)
