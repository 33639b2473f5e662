"""Who may talk to whom: one security group a role, a rule on each side of each connection."""

from collections.abc import Mapping
from enum import StrEnum

import pulumi_aws as aws

from stack.deployment import Component, Deployment, named

HTTPS_PORT = 443
LEDGER_PORT = 5_433
HISTORY_PORT = 6_380
"""Neither store listens where scanners expect it."""


class Role(StrEnum):
    """What a network interface of the VPC is there for."""

    STREAM = "stream"
    SWEEPER = "sweeper"
    MIGRATION = "migration"
    ENDPOINTS = "endpoints"
    LEDGER = "ledger"
    HISTORY = "history"


PORTS: Mapping[Role, int] = {
    Role.ENDPOINTS: HTTPS_PORT,
    Role.LEDGER: LEDGER_PORT,
    Role.HISTORY: HISTORY_PORT,
}
CONNECTIONS = (
    (Role.STREAM, Role.ENDPOINTS),
    (Role.STREAM, Role.LEDGER),
    (Role.STREAM, Role.HISTORY),
    (Role.SWEEPER, Role.ENDPOINTS),
    (Role.SWEEPER, Role.LEDGER),
    (Role.SWEEPER, Role.HISTORY),
    (Role.MIGRATION, Role.ENDPOINTS),
    (Role.MIGRATION, Role.LEDGER),
)


class SecurityGroups(Component):
    """The groups; `groups[Role.LEDGER]` is one. Without a rule nothing passes, in or out."""

    def __init__(self, deployment: Deployment, vpc: aws.ec2.Vpc) -> None:
        super().__init__("SecurityGroups", deployment)
        self._names = deployment.names
        self._groups = {role: self._create(role, vpc) for role in Role}
        for client, server in CONNECTIONS:
            self._connect(client, server)
        self.register_outputs({})

    def __getitem__(self, role: Role) -> aws.ec2.SecurityGroup:
        return self._groups[role]

    def _create(self, role: Role, vpc: aws.ec2.Vpc) -> aws.ec2.SecurityGroup:
        name = self._names.of(aws.ec2.SecurityGroup, role)
        return aws.ec2.SecurityGroup(
            name,
            name=name,
            description=f"Network interfaces of the {role} role",
            vpc_id=vpc.id,
            revoke_rules_on_delete=True,
            tags=named(name),
            opts=self.inside(),
        )

    def _connect(self, client: Role, server: Role) -> None:
        egress = self._names.of(aws.vpc.SecurityGroupEgressRule, f"{client}-to-{server}")
        ingress = self._names.of(aws.vpc.SecurityGroupIngressRule, f"{server}-from-{client}")
        aws.vpc.SecurityGroupEgressRule(
            egress,
            description=f"{client} calls {server}",
            security_group_id=self[client].id,
            referenced_security_group_id=self[server].id,
            ip_protocol="tcp",
            from_port=PORTS[server],
            to_port=PORTS[server],
            tags=named(egress),
            opts=self.inside(),
        )
        aws.vpc.SecurityGroupIngressRule(
            ingress,
            description=f"{server} answers {client}",
            security_group_id=self[server].id,
            referenced_security_group_id=self[client].id,
            ip_protocol="tcp",
            from_port=PORTS[server],
            to_port=PORTS[server],
            tags=named(ingress),
            opts=self.inside(),
        )
