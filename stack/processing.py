"""Processing: the functions, what invokes each of them, and the schema they rely on.

(`stack/processor/` is the code that runs inside; this module wires it.)
"""

import json
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from stack.alerts import Alerts
from stack.capacity import StreamPlan
from stack.deployment import Component, Deployment, named
from stack.endpoints import Endpoints
from stack.failures import Failures
from stack.functions import FunctionFactory
from stack.history import History
from stack.keys import Keys
from stack.lambda_bundle import code_archive, schema_digest
from stack.ledger import DATABASE, Ledger
from stack.log_groups import LogGroups
from stack.names import Function, Key, Topic
from stack.network import Network
from stack.processor.interface import Variable
from stack.schedule import sweep_every_minute
from stack.security_groups import HISTORY_PORT, LEDGER_PORT, Role, SecurityGroups
from stack.stream import TransactionStream

BATCH_RECORDS: Final = 100
"""Measured: 12 ms a batch of this size; larger ones gain no throughput."""
RETRY_ATTEMPTS: Final = 60
"""Known-bad records never fail a batch, so retries are for outages: a failover of the ledger takes
up to 120 s, and one attempt no less than its connection timeout."""
RECORD_AGE_SECONDS: Final = 6 * 3_600
"""Then the whole record goes to the bucket, long before the stream forgets it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The parts of the system that the functions use."""

    keys: Keys
    logs: LogGroups
    network: Network
    groups: SecurityGroups
    endpoints: Endpoints
    stream: TransactionStream
    history: History
    ledger: Ledger
    failures: Failures
    alerts: Alerts


class Processing(Component):
    """The functions; `processing[Function.STREAM]` is one."""

    def __init__(self, deployment: Deployment, neighbours: Neighbours) -> None:
        super().__init__("Processing", deployment)
        self._deployment = deployment
        self._neighbours = neighbours
        stream = deployment.settings.plan.stream
        concurrency = {
            Function.STREAM: stream.concurrency,
            Function.SWEEPER: 1,
            Function.MIGRATION: 1,
        }
        factory = self._factory()
        self._functions = {
            function: factory.create(
                self, function, neighbours.groups[Role(function)], concurrency[function]
            )
            for function in Function
        }
        migrated = self._migrate()
        self._consume(stream, migrated)
        sweep_every_minute(
            self,
            deployment,
            self[Function.SWEEPER],
            key=neighbours.keys[Key.PROCESSOR],
            dead_letters=neighbours.failures.queue,
        )
        self.register_outputs({})

    def __getitem__(self, function: Function) -> aws.lambda_.Function:
        return self._functions[function]

    def _factory(self) -> FunctionFactory:
        neighbours = self._neighbours
        return FunctionFactory(
            deployment=self._deployment,
            code=code_archive(),
            variables=self._variables(),
            key=neighbours.keys[Key.PROCESSOR],
            logs=neighbours.logs,
            subnets=neighbours.network.processor_subnets,
            dead_letters=neighbours.failures.queue,
            operations=neighbours.alerts[Topic.OPERATIONS],
            after=neighbours.keys.aliases,
        )

    def _variables(self) -> dict[str, pulumi.Input[str]]:
        settings, names = self._deployment.settings, self._deployment.names
        return {
            Variable.ENVIRONMENT_SUFFIX: settings.environment_suffix,
            Variable.LEDGER_HOST: self._neighbours.ledger.instance.address,
            Variable.LEDGER_PORT: str(LEDGER_PORT),
            Variable.LEDGER_DATABASE: DATABASE,
            Variable.LEDGER_SECRET_ID: settings.ledger_secret_name,
            Variable.HISTORY_HOST: self._neighbours.history.host,
            Variable.HISTORY_PORT: str(HISTORY_PORT),
            Variable.HISTORY_CACHE_NAME: names.history,
            Variable.HISTORY_USER_ID: names.history_user,
            Variable.HISTORY_CLUSTER_MODE: str(settings.history_cluster_mode).lower(),
            Variable.ALERT_TOPIC_ARN: self._neighbours.alerts[Topic.FRAUD_ALERTS].arn,
        }

    def _migrate(self) -> aws.lambda_.Invocation:
        """Bring the schema up to date, again whenever a migration is added or changed."""
        digest = schema_digest()
        return aws.lambda_.Invocation(
            self._deployment.names.of(aws.lambda_.Invocation, Function.MIGRATION),
            function_name=self[Function.MIGRATION].name,
            input=json.dumps({"schema": digest}),
            triggers={"schema": digest},
            opts=self.inside(
                self._neighbours.ledger.instance, *self._neighbours.endpoints.interfaces
            ),
        )

    def _consume(self, plan: StreamPlan, migrated: aws.lambda_.Invocation) -> None:
        name = self._deployment.names.of(aws.lambda_.EventSourceMapping, Function.STREAM)
        failed = aws.lambda_.EventSourceMappingDestinationConfigOnFailureArgs(
            destination_arn=self._neighbours.failures.bucket.arn
        )
        aws.lambda_.EventSourceMapping(
            name,
            function_name=self[Function.STREAM].arn,
            event_source_arn=self._neighbours.stream.stream.arn,
            # LATEST may miss records between creation and the first poll; storing twice is free.
            starting_position="TRIM_HORIZON",
            batch_size=BATCH_RECORDS,
            parallelization_factor=plan.parallelization,
            function_response_types=["ReportBatchItemFailures"],
            bisect_batch_on_function_error=True,
            maximum_retry_attempts=RETRY_ATTEMPTS,
            maximum_record_age_in_seconds=RECORD_AGE_SECONDS,
            destination_config=aws.lambda_.EventSourceMappingDestinationConfigArgs(
                on_failure=failed
            ),
            tags=named(name),
            opts=self.inside(migrated),
        )
