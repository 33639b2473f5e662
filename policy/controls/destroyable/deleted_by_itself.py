"""Every resource is deleted by itself, not assumed to vanish with another.

Why: with `deletedWith` Pulumi skips the deletion and trusts AWS to do it. Where AWS does not, the
resource stays without anybody knowing of it any more.
Fix: leave the option out.

```python
aws.sqs.Queue(name, opts=pulumi.ResourceOptions(deleted_with=None), ...)
```

Severity: medium; it only matters where AWS keeps the resource.
Not covered: the Pulumi CLI does not show this option to policies; the offline check sees it.
"""

from collections.abc import Iterator

from policy.control import ANY, Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict, phrase


def _check(resource: Resource, _: Context) -> Iterator[Observation]:
    owner = resource.options.deleted_with
    yield Observation(
        Verdict.FAIL if owner else Verdict.PASS,
        "",
        phrase("no option {0}", "deletedWith"),
        phrase("deleted with {0}", owner) if owner else phrase("not set"),
    )


CONTROL = Control(
    id="deleted-by-itself",
    family=Family.DESTROYABLE,
    title="The resource is deleted by itself",
    severity=Severity.MEDIUM,
    applies_to=(ANY,),
    check=_check,
    passing=(Example(),),
    failing=(
        Example(options={"deleted_with": "urn:pulumi:dev::example::aws:ec2/vpc:Vpc::vpc-dev"}),
    ),
)
