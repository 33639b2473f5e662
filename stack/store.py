"""What each of the two stores is given."""

from dataclasses import dataclass

import pulumi_aws as aws

from stack.credentials import Credentials
from stack.log_groups import LogGroups


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The key that encrypts a store, where it stands, who may reach it, where it logs."""

    key: aws.kms.Key
    logs: LogGroups
    credentials: Credentials
    subnets: list[aws.ec2.Subnet]
    security_group: aws.ec2.SecurityGroup
