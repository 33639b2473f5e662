"""The physical name is `{resource-type}[-{qualifier}]-{environmentSuffix}`.

Why: the physical name is what AWS, its console and its bills show. Without the suffix two
environments fight for one name; without the type nobody can tell what a name stands for.
Fix: name the resource after its type and the suffix, in the form that the service dictates.

```python
aws.sqs.Queue(name, name=f"sqs-queue-{environment_suffix}", ...)
aws.kms.Alias(name, name=f"alias/kms-alias-{environment_suffix}", ...)
```

Severity: medium; a clash stops a deployment, it does not open anything.
Not covered: names that something else dictates, such as DNS names, and names of parts that are
only unique within their resource, such as stages and statement ids.
"""

from collections.abc import Iterator

from policy.catalog.naming_table import name_rules
from policy.control import ANY_AWS, Context, Control, Example, Severity
from policy.demands.conventions import conforming_name
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.naming import judge_name
from policy.verdict import Observation, Verdict


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    rule = name_rules().get(resource.type)
    if rule is None or not rule.property:
        return
    expected = conforming_name(resource.type, context.suffix)
    named = expect(resource, rule.property, absent=Verdict.NOT_APPLICABLE)
    yield from named.holds(
        expected, lambda name: judge_name(resource.type, str(name), context.suffix).conforms
    )


CONTROL = Control(
    id="physical-name-follows-convention",
    family=Family.NAMING,
    title="The physical name follows the naming convention",
    severity=Severity.MEDIUM,
    applies_to=(ANY_AWS,),
    check=_check,
    passing=(
        Example({"name": "sqs-queue-dev"}, type="aws:sqs/queue:Queue"),
        Example({"name": "sqs-queue-failed-dev.fifo"}, type="aws:sqs/queue:Queue"),
        Example({"name": "alias/kms-alias-ledger-dev"}, type="aws:kms/alias:Alias"),
    ),
    failing=(
        Example({"name": "failed-dev"}, type="aws:sqs/queue:Queue"),
        Example({"name": "sqs-queue-prod"}, type="aws:sqs/queue:Queue"),
        Example({"name": "alias/ledger-dev"}, type="aws:kms/alias:Alias"),
    ),
)
