"""A VPC endpoint lets through only what its policy confines.

Why: without a policy an endpoint carries every request of everybody to every account, so whoever
gets into the network can copy data to an account of their own without leaving it.
Fix: give the endpoint a policy that confines the principals, or the resources, to the own account.

```python
aws.ec2.VpcEndpoint(
    "secrets",
    vpc_id=vpc.id,
    service_name="com.amazonaws.ap-northeast-1.secretsmanager",
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": ["secretsmanager:GetSecretValue"],
                    "Resource": [secret_arn],
                    "Condition": {"StringEquals": {"aws:PrincipalAccount": account}},
                }
            ],
        }
    ),
    ...
)
```

Severity: medium; it stops data from leaving once somebody is inside.
Not covered: endpoints of services that take no policy (gateway load balancers, private services of
others), and the policy of a service network.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Reading, Resource
from policy.iam.document import Kind, Statement
from policy.iam.judging import Finding, Question, ask, failed, listed, passed, undecided
from policy.iam.locations import locations, tokens_with
from policy.iam.principals import CONFINING_KEYS, everyone
from policy.iam.restriction import confined_by
from policy.iam.writing import document, let
from policy.relations import referrers_by
from policy.verdict import Observation, Verdict, phrase

_EXPECTED: Final = phrase("a policy that confines principals or resources")
_KEYS: Final = (
    *CONFINING_KEYS,
    "aws:resourceaccount",
    "aws:resourceorgid",
    "aws:resourceorgpaths",
    "s3:resourceaccount",
)
_ENDPOINT: Final = "aws:ec2/vpcEndpoint:VpcEndpoint"
_SEPARATE: Final = "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"
_WITH_POLICY: Final = frozenset({"Gateway", "Interface"})


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)
    for location in locations()[resource.type]:
        if location.allows_all_when_absent:
            for reading in resource.read(location.path):
                if reading.value in (ABSENT, "") and _takes_policy(resource):
                    yield _of_absent(resource, reading, context)


def _takes_policy(resource: Resource) -> bool:
    if resource.type != _ENDPOINT:
        return True
    kind, service = resource.get("vpcEndpointType"), resource.get("serviceName")
    private = isinstance(service, str) and ".vpce." in service
    plain = isinstance(kind, str) and kind not in _WITH_POLICY
    return not private and not plain


def _of_absent(resource: Resource, reading: Reading, context: Context) -> Observation:
    if resource.type == _ENDPOINT:
        surely, perhaps = referrers_by(resource, "vpcEndpointId", context.graph, _SEPARATE)
        if surely:
            found = phrase("a policy in a resource of its own, which is judged itself")
            return Observation(Verdict.PASS, reading.path, _EXPECTED, found)
        if perhaps:
            found = phrase("a policy that may be for this endpoint")
            return Observation(Verdict.UNDETERMINED, reading.path, _EXPECTED, found)
    absent = phrase("no policy, which lets everything through")
    return Observation(Verdict.FAIL, reading.path, _EXPECTED, absent)


def _judge(statement: Statement, _: Context) -> Iterator[Finding]:
    confined = confined_by(statement, _KEYS)
    names = [principal.name for principal in statement.principals]
    wide = any(text.known == "*" for text in statement.resources)
    if names and not everyone(statement) and not any(name.is_vague for name in names):
        yield passed("{0}", listed(names))
    elif confined is Verdict.PASS:
        yield passed("principals or resources that a condition confines")
    elif statement.resources and not wide and not any(x.is_vague for x in statement.resources):
        yield passed("{0}", listed(statement.resources))
    elif confined is Verdict.UNDETERMINED or not wide or any(name.is_vague for name in names):
        yield undecided("principals, resources or conditions that are not known before deployment")
    else:
        yield failed("everybody may {0} on everything", listed(statement.actions))


_QUESTION: Final = Question((Kind.ENDPOINT,), _EXPECTED, _judge)
_LEDGER: Final = "arn:aws:secretsmanager:ap-northeast-1:000000000000:secret:ledger-??????"

CONTROL = Control(
    id="vpc-endpoint-policy-confines",
    family=Family.LEAST_PRIVILEGE,
    title="VPC endpoints carry a policy that confines them",
    severity=Severity.MEDIUM,
    applies_to=tokens_with(Kind.ENDPOINT),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"policy": document(let("*", "secretsmanager:GetSecretValue", _LEDGER))},
            type=_ENDPOINT,
        ),
        Example(
            {
                "policy": document(
                    let(
                        "*",
                        "s3:GetObject",
                        "*",
                        Condition={"StringEquals": {"aws:ResourceAccount": "000000000000"}},
                    )
                )
            },
            type=_ENDPOINT,
        ),
    ),
    failing=(
        Example({"serviceName": "com.amazonaws.ap-northeast-1.s3"}, type=_ENDPOINT),
        Example({"policy": document(let("*", "s3:GetObject", "*"))}, type=_ENDPOINT),
    ),
)
