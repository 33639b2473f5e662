"""The network: private subnets in three zones, no internet, every flow logged."""

from ipaddress import IPv4Network

import pulumi_aws as aws

from stack.arns import Arns
from stack.deployment import Component, Deployment, named
from stack.documents import Statement, allow, from_source, write_log
from stack.log_groups import Log, LogGroups
from stack.roles import ServiceRole
from stack.settings import AVAILABILITY_ZONES

SUBNET_BITS = 3
"""Eight ranges: three for the processor, three for data, two spare."""
FLOW_LOG_INTERVAL_SECONDS = 60


class Network(Component):
    """VPC, subnets and flow logs.

    Attributes:
        vpc: the VPC; its default security group permits nothing.
        processor_subnets: one a zone, where functions and endpoints live.
        data_subnets: one a zone, where the history and the ledger live.
        processor_routes: route table of the processor's subnets.
    """

    def __init__(self, deployment: Deployment, logs: LogGroups) -> None:
        super().__init__("Network", deployment)
        self._names = deployment.names
        network = deployment.settings.network
        zones = len(AVAILABILITY_ZONES)
        ranges = list(network.subnets(SUBNET_BITS))
        self.vpc = self._create_vpc(network)
        self.processor_subnets = self._create_subnets("processor", ranges[:zones])
        self.data_subnets = self._create_subnets("data", ranges[zones : 2 * zones])
        self.processor_routes = self._create_routes("processor", self.processor_subnets)
        self._create_routes("data", self.data_subnets)
        self._close_default_security_group()
        self._log_flows(deployment, logs)
        self.register_outputs({})

    def _create_vpc(self, network: IPv4Network) -> aws.ec2.Vpc:
        name = self._names.of(aws.ec2.Vpc)
        return aws.ec2.Vpc(
            name,
            cidr_block=str(network),
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags=named(name),
            opts=self.inside(),
        )

    def _create_subnets(self, role: str, ranges: list[IPv4Network]) -> list[aws.ec2.Subnet]:
        return [
            self._create_subnet(role, zone, network)
            for zone, network in zip(AVAILABILITY_ZONES, ranges, strict=True)
        ]

    def _create_subnet(self, role: str, zone: str, network: IPv4Network) -> aws.ec2.Subnet:
        name = self._names.of(aws.ec2.Subnet, f"{role}-{zone.rpartition('-')[2]}")
        return aws.ec2.Subnet(
            name,
            vpc_id=self.vpc.id,
            availability_zone=zone,
            cidr_block=str(network),
            map_public_ip_on_launch=False,
            assign_ipv6_address_on_creation=False,
            tags=named(name),
            opts=self.inside(),
        )

    def _create_routes(self, role: str, subnets: list[aws.ec2.Subnet]) -> aws.ec2.RouteTable:
        name = self._names.of(aws.ec2.RouteTable, role)
        table = aws.ec2.RouteTable(name, vpc_id=self.vpc.id, tags=named(name), opts=self.inside())
        for zone, subnet in zip(AVAILABILITY_ZONES, subnets, strict=True):
            aws.ec2.RouteTableAssociation(
                self._names.of(aws.ec2.RouteTableAssociation, f"{role}-{zone.rpartition('-')[2]}"),
                route_table_id=table.id,
                subnet_id=subnet.id,
                opts=self.inside(),
            )
        return table

    def _close_default_security_group(self) -> None:
        name = self._names.of(aws.ec2.DefaultSecurityGroup)
        aws.ec2.DefaultSecurityGroup(
            name,
            vpc_id=self.vpc.id,
            ingress=[],
            egress=[],
            revoke_rules_on_delete=True,
            tags=named(name),
            opts=self.inside(),
        )

    def _log_flows(self, deployment: Deployment, logs: LogGroups) -> None:
        arns = deployment.arns
        role = ServiceRole(
            qualifier="flow-log",
            purpose="VPC flow logs write to their log group",
            service="vpc-flow-logs.amazonaws.com",
            on_behalf_of=from_source(arns, [arns.of(aws.ec2.FlowLog, "*")]),
            statements=flow_log_statements(arns, logs.names[Log.FLOW]),
        ).create(self, deployment)
        name = self._names.of(aws.ec2.FlowLog)
        aws.ec2.FlowLog(
            name,
            vpc_id=self.vpc.id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=logs[Log.FLOW].arn,
            iam_role_arn=role.arn,
            max_aggregation_interval=FLOW_LOG_INTERVAL_SECONDS,
            tags=named(name),
            opts=self.inside(role.policy),
        )


def flow_log_statements(arns: Arns, log_group: str) -> list[Statement]:
    """What the flow log role may do: write to one log group, and find it."""
    # Listing log groups cannot be confined to one of them.
    return [write_log(arns, log_group), allow("FindLogGroups", ["logs:DescribeLogGroups"], ["*"])]
