"""Every resource is declared by the program, where it can be judged.

Why: a CloudFormation template, a Cloud Control document, a stack set or a packaged component
creates resources that no control of any family ever sees.

Fix: declare the resources themselves with Pulumi:

    aws.sqs.Queue("sqs-queue-dev", ...)  # instead of a template that contains it

Severity: high, since anything at all can hide there.

Not covered: what resources such as Lambda functions create when they run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy.catalog.judging import judge_rows
from policy.catalog.rows import rows_by_control
from policy.catalog.types import contents_not_readable
from policy.control import ANY, Context, Control, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation

_ID: Final = "contents-readable"


def check(resource: Resource, context: Context) -> Iterator[Observation]:
    """Types that carry templates, and components that run in another process."""
    if resource.options.remote:
        yield from contents_not_readable(resource)
    yield from judge_rows(rows_by_control()[_ID].get(resource.type, ()), resource, context)


CONTROL = Control(
    id=_ID,
    family=Family.REGION,
    title="Every resource is declared where it can be judged",
    severity=Severity.HIGH,
    applies_to=(ANY,),
    check=check,
    scope=Scope.STACK,
)
