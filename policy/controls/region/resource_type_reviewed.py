"""Every AWS resource is of a type that the catalogue has reviewed.

Why: the catalogue says for every type of the AWS provider which properties decide on region,
encryption, exposure and the rest. A type that it does not know could break any rule unseen.

Fix: use the type of the classic AWS provider, or update the pack to one that knows the type:

    aws.sqs.Queue("sqs-queue-dev")  # not aws_native.sqs.Queue(...)

Severity: high, since nothing has been proven of such a resource.

Not covered: resources of other clouds and of utility providers such as random and tls.
"""

from __future__ import annotations

from collections.abc import Iterator

from policy.catalog.naming_table import known_types
from policy.control import ANY, Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict, phrase

_CLASSIC = "aws:"
_OTHER_AWS_PROVIDERS = ("aws-native:", "aws-apigateway:", "awsx:", "eks:")


def check(resource: Resource, context: Context) -> Iterator[Observation]:  # noqa: ARG001  # a check's shape
    """Whether the type is one of the catalogue's."""
    if not resource.type.startswith((_CLASSIC, *_OTHER_AWS_PROVIDERS)):
        return
    if not resource.options.custom:
        return  # a component; its children are judged themselves
    known = resource.type in known_types()
    yield Observation(
        Verdict.PASS if known else Verdict.UNDETERMINED,
        "",
        phrase("a type that the catalogue has reviewed"),
        phrase("{0}", resource.type),
    )


CONTROL = Control(
    id="resource-type-reviewed",
    family=Family.REGION,
    title="The resource is of a reviewed type",
    severity=Severity.HIGH,
    applies_to=(ANY,),
    check=check,
    passing=(Example({}, type="aws:sqs/queue:Queue"),),
)
