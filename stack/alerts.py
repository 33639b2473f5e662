"""Who is told: the topics, who may publish to them, and what AWS itself reports."""

import json
from collections.abc import Mapping, Sequence

import pulumi_aws as aws

from stack.arns import Arns
from stack.deployment import Component, Deployment
from stack.documents import (
    Statement,
    allow_service,
    deny_plain_text,
    document,
    from_account,
    from_source,
    write_log,
)
from stack.log_groups import Log, LogGroups
from stack.names import Names, Topic
from stack.roles import CreatedRole, ServiceRole

FEEDBACK_PERCENT = 100
SIGNATURE_VERSION = 2
"""SHA-256 instead of SHA-1."""
DELIVERY_LOGS: Mapping[Topic, tuple[Log, Log]] = {
    Topic.FRAUD_ALERTS: (Log.FRAUD_ALERTS_DELIVERED, Log.FRAUD_ALERTS_FAILED),
    Topic.OPERATIONS: (Log.OPERATIONS_DELIVERED, Log.OPERATIONS_FAILED),
}
KEY_DELETION_CALLS = ("DisableKey", "DisableKeyRotation", "ScheduleKeyDeletion")


class Alerts(Component):
    """The topics; `alerts[Topic.OPERATIONS]` is one."""

    def __init__(
        self,
        deployment: Deployment,
        *,
        key: aws.kms.Key,
        logs: LogGroups,
        dead_letters: aws.sqs.Queue,
    ) -> None:
        super().__init__("Alerts", deployment)
        self._deployment = deployment
        role = self._feedback_role(logs)
        self._topics = {topic: self._create(topic, key, role, logs) for topic in Topic}
        self.policies = {
            Topic.FRAUD_ALERTS: self._restrict(Topic.FRAUD_ALERTS, []),
            Topic.OPERATIONS: self._restrict(Topic.OPERATIONS, operations_statements(deployment)),
        }
        self._trace()
        self._subscribe_operators(dead_letters)
        self._report_key_deletion(dead_letters)
        self.register_outputs({})

    def __getitem__(self, topic: Topic) -> aws.sns.Topic:
        return self._topics[topic]

    def _create(
        self, topic: Topic, key: aws.kms.Key, role: CreatedRole, logs: LogGroups
    ) -> aws.sns.Topic:
        name = self._deployment.names.topic(topic)
        return aws.sns.Topic(
            name,
            name=name,
            display_name=f"Transaction monitoring: {topic.replace('-', ' ')}",
            kms_master_key_id=key.arn,
            signature_version=SIGNATURE_VERSION,
            tracing_config="Active",
            http_failure_feedback_role_arn=role.arn,
            http_success_feedback_role_arn=role.arn,
            http_success_feedback_sample_rate=FEEDBACK_PERCENT,
            lambda_failure_feedback_role_arn=role.arn,
            lambda_success_feedback_role_arn=role.arn,
            lambda_success_feedback_sample_rate=FEEDBACK_PERCENT,
            sqs_failure_feedback_role_arn=role.arn,
            sqs_success_feedback_role_arn=role.arn,
            sqs_success_feedback_sample_rate=FEEDBACK_PERCENT,
            opts=self.inside(role.policy, *(logs[log] for log in DELIVERY_LOGS[topic])),
        )

    def _restrict(self, topic: Topic, publishers: Sequence[Statement]) -> aws.sns.TopicPolicy:
        names, arns = self._deployment.names, self._deployment.arns
        arn = arns.of(aws.sns.Topic, names.topic(topic))
        return aws.sns.TopicPolicy(
            names.of(aws.sns.TopicPolicy, topic),
            arn=self[topic].arn,
            policy=document(deny_plain_text([arn], ["sns:Publish"]), *publishers),
            opts=self.inside(),
        )

    def _feedback_role(self, logs: LogGroups) -> CreatedRole:
        arns = self._deployment.arns
        written = [log for pair in DELIVERY_LOGS.values() for log in pair]
        return ServiceRole(
            qualifier="delivery-feedback",
            purpose="SNS logs what it delivered and what it could not",
            service="sns.amazonaws.com",
            on_behalf_of=from_account(arns),
            statements=[write_log(arns, *(logs.names[log] for log in written))],
        ).create(self, self._deployment)

    def _trace(self) -> None:
        names = self._deployment.names
        name = names.of(aws.xray.ResourcePolicy, "topics")
        aws.xray.ResourcePolicy(
            name,
            policy_name=name,
            policy_document=tracing_policy(self._deployment),
            opts=self.inside(),
        )

    def _subscribe_operators(self, dead_letters: aws.sqs.Queue) -> None:
        email = self._deployment.settings.operations_email
        if email is None:
            return
        names = self._deployment.names
        aws.sns.TopicSubscription(
            names.of(aws.sns.TopicSubscription, Topic.OPERATIONS),
            topic=self[Topic.OPERATIONS].arn,
            protocol="email",
            endpoint=email,
            redrive_policy=json.dumps(
                {"deadLetterTargetArn": self._deployment.arns.of(aws.sqs.Queue, names.dead_letters)}
            ),
            opts=self.inside(dead_letters),
        )

    def _report_key_deletion(self, dead_letters: aws.sqs.Queue) -> None:
        # KMS has no metric for it. The calls reach EventBridge through the account's CloudTrail
        # trail, the end of the waiting period without one.
        names = self._deployment.names
        rule = aws.cloudwatch.EventRule(
            names.key_deletion_rule,
            name=names.key_deletion_rule,
            description="A KMS key is disabled, no longer rotated, or about to be deleted",
            event_pattern=key_deletion_pattern(),
            opts=self.inside(),
        )
        target = names.of(aws.cloudwatch.EventTarget, "key-deletion")
        aws.cloudwatch.EventTarget(
            target,
            target_id=target,
            rule=rule.name,
            arn=self[Topic.OPERATIONS].arn,
            dead_letter_config=aws.cloudwatch.EventTargetDeadLetterConfigArgs(arn=dead_letters.arn),
            opts=self.inside(),
        )


def key_deletion_pattern() -> str:
    """Events of KMS that take a key out of use."""
    return json.dumps(
        {
            "source": ["aws.kms"],
            "$or": [
                {"detail-type": ["KMS CMK Deletion"]},
                {
                    "detail-type": ["AWS API Call via CloudTrail"],
                    "detail": {"eventName": list(KEY_DELETION_CALLS)},
                },
            ],
        }
    )


def tracing_policy(deployment: Deployment) -> str:
    """SNS sends the segments of its own part of a trace; X-Ray has no resources to name."""
    names, arns = deployment.names, deployment.arns
    topics = [arns.of(aws.sns.Topic, names.topic(topic)) for topic in Topic]
    return document(
        allow_service(
            "TraceDelivery",
            "sns.amazonaws.com",
            ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTraceSegments"],
            ["*"],
            from_source(arns, topics),
        )
    )


def operations_statements(deployment: Deployment) -> list[Statement]:
    """Services that report in their own name: alarms, the key rule, the database's events."""
    names, arns = deployment.names, deployment.arns
    topic = arns.of(aws.sns.Topic, names.topic(Topic.OPERATIONS))
    return [
        allow_service(
            f"Publish{sid}", service, ["sns:Publish"], [topic], from_source(arns, sources)
        )
        for sid, service, sources in (
            (
                "Alarms",
                "cloudwatch.amazonaws.com",
                [arns.of(aws.cloudwatch.MetricAlarm, names.any_alarm)],
            ),
            (
                "KeyEvents",
                "events.amazonaws.com",
                [arns.of(aws.cloudwatch.EventRule, names.key_deletion_rule)],
            ),
            (
                "DatabaseEvents",
                "events.rds.amazonaws.com",
                database_event_sources(names, arns),
            ),
        )
    ]


def database_event_sources(names: Names, arns: Arns) -> list[str]:
    """What RDS events are about, and the subscriptions that pass them on."""
    return [
        arns.of(aws.rds.Instance, names.ledger),
        arns.of(aws.rds.ParameterGroup, names.ledger_parameters),
        arns.of(aws.rds.EventSubscription, names.of(aws.rds.EventSubscription, "*")),
    ]
