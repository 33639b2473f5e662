"""Monitoring: alarms, what is counted in the logs, the dashboard, the database's own events."""

from collections.abc import Mapping, Sequence

import pulumi_aws as aws

from stack.alarm import Alarm, Watched
from stack.alarms import all_alarms
from stack.alerts import Alerts
from stack.dashboard import dashboard_body
from stack.deployment import Component, Deployment
from stack.ledger import Ledger
from stack.log_filters import FILTERS, LogFilter, metric_namespace
from stack.log_groups import LogGroups
from stack.names import Topic

LEDGER_EVENTS: Mapping[str, Sequence[str]] = {
    "db-instance": (
        "availability",
        "configuration change",
        "deletion",
        "failover",
        "failure",
        "low storage",
        "maintenance",
        "notification",
        "recovery",
    ),
    "db-parameter-group": ("configuration change",),
    "db-security-group": ("configuration change", "failure"),
}
"""What Security Hub asks to be told of (RDS.19 to RDS.22), and what a person on call wants to."""


class Monitoring(Component):
    """Everything that tells how the system is; `dashboard` is where to look."""

    def __init__(
        self, deployment: Deployment, *, alerts: Alerts, logs: LogGroups, ledger: Ledger
    ) -> None:
        super().__init__("Monitoring", deployment)
        self._names = deployment.names
        self._operations = alerts[Topic.OPERATIONS]
        watched = Watched(deployment.settings, deployment.names, deployment.arns)
        for log_filter in FILTERS:
            self._count(log_filter, logs)
        for alarm in all_alarms(watched):
            self._create_alarm(alarm)
        self._subscribe_ledger_events(ledger, alerts)
        name = self._names.of(aws.cloudwatch.Dashboard)
        self.dashboard = aws.cloudwatch.Dashboard(
            name, dashboard_name=name, dashboard_body=dashboard_body(watched), opts=self.inside()
        )
        self.register_outputs({})

    def _create_alarm(self, alarm: Alarm) -> None:
        name = self._names.of(aws.cloudwatch.MetricAlarm, alarm.qualifier)
        percentile = alarm.statistic.startswith("p")
        aws.cloudwatch.MetricAlarm(
            name,
            name=name,
            alarm_description=f"{alarm.metric}: {alarm.threshold.reason}",
            namespace=alarm.source.namespace,
            metric_name=alarm.metric,
            dimensions=dict(alarm.source.dimensions),
            statistic=None if percentile else alarm.statistic,
            extended_statistic=alarm.statistic if percentile else None,
            comparison_operator=alarm.comparison,
            threshold=alarm.threshold.value,
            period=alarm.period_seconds,
            evaluation_periods=alarm.periods,
            datapoints_to_alarm=alarm.periods,
            treat_missing_data=alarm.missing,
            actions_enabled=True,
            alarm_actions=[self._operations.arn],
            ok_actions=[self._operations.arn],
            opts=self.inside(),
        )

    def _count(self, log_filter: LogFilter, logs: LogGroups) -> None:
        name = self._names.of(aws.cloudwatch.LogMetricFilter, log_filter.qualifier)
        aws.cloudwatch.LogMetricFilter(
            name,
            name=name,
            log_group_name=logs[log_filter.log].name,
            pattern=log_filter.pattern,
            metric_transformation=aws.cloudwatch.LogMetricFilterMetricTransformationArgs(
                name=log_filter.metric,
                namespace=metric_namespace(self._names),
                value="1",
                default_value="0",
            ),
            opts=self.inside(),
        )

    def _subscribe_ledger_events(self, ledger: Ledger, alerts: Alerts) -> None:
        sources = {
            "db-instance": [ledger.instance.identifier],
            "db-parameter-group": [ledger.parameters.name],
        }
        for source_type, categories in LEDGER_EVENTS.items():
            name = self._names.of(aws.rds.EventSubscription, source_type.removeprefix("db-"))
            aws.rds.EventSubscription(
                name,
                name=name,
                sns_topic=self._operations.arn,
                source_type=source_type,
                source_ids=sources.get(source_type),
                event_categories=list(categories),
                enabled=True,
                # RDS publishes once to try the topic out.
                opts=self.inside(alerts.policies[Topic.OPERATIONS]),
            )
