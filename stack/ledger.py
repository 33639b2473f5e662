"""Ledger: every transaction, permanently, in PostgreSQL with a standby in another zone."""

from collections.abc import Mapping

import pulumi_aws as aws

from stack.deployment import Component, Deployment, ids
from stack.documents import allow, from_source
from stack.log_groups import Log
from stack.roles import CreatedRole, ServiceRole
from stack.security_groups import LEDGER_PORT
from stack.store import Surroundings

DATABASE = "transactions"
ENGINE_VERSION = "17"
"""The major version; RDS chooses and keeps up the minor one."""
PARAMETER_FAMILY = "postgres17"
CERTIFICATE_AUTHORITY = "rds-ca-rsa2048-g1"
BACKUP_WINDOW_UTC = "16:00-16:30"
MAINTENANCE_WINDOW_UTC = "sun:17:00-sun:18:00"
"""Between one and three in the morning in Tokyo."""
MONITORING_SECONDS = 15
INSIGHTS_DAYS = 465
"""What the advanced mode of Database Insights asks for: fifteen months."""
LOG_EXPORTS: Mapping[str, Log] = {"postgresql": Log.LEDGER, "upgrade": Log.LEDGER_UPGRADE}
PARAMETERS: Mapping[str, str] = {
    "rds.force_ssl": "1",
    "ssl_min_protocol_version": "TLSv1.2",
    "rds.accepted_password_auth_method": "scram",
    "password_encryption": "scram-sha-256",
    "log_connections": "1",
    "log_disconnections": "1",
    "log_lock_waits": "1",
    "log_statement": "ddl",
    "log_min_duration_statement": "1000",
    # Values and details of errors are personal data; the log gets statements without them.
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    # Auditing by session needs the library alone; the extension would add names of DDL's objects.
    "pgaudit.log": "ddl,read,role,write",
    "pgaudit.log_catalog": "0",
    "pgaudit.log_parameter": "0",
    "idle_in_transaction_session_timeout": "60000",
}
STATIC_PARAMETERS: Mapping[str, str] = {
    "shared_preload_libraries": "pg_stat_statements,pgaudit",
}
"""Read when PostgreSQL starts; the first start comes after the group is attached."""


class Ledger(Component):
    """The database instance, whose `address` is where clients connect, and its parameters."""

    def __init__(self, deployment: Deployment, surroundings: Surroundings) -> None:
        super().__init__("Ledger", deployment)
        logs = surroundings.logs
        self._deployment = deployment
        self._names = deployment.names
        plan = deployment.settings.plan.ledger
        monitoring = self._monitoring_role()
        self.parameters = self._parameter_group()
        self.instance = aws.rds.Instance(
            self._names.ledger,
            identifier=self._names.ledger,
            engine="postgres",
            engine_version=ENGINE_VERSION,
            instance_class=plan.instance_class.name,
            db_name=DATABASE,
            port=LEDGER_PORT,
            username=surroundings.credentials.username,
            password=surroundings.credentials.password,
            iam_database_authentication_enabled=True,
            multi_az=True,
            publicly_accessible=False,
            db_subnet_group_name=self._subnet_group(surroundings.subnets).name,
            vpc_security_group_ids=[surroundings.security_group.id],
            parameter_group_name=self.parameters.name,
            ca_cert_identifier=CERTIFICATE_AUTHORITY,
            storage_type="gp3",
            allocated_storage=plan.allocated_gib,
            max_allocated_storage=plan.maximum_gib,
            iops=plan.provisioned_iops,
            storage_encrypted=True,
            kms_key_id=surroundings.key.arn,
            performance_insights_enabled=True,
            performance_insights_kms_key_id=surroundings.key.arn,
            performance_insights_retention_period=INSIGHTS_DAYS,
            database_insights_mode="advanced",
            monitoring_interval=MONITORING_SECONDS,
            monitoring_role_arn=monitoring.arn,
            enabled_cloudwatch_logs_exports=list(LOG_EXPORTS),
            backup_retention_period=deployment.settings.backup_retention_days,
            backup_window=BACKUP_WINDOW_UTC,
            maintenance_window=MAINTENANCE_WINDOW_UTC,
            auto_minor_version_upgrade=True,
            copy_tags_to_snapshot=True,
            # What a preview showed is what runs; the processor rides out the failover it may cost.
            apply_immediately=True,
            deletion_protection=False,
            skip_final_snapshot=True,
            delete_automated_backups=True,
            opts=self.inside(monitoring.policy, *(logs[log] for log in LOG_EXPORTS.values())),
        )
        self.register_outputs({})

    def _subnet_group(self, subnets: list[aws.ec2.Subnet]) -> aws.rds.SubnetGroup:
        name = self._names.of(aws.rds.SubnetGroup, "ledger")
        return aws.rds.SubnetGroup(
            name,
            name=name,
            description="Private subnets for data in three zones",
            subnet_ids=ids(subnets),
            opts=self.inside(),
        )

    def _parameter_group(self) -> aws.rds.ParameterGroup:
        name = self._names.ledger_parameters
        return aws.rds.ParameterGroup(
            name,
            name=name,
            family=PARAMETER_FAMILY,
            description="TLS only; connections, changes and access are logged",
            parameters=[
                aws.rds.ParameterGroupParameterArgs(name=key, value=value, apply_method=method)
                for parameters, method in (
                    (PARAMETERS, "immediate"),
                    (STATIC_PARAMETERS, "pending-reboot"),
                )
                for key, value in parameters.items()
            ],
            skip_destroy=False,
            opts=self.inside(),
        )

    def _monitoring_role(self) -> CreatedRole:
        arns = self._deployment.arns
        group = arns.of(aws.cloudwatch.LogGroup, "RDSOSMetrics")
        return ServiceRole(
            qualifier="ledger-monitoring",
            purpose="RDS enhanced monitoring writes operating system metrics",
            service="monitoring.rds.amazonaws.com",
            on_behalf_of=from_source(arns, [arns.of(aws.rds.Instance, self._names.ledger)]),
            statements=[
                # The name is RDS's own, one log group for all databases of the account.
                allow(
                    "CreateMetricsLog", ["logs:CreateLogGroup", "logs:PutRetentionPolicy"], [group]
                ),
                allow(
                    "WriteMetricsLog",
                    [
                        "logs:CreateLogStream",
                        "logs:DescribeLogStreams",
                        "logs:GetLogEvents",
                        "logs:PutLogEvents",
                    ],
                    [f"{group}:log-stream:*"],
                ),
            ],
        ).create(self, self._deployment)
