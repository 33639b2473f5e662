"""A container's own role is not the one that starts its task.

Why: the execution role may fetch every secret and image that any container of the task needs; a
container that has it as its own role can fetch them all again, long after the start.
Fix: give the code a role of its own.

```python
aws.ecs.TaskDefinition(
    "task-definition", execution_role_arn=starter.arn, task_role_arn=worker.arn, ...
)
```

Severity: medium; it takes code that was broken into to make use of it.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Severity
from policy.families import Family
from policy.graph import ABSENT, Graph, Resource, Unknown
from policy.logic import Claim, verdict_of
from policy.relations import links
from policy.verdict import Observation, phrase

_ROLE: Final = "aws:iam/role:Role"


def _check(task: Resource, context: Context) -> Iterable[Observation]:
    if ABSENT in (task.get("taskRoleArn"), task.get("executionRoleArn")):
        return
    claim = _are_two(task, context.graph)
    found = phrase("two roles") if claim else phrase("one role for both")
    yield Observation(verdict_of(claim), "taskRoleArn", phrase("two roles"), found)


def _are_two(task: Resource, graph: Graph) -> Claim:
    own, starting = (
        links(task, path, graph, _ROLE).found for path in ("taskRoleArn", "executionRoleArn")
    )
    if own and starting:
        return own != starting
    values = task.get("taskRoleArn"), task.get("executionRoleArn")
    if any(isinstance(value, Unknown) for value in values):
        return None
    return values[0] != values[1]


CONTROL = Control(
    id="task-role-own",
    family=Family.LEAST_PRIVILEGE,
    title="Containers have another role than the one that starts them",
    severity=Severity.MEDIUM,
    applies_to=("aws:ecs/taskDefinition:TaskDefinition",),
    check=_check,
    passing=(
        Example(
            {"taskRoleArn": Ref("worker-dev"), "executionRoleArn": Ref("starter-dev")},
            others=(Other("worker-dev", _ROLE), Other("starter-dev", _ROLE)),
        ),
    ),
    failing=(
        Example(
            {"taskRoleArn": Ref("starter-dev"), "executionRoleArn": Ref("starter-dev")},
            others=(Other("starter-dev", _ROLE),),
        ),
        Example(
            {
                "taskRoleArn": "arn:aws:iam::123456789012:role/starter-dev",
                "executionRoleArn": "arn:aws:iam::123456789012:role/starter-dev",
            }
        ),
    ),
)
