"""Backups: a snapshot of the ledger each month for seven years, beyond what RDS itself keeps.

RDS restores to any second of the last weeks; auditors ask about years. The vault is not locked, and
deletes its snapshots when the stack is destroyed.
"""

import pulumi_aws as aws

from stack.capacity import LEDGER_RETENTION_DAYS
from stack.deployment import Component, Deployment
from stack.documents import Statement, allow, from_account
from stack.ledger import Ledger
from stack.names import Key, Names
from stack.roles import CreatedRole, ServiceRole
from stack.settings import REGION

MONTHLY_UTC = "cron(0 18 1 * ? *)"
"""The second of the month at three in the morning in Tokyo, when no other window is open."""
START_WITHIN_MINUTES = 60
COMPLETE_WITHIN_MINUTES = 600


class Backups(Component):
    """Vault, plan and the selection of the one database."""

    def __init__(self, deployment: Deployment, ledger: Ledger, key: aws.kms.Key) -> None:
        super().__init__("Backups", deployment)
        names = deployment.names
        vault = aws.backup.Vault(
            names.backup_vault,
            name=names.backup_vault,
            kms_key_arn=key.arn,
            force_destroy=True,
            opts=self.inside(),
        )
        plan = self._plan(names, vault)
        role = self._role(deployment)
        selection = names.of(aws.backup.Selection, "ledger")
        aws.backup.Selection(
            selection,
            name=selection,
            plan_id=plan.id,
            iam_role_arn=role.arn,
            resources=[ledger.instance.arn],
            opts=self.inside(role.policy),
        )
        self.register_outputs({})

    def _plan(self, names: Names, vault: aws.backup.Vault) -> aws.backup.Plan:
        plan = names.of(aws.backup.Plan, "ledger")
        rule = aws.backup.PlanRuleArgs(
            rule_name="monthly",
            target_vault_name=vault.name,
            schedule=MONTHLY_UTC,
            start_window=START_WITHIN_MINUTES,
            completion_window=COMPLETE_WITHIN_MINUTES,
            lifecycle=aws.backup.PlanRuleLifecycleArgs(delete_after=LEDGER_RETENTION_DAYS),
        )
        return aws.backup.Plan(plan, name=plan, rules=[rule], opts=self.inside())

    def _role(self, deployment: Deployment) -> CreatedRole:
        return ServiceRole(
            qualifier="backup",
            purpose=f"AWS Backup takes snapshots of {deployment.names.ledger}",
            service="backup.amazonaws.com",
            on_behalf_of=from_account(deployment.arns),
            statements=backup_statements(deployment),
        ).create(self, deployment)


def backup_statements(deployment: Deployment) -> list[Statement]:
    """The part of AWSBackupServiceRolePolicyForBackup that concerns this one database."""
    names, arns = deployment.names, deployment.arns
    database = arns.of(aws.rds.Instance, names.ledger)
    snapshots = arns.of(aws.rds.Snapshot, "awsbackup:*")
    return [
        allow(
            "TakeSnapshots",
            [
                "rds:AddTagsToResource",
                "rds:CreateDBSnapshot",
                "rds:DescribeDBInstances",
                "rds:DescribeDBSnapshots",
                "rds:ListTagsForResource",
            ],
            [database, snapshots],
        ),
        allow("ExpireSnapshots", ["rds:DeleteDBSnapshot"], [snapshots]),
        allow(
            "FindVault",
            ["backup:DescribeBackupVault"],
            [arns.of(aws.backup.Vault, names.backup_vault)],
        ),
        allow(
            "EncryptSnapshots",
            ["kms:CreateGrant", "kms:DescribeKey"],
            [arns.any_key],
            when={
                "ForAnyValue:StringEquals": {"kms:ResourceAliases": names.key_alias(Key.LEDGER)},
                "StringEquals": {"kms:ViaService": f"rds.{REGION}.amazonaws.com"},
            },
        ),
    ]
