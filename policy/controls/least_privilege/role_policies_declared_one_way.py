"""A role's policies are declared in one way only.

Why: `managed_policy_arns` and `inline_policies` on a role are exclusive: each update removes what
separate resources attach, and those put it back; permissions come and go with each deployment.
Fix: use separate resources, or the role's own arguments, but not both.

```python
role = aws.iam.Role("scorer", assume_role_policy=trust)
aws.iam.RolePolicyAttachment("reader", role=role.name, policy_arn=policy.arn)
```

Severity: medium; the role's permissions are not what either declaration says.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Graph, Resource
from policy.iam.holdings import ROLE, names_of, targets
from policy.verdict import Observation, Phrase, Verdict, phrase

_EXPECTED: Final = phrase("policies declared in one way")
_RIVALS: Final = {
    # A role's own argument, and the types that say the same, with the property naming the role.
    "managedPolicyArns": {
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "role",
        "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "roleName",
        "aws:iam/policyAttachment:PolicyAttachment": "roles[]",
    },
    "inlinePolicies": {
        "aws:iam/rolePolicy:RolePolicy": "role",
        "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": "roleName",
    },
}


@dataclass(frozen=True, slots=True)
class _Separate:
    """The separate resources that say what one argument says, by the role's URN.

    `astray` is true where one may be for any role.
    """

    names: Mapping[str, list[str]]
    astray: bool


def _check(role: Resource, context: Context) -> Iterator[Observation]:
    for argument in _RIVALS:
        if all(reading.is_absent for reading in role.read(argument)):
            continue
        separate = _separate(argument, context.graph)
        named = separate.names.get(role.urn)
        if named:
            found = phrase("{0} besides {1}", ", ".join(named), argument)
            yield Observation(Verdict.FAIL, argument, _EXPECTED, found)
        else:
            yield _without_rival(argument, unsure=separate.astray)


def _without_rival(argument: str, *, unsure: bool) -> Observation:
    if unsure:
        found: Phrase = phrase("an attachment to a role that is not known before deployment")
        return Observation(Verdict.UNDETERMINED, argument, _EXPECTED, found)
    return Observation(Verdict.PASS, argument, _EXPECTED, phrase("{0} alone", argument))


def _separate(argument: str, graph: Graph) -> _Separate:
    key = ("separate role policies", argument)
    if key not in graph.memo:
        graph.memo[key] = _collect(argument, graph)
    return cast("_Separate", graph.memo[key])


def _collect(argument: str, graph: Graph) -> _Separate:
    names: defaultdict[str, list[str]] = defaultdict(list)
    astray = False
    roles = names_of(graph, ROLE)
    for token, path in _RIVALS[argument].items():
        for rival in graph.of_types(token):
            for reading in rival.read(path):
                found = targets(reading, roles, graph)
                astray = astray or found is None
                for role in found or ():
                    names[role.urn].append(rival.name)
    return _Separate(names, astray)


_XRAY: Final = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"

CONTROL = Control(
    id="iam-role-policies-declared-one-way",
    family=Family.LEAST_PRIVILEGE,
    title="A role's policies are declared in one way only",
    severity=Severity.MEDIUM,
    applies_to=(ROLE,),
    check=_check,
    scope=Scope.STACK,
    passing=(Example({"managedPolicyArns": [_XRAY]}),),
    failing=(
        Example(
            {"managedPolicyArns": [_XRAY]},
            others=(
                Other(
                    "attachment-dev",
                    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                    {"role": Ref("example-dev", "name"), "policyArn": _XRAY},
                ),
            ),
        ),
    ),
)
