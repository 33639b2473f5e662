"""A service may call a function for a known source only.

Why: a permission that names a service alone lets every customer of that service call the function
through it, with input of their choice.
Fix: pass the ARN of the source; that of a bucket tells no account, so pass the account besides.

```python
aws.lambda_.Permission(
    "called-by-topic",
    function=function.name,
    action="lambda:InvokeFunction",
    principal="sns.amazonaws.com",
    source_arn=topic.arn,
)
```

Severity: high; strangers can start the function.
Not covered: permissions for accounts and roles, which `iam-grant-account-trusted` judges.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Severity
from policy.families import Family
from policy.graph import Reading, Resource
from policy.iam.deputies import names_account
from policy.iam.judging import Finding, failed, passed, undecided
from policy.iam.reading import text_of
from policy.iam.text import Text
from policy.verdict import Observation, phrase

_EXPECTED: Final = phrase("a source that tells its account")
_SOURCES: Final = ("sourceAccount", "principalOrgId")


def _check(permission: Resource, context: Context) -> Iterator[Observation]:
    for reading in permission.read("principal"):
        finding = _judge(permission, reading, context)
        if finding is not None:
            yield Observation(finding.verdict, "", _EXPECTED, finding.found)


def _judge(permission: Resource, principal: Reading, context: Context) -> Finding | None:
    name = text_of(principal.value, context.graph)
    if name is None:
        return None
    if name.is_vague:
        return undecided("a principal that is not known before deployment")
    if not name.shape.endswith((".amazonaws.com", ".amazonaws.com.cn", ".amazon.com")):
        return None
    known = [source for source in _SOURCES if not permission.read(source)[0].is_absent]
    if known:
        return passed("{0} with {1}", name, known[0])
    arn = text_of(permission.get("sourceArn"), context.graph)
    if arn is None:
        return failed("{0} for every customer of the service", name)
    return _of_arn(arn, context)


def _of_arn(arn: Text, context: Context) -> Finding:
    if arn.is_vague:
        return undecided("a source that is not known before deployment")
    if names_account(arn, context):
        return passed("{0}", arn)
    return failed("{0}, which tells no account", arn)


_TOPIC: Final = "arn:aws:sns:ap-northeast-1:000000000000:topic-dev"

CONTROL = Control(
    id="lambda-permission-names-source",
    family=Family.LEAST_PRIVILEGE,
    title="Services call functions for known sources only",
    severity=Severity.HIGH,
    applies_to=("aws:lambda/permission:Permission",),
    check=_check,
    passing=(
        Example({"principal": "sns.amazonaws.com", "sourceArn": _TOPIC}),
        Example(
            {"principal": "sns.amazonaws.com", "sourceArn": Ref("topic-dev")},
            others=(Other("topic-dev", "aws:sns/topic:Topic", {"name": "topic-dev"}),),
        ),
    ),
    failing=(
        Example({"principal": "sns.amazonaws.com"}),
        Example({"principal": "s3.amazonaws.com", "sourceArn": "arn:aws:s3:::uploads-dev"}),
        Example({"principal": "sns.amazonaws.com", "sourceArn": "arn:aws:sns:*:*:topic-dev"}),
    ),
)
