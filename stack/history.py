"""History: the last 24 hours of transactions in Redis, in three zones, for the processor only."""

from collections.abc import Mapping
from typing import TypedDict

import pulumi_aws as aws

from stack.capacity import CACHE_REPLICAS
from stack.credentials import Credentials
from stack.deployment import Component, Deployment, ids
from stack.log_groups import Log, LogGroups
from stack.security_groups import HISTORY_PORT
from stack.settings import AVAILABILITY_ZONES
from stack.store import Surroundings

ENGINE = "redis"
ENGINE_VERSION = "7.1"
PARAMETER_FAMILY = "redis7"
SNAPSHOT_DAYS = 15
SNAPSHOT_WINDOW_UTC = "18:00-19:00"
MAINTENANCE_WINDOW_UTC = "sat:19:30-sat:20:30"
"""Between three and six in the morning in Tokyo."""
PARAMETERS: Mapping[str, str] = {
    # A full history must be seen: evicted keys would look like customers without a past.
    "maxmemory-policy": "noeviction",
    "reserved-memory-percent": "25",
}
PROCESSOR_ACCESS = (
    "on ~* -@all +@read +@write +@scripting +@connection +@transaction -@dangerous"
    " +info +cluster|slots +cluster|shards +cluster|nodes"
)
"""Data commands and what a client needs to connect; nothing that flushes, lists or configures."""
NO_ACCESS = "off -@all"


class Topology(TypedDict, total=False):
    """The arguments of a replication group that depend on cluster mode."""

    cluster_mode: str
    num_node_groups: int
    replicas_per_node_group: int
    num_cache_clusters: int
    preferred_cache_cluster_azs: list[str]


class History(Component):
    """The replication group and the one user that may use it.

    Attributes:
        group: the replication group.
        user: the processor's user; it authenticates with IAM.
        host: where clients connect.
    """

    def __init__(self, deployment: Deployment, surroundings: Surroundings) -> None:
        super().__init__("History", deployment)
        logs = surroundings.logs
        self._deployment = deployment
        self._logs = logs
        names, settings = deployment.names, deployment.settings
        self._names = names
        self._cluster_mode = settings.history_cluster_mode
        self.user = self._processor_user()
        users = self._user_group([self.user, self._disabled_default_user(surroundings.credentials)])
        self.group = aws.elasticache.ReplicationGroup(
            names.history,
            replication_group_id=names.history,
            description="Last 24 hours of transactions",
            engine=ENGINE,
            engine_version=ENGINE_VERSION,
            node_type=settings.plan.history.node_type.name,
            port=HISTORY_PORT,
            parameter_group_name=self._parameter_group().name,
            subnet_group_name=self._subnet_group(surroundings.subnets).name,
            security_group_ids=[surroundings.security_group.id],
            multi_az_enabled=True,
            automatic_failover_enabled=True,
            at_rest_encryption_enabled=True,
            kms_key_id=surroundings.key.arn,
            transit_encryption_enabled=True,
            transit_encryption_mode="required",
            user_group_ids=[users.user_group_id],
            log_delivery_configurations=self._log_deliveries(logs),
            snapshot_retention_limit=SNAPSHOT_DAYS,
            snapshot_window=SNAPSHOT_WINDOW_UTC,
            maintenance_window=MAINTENANCE_WINDOW_UTC,
            auto_minor_version_upgrade=True,
            apply_immediately=True,
            opts=self.inside(logs[Log.HISTORY_SLOW], logs[Log.HISTORY_ENGINE]),
            **topology(settings.plan.history.shards, cluster_mode=self._cluster_mode),
        )
        self.host = (
            self.group.configuration_endpoint_address
            if self._cluster_mode
            else self.group.primary_endpoint_address
        )
        self.register_outputs({})

    def _parameter_group(self) -> aws.elasticache.ParameterGroup:
        name = self._names.of(aws.elasticache.ParameterGroup, "history")
        parameters = dict(PARAMETERS) | ({"cluster-enabled": "yes"} if self._cluster_mode else {})
        return aws.elasticache.ParameterGroup(
            name,
            name=name,
            family=PARAMETER_FAMILY,
            description="Full means an error, never an eviction",
            parameters=[
                aws.elasticache.ParameterGroupParameterArgs(name=key, value=value)
                for key, value in parameters.items()
            ],
            opts=self.inside(),
        )

    def _subnet_group(self, subnets: list[aws.ec2.Subnet]) -> aws.elasticache.SubnetGroup:
        name = self._names.of(aws.elasticache.SubnetGroup, "history")
        return aws.elasticache.SubnetGroup(
            name,
            name=name,
            description="Private subnets for data in three zones",
            subnet_ids=ids(subnets),
            opts=self.inside(),
        )

    def _processor_user(self) -> aws.elasticache.User:
        user = self._names.history_user
        return aws.elasticache.User(
            self._names.of(aws.elasticache.User, "processor"),
            user_id=user,
            user_name=user,
            engine=ENGINE,
            access_string=PROCESSOR_ACCESS,
            authentication_mode=aws.elasticache.UserAuthenticationModeArgs(type="iam"),
            opts=self.inside(),
        )

    def _disabled_default_user(self, credentials: Credentials) -> aws.elasticache.User:
        # Every Redis user group needs a user named "default"; this one can do nothing.
        user = self._names.short(aws.elasticache.User, "nobody")
        return aws.elasticache.User(
            self._names.of(aws.elasticache.User, "nobody"),
            user_id=user,
            user_name="default",
            engine=ENGINE,
            access_string=NO_ACCESS,
            authentication_mode=aws.elasticache.UserAuthenticationModeArgs(
                type="password", passwords=[credentials.password_for_nobody(user)]
            ),
            opts=self.inside(),
        )

    def _user_group(self, users: list[aws.elasticache.User]) -> aws.elasticache.UserGroup:
        group = self._names.of(aws.elasticache.UserGroup)
        return aws.elasticache.UserGroup(
            group,
            user_group_id=group,
            engine=ENGINE,
            user_ids=[user.user_id for user in users],
            opts=self.inside(),
        )

    def _log_deliveries(
        self, logs: LogGroups
    ) -> list[aws.elasticache.ReplicationGroupLogDeliveryConfigurationArgs]:
        return [
            aws.elasticache.ReplicationGroupLogDeliveryConfigurationArgs(
                log_type=kind,
                log_format="json",
                destination_type="cloudwatch-logs",
                destination=logs[log].name,
            )
            for kind, log in (
                ("slow-log", Log.HISTORY_SLOW),
                ("engine-log", Log.HISTORY_ENGINE),
            )
        ]


def topology(shards: int, *, cluster_mode: bool) -> Topology:
    """How many nodes where: the two ways of saying it exclude each other."""
    if cluster_mode:
        return {
            "cluster_mode": "enabled",
            "num_node_groups": shards,
            "replicas_per_node_group": CACHE_REPLICAS,
        }
    return {
        "num_cache_clusters": 1 + CACHE_REPLICAS,
        "preferred_cache_cluster_azs": list(AVAILABILITY_ZONES),
    }


def node_ids(group: str, shards: int, *, cluster_mode: bool) -> list[str]:
    """The cache clusters of a replication group, as their CloudWatch metrics are labelled."""
    nodes = range(1, 2 + CACHE_REPLICAS)
    if not cluster_mode:
        return [f"{group}-{node:03}" for node in nodes]
    return [f"{group}-{shard:04}-{node:03}" for shard in range(1, shards + 1) for node in nodes]
