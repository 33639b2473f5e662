"""A resource's policy lets services in for certain accounts or resources only.

Why: a queue that takes messages from `sns.amazonaws.com` takes them from every customer's topics;
a key that `logs.amazonaws.com` may use serves every customer's log groups.
Fix: name the source by condition. The ARN of a bucket tells no account, so it takes
`aws:SourceAccount` besides. For a KMS key the encryption context serves as well, and is the only
way for EventBridge where it writes to an encrypted topic.

```python
statement = {
    "Effect": "Allow",
    "Principal": {"Service": "sns.amazonaws.com"},
    "Action": ["sqs:SendMessage"],
    "Resource": [queue_arn],
    "Condition": {"ArnEquals": {"aws:SourceArn": topic_arn}},
}
```

Severity: high; strangers can write to the resource, or make a service read with it.
Not covered: services that the table does not know; the control stays undetermined for them while
there is no condition.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.deputies import judge_of
from policy.iam.document import Kind
from policy.iam.judging import Question, ask
from policy.iam.locations import tokens_with
from policy.iam.writing import document, let
from policy.verdict import Observation, phrase


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    for question in _QUESTIONS:
        yield from ask(question, resource, context)


_EXPECTED: Final = phrase("services that act for known accounts or resources")
_QUESTIONS: Final = tuple(
    Question((kind,), _EXPECTED, judge_of(kind)) for kind in (Kind.RESOURCE, Kind.KEY)
)
_QUEUE: Final = "arn:aws:sqs:ap-northeast-1:000000000000:queue-dev"
_TOPIC: Final = "arn:aws:sns:ap-northeast-1:000000000000:topic-dev"
_SNS: Final = {"Service": "sns.amazonaws.com"}
_LOGS: Final = {"Service": "logs.ap-northeast-1.amazonaws.com"}

CONTROL = Control(
    id="iam-resource-policy-service-confined",
    family=Family.LEAST_PRIVILEGE,
    title="Resource policies let services in for known sources only",
    severity=Severity.HIGH,
    applies_to=tokens_with(Kind.RESOURCE, Kind.KEY),
    check=_check,
    passing=(
        Example(
            {
                "policy": document(
                    let(
                        _SNS,
                        "sqs:SendMessage",
                        _QUEUE,
                        Condition={"ArnEquals": {"aws:SourceArn": _TOPIC}},
                    )
                )
            },
            type="aws:sqs/queuePolicy:QueuePolicy",
        ),
        Example(
            {
                "policy": document(
                    let(
                        _LOGS,
                        "kms:Decrypt",
                        "*",
                        Condition={
                            "ArnLike": {
                                "kms:EncryptionContext:aws:logs:arn": (
                                    "arn:aws:logs:ap-northeast-1:000000000000:log-group:*"
                                )
                            }
                        },
                    )
                )
            },
            type="aws:kms/key:Key",
        ),
    ),
    failing=(
        Example(
            {"policy": document(let(_SNS, "sqs:SendMessage", _QUEUE))},
            type="aws:sqs/queuePolicy:QueuePolicy",
        ),
        Example({"policy": document(let(_LOGS, "kms:Decrypt", "*"))}, type="aws:kms/key:Key"),
        Example(
            {
                "policy": document(
                    let(
                        {"Service": "s3.amazonaws.com"},
                        "sqs:SendMessage",
                        _QUEUE,
                        Condition={"ArnLike": {"aws:SourceArn": "arn:aws:s3:::uploads-dev"}},
                    )
                )
            },
            type="aws:sqs/queuePolicy:QueuePolicy",
        ),
    ),
)
