"""`ignoreChanges` names no property that a control judges.

Why: Pulumi then keeps what is deployed, whatever the program says. The program looks compliant,
every check of it passes, and the old insecure or undeletable setting stays.
Fix: take the property out of the list; ignore only what other systems rightly change.

```python
aws.ecs.Service(name, opts=pulumi.ResourceOptions(ignore_changes=["taskDefinition"]), ...)
```

Severity: high; any other control can be bypassed with it.
Not covered: properties that only controls over several resources judge.
"""

from collections.abc import Iterator

from policy.catalog.judged import judged_paths
from policy.control import ANY_AWS, Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict, phrase


def _check(resource: Resource, _: Context) -> Iterator[Observation]:
    for ignored in resource.options.ignore_changes:
        frozen = sorted(path for path in judged_paths(resource.type) if _overlap(ignored, path))
        yield Observation(
            Verdict.FAIL if frozen else Verdict.PASS,
            ignored,
            phrase("only properties that no control judges"),
            phrase("{0} is ignored", ignored),
        )


def _overlap(ignored: str, judged: str) -> bool:
    mine, its = _steps(ignored), _steps(judged)
    return all("*" in (one, other) or one == other for one, other in zip(mine, its, strict=False))


def _steps(path: str) -> list[str]:
    return [
        "*" if not step or step.isdecimal() else step
        for step in path.replace("[", ".").replace("]", "").replace("{}", ".").split(".")
    ]


CONTROL = Control(
    id="judged-properties-not-ignored",
    family=Family.DESTROYABLE,
    title="No judged property is in ignoreChanges",
    severity=Severity.HIGH,
    applies_to=(ANY_AWS,),
    check=_check,
    passing=(
        Example(type="aws:ecs/service:Service", options={"ignore_changes": ("taskDefinition",)}),
    ),
    failing=(
        Example(
            type="aws:dynamodb/table:Table", options={"ignore_changes": ("serverSideEncryption",)}
        ),
        Example(type="aws:dynamodb/table:Table", options={"ignore_changes": ("*",)}),
    ),
)
