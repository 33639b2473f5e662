"""The logical name is `{resource-type}[-{qualifier}]-{environmentSuffix}`.

Why: the suffix keeps the environments of one account apart, and the type in front makes a name
readable in logs, alarms and bills. A logical name without it clashes as soon as a second
environment is deployed beside the first.
Fix: put the resource type first and the suffix last.

```python
aws.sqs.Queue(f"sqs-queue-{environment_suffix}", ...)
```

Severity: medium; a clash stops a deployment, it does not open anything.
Not covered: components, providers and the stack itself, which are no AWS resources.
"""

from collections.abc import Iterator

from policy.control import ANY_AWS, Context, Control, Example, Severity
from policy.demands.conventions import conforming_name
from policy.families import Family
from policy.graph import Resource
from policy.naming import judge_logical_name
from policy.verdict import Observation, Verdict, phrase


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    if not resource.options.custom:
        return
    judgement = judge_logical_name(resource.type, resource.name, context.suffix)
    expected = conforming_name(resource.type, context.suffix)
    verdict = Verdict.PASS if judgement.conforms else Verdict.FAIL
    yield Observation(verdict, "", expected, phrase("the logical name {0}", resource.name))


CONTROL = Control(
    id="logical-name-follows-convention",
    family=Family.NAMING,
    title="The logical name follows the naming convention",
    severity=Severity.MEDIUM,
    applies_to=(ANY_AWS,),
    check=_check,
    passing=(
        Example(type="aws:sqs/queue:Queue", name="sqs-queue-dev"),
        Example(type="aws:sqs/queue:Queue", name="queue-failed-dev"),
    ),
    failing=(
        Example(type="aws:sqs/queue:Queue", name="failed-dev"),
        Example(type="aws:sqs/queue:Queue", name="sqs-queue"),
    ),
)
