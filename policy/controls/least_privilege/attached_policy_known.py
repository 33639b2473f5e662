"""Attached policies are the program's own, or AWS-managed ones whose content is narrow.

Why: AWS writes its managed policies for every customer, so nearly all of them grant on `*`, and it
changes them without asking; `AdministratorAccess` is one attachment away.
Fix: write a policy of the program's own with the actions and resources that are needed.

```python
aws.iam.RolePolicyAttachment("reader", role=role.name, policy_arn=policy.arn)
```

Severity: high; the attachment grants far more than the program needs.
Not covered: what customer-managed policies outside of the program grant; they stay undetermined.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Severity
from policy.families import Family
from policy.graph import Reading, Resource, Unknown
from policy.iam.excess import excesses
from policy.iam.holdings import ATTACHMENTS, POLICY, names_of, targets
from policy.iam.judging import Finding, failed, listed, passed, undecided
from policy.iam.managed import content_of, is_managed_by_aws
from policy.iam.writing import allow, document
from policy.redaction import describe
from policy.verdict import Observation, phrase

_EXPECTED: Final = phrase("a policy of the program, or a narrow one of AWS")
_SLACK: Final = "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration"
_TEAMS: Final = "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration"
_ADMINISTRATOR_WITHOUT: Final = frozenset({_SLACK, _TEAMS})
_PLACES: Final = {
    **{token: places[0][2] for token, places in ATTACHMENTS.items()},
    "aws:iam/role:Role": "managedPolicyArns[]",
    "aws:rolesanywhere/profile:Profile": "managedPolicyArns[]",
    "aws:emr/studioSessionMapping:StudioSessionMapping": "sessionPolicyArn",
    "aws:quicksight/iamPolicyAssignment:IamPolicyAssignment": "policyArn",
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "managedPolicyArn",
    "aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive": (
        "managedPolicyArns[]"
    ),
    _SLACK: "guardrailPolicyArns[]",
    _TEAMS: "guardrailPolicyArns[]",
}
"""Where managed policies are attached."""


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    for reading in resource.read(_PLACES[resource.type]):
        finding = _of_reading(resource, reading, context)
        if finding is not None:
            yield Observation(finding.verdict, reading.path, _EXPECTED, finding.found)


def _of_reading(resource: Resource, reading: Reading, context: Context) -> Finding | None:
    if not reading.is_absent:
        return _judge(resource, reading, context)
    if resource.type in _ADMINISTRATOR_WITHOUT:
        return failed("none, for which AWS takes AdministratorAccess")
    return None


def _judge(resource: Resource, reading: Reading, context: Context) -> Finding:
    graph = context.graph
    own = targets(reading, names_of(graph, POLICY), graph)
    if own:
        return passed("{0}, which is judged itself", listed(policy.name for policy in own))
    arn = reading.value
    if isinstance(arn, Unknown) or not isinstance(arn, str):
        return undecided("{0}", describe(resource, reading, graph))
    if not is_managed_by_aws(arn):
        return undecided("{0}, whose content is outside of the program", arn)
    content = content_of(arn)
    if content is None:
        return failed("{0}, which AWS manages and whose content is not reviewed here", arn)
    found = list(excesses(content))
    if found:
        return failed("{0}, which AWS manages and which grants {1}", arn, found[0])
    return passed("{0}, which AWS manages and which is narrow", arn)


CONTROL = Control(
    id="iam-attached-policy-narrow",
    family=Family.LEAST_PRIVILEGE,
    title="Attached policies are the program's own or narrow",
    severity=Severity.HIGH,
    applies_to=tuple(_PLACES),
    check=_check,
    passing=(
        Example(
            {"role": "role-dev", "policyArn": Ref("policy-dev")},
            type="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            others=(
                Other(
                    "policy-dev",
                    "aws:iam/policy:Policy",
                    {
                        "policy": document(
                            allow(
                                "sqs:SendMessage",
                                "arn:aws:sqs:ap-northeast-1:000000000000:queue-dev",
                            )
                        )
                    },
                ),
            ),
        ),
        Example(
            {
                "role": "role-dev",
                "policyArn": (
                    "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
                ),
            },
            type="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        ),
    ),
    failing=(
        Example(
            {"role": "role-dev", "policyArn": "arn:aws:iam::aws:policy/AmazonKinesisFullAccess"},
            type="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        ),
        Example(
            {"role": "role-dev", "policyArn": "arn:aws:iam::aws:policy/AmazonBraketFullAccess"},
            type="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        ),
        Example(
            {
                "managedPolicyArns": [
                    "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
                ]
            },
            type="aws:iam/role:Role",
        ),
    ),
)
