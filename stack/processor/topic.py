"""Publishing alerts to an SNS topic."""

from dataclasses import dataclass, field

from .aws import Topics, topics
from .publisher import Alert

_LONGEST_SUBJECT = 100


@dataclass(slots=True)
class TopicPublisher:
    """Publishes to one topic; connects when it has something to say."""

    topic_arn: str
    _topics: Topics | None = field(default=None, repr=False)

    def publish(self, alert: Alert) -> None:
        """Send `alert`; its id goes along as an attribute, so that receivers can drop repeats.

        Raises:
            botocore.exceptions.ClientError: SNS refuses.
            botocore.exceptions.BotoCoreError: SNS cannot be reached in time.
        """
        if self._topics is None:
            self._topics = topics()
        attributes = {"alert_id": alert.alert_id, "kind": alert.kind, "severity": alert.severity}
        self._topics.publish(
            TopicArn=self.topic_arn,
            Subject=f"{alert.severity}: {alert.kind}"[:_LONGEST_SUBJECT],
            Message=alert.body,
            MessageAttributes={
                name: {"DataType": "String", "StringValue": value}
                for name, value in attributes.items()
            },
        )
