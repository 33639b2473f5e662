"""A function logs in JSON, at levels that include warnings and errors.

Why: text lines cannot be searched by request or level, and a level above the errors hides them.
Fix: ask for JSON and state the levels.

```python
aws.lambda_.Function(
    "function",
    logging_config={"log_format": "JSON", "application_log_level": "INFO",
                    "system_log_level": "WARN"},
    ...
)
```

Severity: low; it slows investigations down.
"""

from collections.abc import Iterable

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict


def _check(function: Resource, _: Context) -> Iterable[Observation]:
    yield from expect(function, "loggingConfig.logFormat").equals("JSON")
    for name in ("applicationLogLevel", "systemLogLevel"):
        level = expect(function, f"loggingConfig.{name}", absent=Verdict.PASS)
        yield from level.none_of("ERROR", "FATAL")


CONTROL = Control(
    id="lambda-function-logs-structured",
    family=Family.OBSERVABILITY,
    title="Lambda function writes structured logs and loses no errors",
    severity=Severity.LOW,
    applies_to=("aws:lambda/function:Function",),
    check=_check,
    passing=(
        Example(
            {
                "loggingConfig": {
                    "logFormat": "JSON",
                    "applicationLogLevel": "INFO",
                    "systemLogLevel": "WARN",
                }
            }
        ),
    ),
    failing=(
        Example({"loggingConfig": {"logFormat": "Text"}}),
        Example({"loggingConfig": {"logFormat": "JSON", "applicationLogLevel": "FATAL"}}),
        Example({}),
    ),
)
