"""Roles that AWS services assume: a conditioned trust policy and one inline policy each."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stack.deployment import Component, Deployment
from stack.documents import Conditions, Statement, document, trust

SESSION_SECONDS = 3_600
"""The shortest that IAM allows."""


@dataclass(frozen=True, slots=True)
class CreatedRole:
    """A role, and the policy without which it is of no use: depend on it."""

    arn: pulumi.Output[str]
    policy: aws.iam.RolePolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRole:
    """What a role is for, who assumes it on whose behalf, and what it may do."""

    qualifier: str
    purpose: str
    service: str
    on_behalf_of: Conditions
    statements: Sequence[Statement]

    def create(self, parent: Component, deployment: Deployment) -> CreatedRole:
        """Create the role and its policy."""
        name = deployment.names.of(aws.iam.Role, self.qualifier)
        policy = deployment.names.of(aws.iam.RolePolicy, self.qualifier)
        role = aws.iam.Role(
            name,
            name=name,
            description=self.purpose,
            assume_role_policy=trust(self.service, self.on_behalf_of),
            max_session_duration=SESSION_SECONDS,
            force_detach_policies=True,
            opts=parent.inside(),
        )
        return CreatedRole(
            role.arn,
            aws.iam.RolePolicy(
                policy,
                name=policy,
                role=role.name,
                policy=document(*self.statements),
                opts=parent.inside(),
            ),
        )
