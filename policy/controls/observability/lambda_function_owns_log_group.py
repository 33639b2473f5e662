"""The log group that a function writes to is declared in the program.

Why: Lambda creates a missing log group by itself, without key and without end; such groups escape
every rule about log groups.
Fix: declare the group and name it in the function.

```python
log_group = aws.cloudwatch.LogGroup("log-group", name=f"/aws/lambda/{name}", ...)
aws.lambda_.Function("function", name=name, logging_config={"log_group": log_group.name}, ...)
```

Severity: medium; logs are kept unencrypted and for ever, or by nobody's decision.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Resource
from policy.relations.log_groups import judge_group, judge_named
from policy.verdict import Observation, Verdict, phrase

_GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"
_EXPECTED: Final = phrase("a log group of this program")


def _check(function: Resource, context: Context) -> Iterable[Observation]:
    chosen = function.read("loggingConfig.logGroup")[0]
    if not chosen.is_absent:
        return (judge_named(function, "loggingConfig.logGroup", context.graph, _EXPECTED),)
    name = function.get("name")
    if not isinstance(name, str):
        found = phrase("a log group named after a function whose name is not known")
        verdict = Verdict.FAIL if name is ABSENT else Verdict.UNDETERMINED
        return (Observation(verdict, "name", _EXPECTED, found),)
    return (judge_group(f"/aws/lambda/{name}", "name", context.graph, _EXPECTED),)


CONTROL = Control(
    id="lambda-function-owns-log-group",
    family=Family.OBSERVABILITY,
    title="Lambda function logs into a log group of the program",
    severity=Severity.MEDIUM,
    applies_to=("aws:lambda/function:Function",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"name": "function-dev"},
            others=(Other("logs-dev", _GROUP, {"name": "/aws/lambda/function-dev"}),),
        ),
        Example(
            {"name": "function-dev", "loggingConfig": {"logGroup": Ref("logs-dev", "name")}},
            others=(Other("logs-dev", _GROUP),),
        ),
    ),
    failing=(
        Example({"name": "function-dev"}),
        Example(
            {"name": "function-dev"},
            others=(Other("logs-dev", _GROUP, {"name": "/aws/lambda/other-dev"}),),
        ),
    ),
)
