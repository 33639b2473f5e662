"""The sweeper's clock: once a minute, with a role and a dead-letter queue of its own."""

import pulumi_aws as aws

from stack.deployment import Component, Deployment
from stack.documents import Statement, allow, from_source, use_key, via
from stack.names import Function, Key
from stack.roles import CreatedRole, ServiceRole

SHORTEST_EVENT_AGE_SECONDS = 60


def sweep_every_minute(
    parent: Component,
    deployment: Deployment,
    sweeper: aws.lambda_.Function,
    *,
    key: aws.kms.Key,
    dead_letters: aws.sqs.Queue,
) -> None:
    """Invoke the sweeper each minute; a minute's call that is late is not repeated."""
    names = deployment.names
    group = aws.scheduler.ScheduleGroup(
        names.schedule_group, name=names.schedule_group, opts=parent.inside()
    )
    role = _role(parent, deployment)
    aws.scheduler.Schedule(
        names.schedule,
        name=names.schedule,
        group_name=group.name,
        description="Pending alerts and degraded decisions are seen to every minute",
        schedule_expression="rate(1 minute)",
        flexible_time_window=aws.scheduler.ScheduleFlexibleTimeWindowArgs(mode="OFF"),
        state="ENABLED",
        kms_key_arn=key.arn,
        target=aws.scheduler.ScheduleTargetArgs(
            arn=sweeper.arn,
            role_arn=role.arn,
            dead_letter_config=aws.scheduler.ScheduleTargetDeadLetterConfigArgs(
                arn=dead_letters.arn
            ),
            retry_policy=aws.scheduler.ScheduleTargetRetryPolicyArgs(
                maximum_event_age_in_seconds=SHORTEST_EVENT_AGE_SECONDS,
                maximum_retry_attempts=0,
            ),
        ),
        opts=parent.inside(role.policy),
    )


def _role(parent: Component, deployment: Deployment) -> CreatedRole:
    names, arns = deployment.names, deployment.arns
    group = arns.of(aws.scheduler.ScheduleGroup, names.schedule_group)
    return ServiceRole(
        qualifier="schedule",
        purpose=f"EventBridge Scheduler invokes {names.function(Function.SWEEPER)}",
        service="scheduler.amazonaws.com",
        on_behalf_of=from_source(arns, [group]),
        statements=schedule_statements(deployment),
    ).create(parent, deployment)


def schedule_statements(deployment: Deployment) -> list[Statement]:
    """Invoke one function, keep what could not be delivered, read its own schedule."""
    names, arns = deployment.names, deployment.arns
    queue = arns.of(aws.sqs.Queue, names.dead_letters)
    schedule = arns.of(aws.scheduler.Schedule, f"{names.schedule_group}/{names.schedule}")
    return [
        allow(
            "InvokeSweeper",
            ["lambda:InvokeFunction"],
            [arns.of(aws.lambda_.Function, names.function(Function.SWEEPER))],
        ),
        allow("KeepDeadLetters", ["sqs:SendMessage"], [queue]),
        use_key(
            "EncryptDeadLetters",
            arns,
            names.key_alias(Key.ALERTS),
            ["kms:Decrypt", "kms:GenerateDataKey"],
            via("sqs", {"aws:sqs:arn": queue}),
        ),
        use_key(
            "DecryptSchedule",
            arns,
            names.key_alias(Key.PROCESSOR),
            ["kms:Decrypt"],
            via("scheduler", {"aws:scheduler:schedule:arn": schedule}),
        ),
    ]
