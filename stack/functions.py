"""The processor's functions: one bundle; a handler, a role and a log group each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from stack.deployment import Component, Deployment, ids
from stack.documents import from_account
from stack.function_policies import function_statements
from stack.lambda_bundle import ARCHITECTURE, RUNTIME
from stack.log_groups import FUNCTION_LOGS, LogGroups
from stack.names import Function
from stack.processor.interface import Handler
from stack.roles import CreatedRole, ServiceRole

NO_RETRIES: Final = 0
"""The sweeper comes back within a minute, a migration with the next deployment."""
SHORTEST_EVENT_AGE_SECONDS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizing:
    """What one function is for and what it gets."""

    handler: Handler
    description: str
    memory_mib: int
    timeout_seconds: int


SIZINGS: Mapping[Function, Sizing] = {
    Function.STREAM: Sizing(
        handler=Handler.STREAM,
        description="Stores and scores each transaction of the stream",
        memory_mib=1_024,
        # A failover of the ledger takes up to 120 s. Rather than hold its shard for so long, a
        # batch fails after a minute and is retried.
        timeout_seconds=60,
    ),
    Function.SWEEPER: Sizing(
        handler=Handler.SWEEPER,
        description="Publishes pending alerts, scores degraded decisions again, reconciles",
        memory_mib=512,
        timeout_seconds=55,
    ),
    Function.MIGRATION: Sizing(
        handler=Handler.MIGRATION,
        description="Brings the ledger's schema up to date at deployment",
        memory_mib=512,
        timeout_seconds=300,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionFactory:
    """What all functions have in common; none is created before what is in `after`."""

    deployment: Deployment
    code: pulumi.Archive
    variables: Mapping[str, pulumi.Input[str]]
    key: aws.kms.Key
    logs: LogGroups
    subnets: list[aws.ec2.Subnet]
    dead_letters: aws.sqs.Queue
    operations: aws.sns.Topic
    after: Sequence[pulumi.Resource]

    def create(
        self,
        parent: Component,
        function: Function,
        security_group: aws.ec2.SecurityGroup,
        concurrency: int,
    ) -> aws.lambda_.Function:
        """Create one function with its role and what becomes of failed asynchronous calls."""
        name, sizing = self.deployment.names.function(function), SIZINGS[function]
        role = self._role(parent, function)
        log_group = self.logs[FUNCTION_LOGS[function]]
        created = aws.lambda_.Function(
            name,
            name=name,
            description=sizing.description,
            role=role.arn,
            code=self.code,
            source_kms_key_arn=self.key.arn,
            package_type="Zip",
            runtime=RUNTIME,
            architectures=[ARCHITECTURE],
            handler=sizing.handler,
            memory_size=sizing.memory_mib,
            timeout=sizing.timeout_seconds,
            reserved_concurrent_executions=concurrency,
            environment=aws.lambda_.FunctionEnvironmentArgs(variables=self.variables),
            kms_key_arn=self.key.arn,
            vpc_config=aws.lambda_.FunctionVpcConfigArgs(
                subnet_ids=ids(self.subnets), security_group_ids=[security_group.id]
            ),
            # Deleting a group that a function's interfaces still use takes up to 45 minutes.
            replace_security_groups_on_destroy=True,
            tracing_config=aws.lambda_.FunctionTracingConfigArgs(mode="Active"),
            logging_config=aws.lambda_.FunctionLoggingConfigArgs(
                log_format="JSON",
                log_group=log_group.name,
                application_log_level="INFO",
                system_log_level="WARN",
            ),
            dead_letter_config=aws.lambda_.FunctionDeadLetterConfigArgs(
                target_arn=self.dead_letters.arn
            ),
            skip_destroy=False,
            opts=parent.inside(role.policy, log_group, *self.after),
        )
        self._report_failed_calls(parent, function, created)
        return created

    def _role(self, parent: Component, function: Function) -> CreatedRole:
        return ServiceRole(
            qualifier=function,
            purpose=f"Runs {self.deployment.names.function(function)}",
            service="lambda.amazonaws.com",
            on_behalf_of=from_account(self.deployment.arns),
            statements=function_statements(self.deployment, function),
        ).create(parent, self.deployment)

    def _report_failed_calls(
        self, parent: Component, function: Function, created: aws.lambda_.Function
    ) -> None:
        aws.lambda_.FunctionEventInvokeConfig(
            self.deployment.names.of(aws.lambda_.FunctionEventInvokeConfig, function),
            function_name=created.name,
            maximum_event_age_in_seconds=SHORTEST_EVENT_AGE_SECONDS,
            maximum_retry_attempts=NO_RETRIES,
            destination_config=aws.lambda_.FunctionEventInvokeConfigDestinationConfigArgs(
                on_failure=aws.lambda_.FunctionEventInvokeConfigDestinationConfigOnFailureArgs(
                    destination=self.operations.arn
                )
            ),
            opts=parent.inside(),
        )
