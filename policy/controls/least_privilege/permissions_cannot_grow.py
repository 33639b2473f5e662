"""No role, user or group can get more permissions than it was given.

Why: some permissions turn into others: who may change a policy, take over another role or start
code under one has whatever that leads to, however short the list looks.
Fix: leave such actions to the pipeline that deploys. Where a program must create roles, demand a
permissions boundary by condition; where it must pass or take over roles, name them.

```python
statement = {
    "Effect": "Allow",
    "Action": ["iam:PutRolePolicy"],
    "Resource": [f"arn:aws:iam::{account}:role/tenant/*"],
    "Condition": {"StringEquals": {"iam:PermissionsBoundary": boundary_arn}},
}
```

Severity: critical; a foothold becomes the account.
Not covered: paths that lead through other holders' permissions, or through what the actions act on.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.document import Kind
from policy.iam.escalation import paths
from policy.iam.holdings import HOLDERS, Held, holdings
from policy.iam.judging import listed
from policy.iam.locations import documents_of, tokens_with
from policy.iam.writing import allow, document
from policy.verdict import Observation, Verdict, phrase

_EXPECTED: Final = phrase("permissions that do not lead to others")


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    if resource.type in HOLDERS:
        yield from _of_holder(resource, context)
    elif resource.urn not in holdings(context).placed:
        held = [
            Held(resource, located.document)
            for located in documents_of(resource, context, Kind.IDENTITY)
        ]
        yield from _judged(held, may_hold_more=False)


def _of_holder(holder: Resource, context: Context) -> Iterator[Observation]:
    known = holdings(context)
    held = list(known.by_holder.get(holder.urn, ()))
    yield from _judged(held, may_hold_more=holder.type in known.astray)


def _judged(held: list[Held], *, may_hold_more: bool) -> Iterator[Observation]:
    """One observation a path, or one about all that is held."""
    documents = [item.document for item in held]
    found = list(paths(documents))
    for path in found:
        problem = phrase("a way to more permissions: {0}", path)
        yield Observation(Verdict.FAIL, "", _EXPECTED, problem)
    if not found and (held or may_hold_more):
        yield _without_path(held, may_hold_more=may_hold_more)


def _without_path(held: list[Held], *, may_hold_more: bool) -> Observation:
    documents = [item.document for item in held]
    hidden = any(item.unknown is not None or item.is_partial for item in documents)
    if may_hold_more or hidden:
        unread = phrase("documents that are not known in full")
        return Observation(Verdict.UNDETERMINED, "", _EXPECTED, unread)
    doubt = next(paths(documents, doubtful=True), None)
    if doubt is not None:
        possible = phrase("what is not known before deployment could be a way: {0}", doubt)
        return Observation(Verdict.UNDETERMINED, "", _EXPECTED, possible)
    names = listed(sorted({item.source.name for item in held}))
    return Observation(Verdict.PASS, "", _EXPECTED, phrase("none in {0}", names))


_QUEUE: Final = "arn:aws:sqs:ap-northeast-1:000000000000:queue-dev"

CONTROL = Control(
    id="iam-permissions-cannot-grow",
    family=Family.LEAST_PRIVILEGE,
    title="Permissions do not lead to more permissions",
    severity=Severity.CRITICAL,
    applies_to=tuple(dict.fromkeys((*HOLDERS, *tokens_with(Kind.IDENTITY)))),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"inlinePolicies": [{"policy": document(allow("sqs:SendMessage", _QUEUE))}]},
            type="aws:iam/role:Role",
        ),
    ),
    failing=(
        Example(
            {
                "policy": document(
                    allow("iam:CreatePolicyVersion", "arn:aws:iam::000000000000:policy/app-dev")
                )
            },
            type="aws:iam/policy:Policy",
        ),
        Example(
            {"name": "role-dev"},
            type="aws:iam/role:Role",
            others=(
                Other(
                    "creates-dev",
                    "aws:iam/rolePolicy:RolePolicy",
                    {
                        "role": Ref("example-dev", "name"),
                        "policy": document(
                            allow(
                                ["lambda:CreateFunction", "lambda:InvokeFunction"],
                                "arn:aws:lambda:ap-northeast-1:000000000000:function:app-dev",
                            )
                        ),
                    },
                ),
                Other(
                    "passes-dev",
                    "aws:iam/rolePolicy:RolePolicy",
                    {
                        "role": "role-dev",
                        "policy": document(
                            allow(
                                "iam:PassRole",
                                "arn:aws:iam::000000000000:role/*",
                                Condition={
                                    "StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}
                                },
                            )
                        ),
                    },
                ),
            ),
        ),
    ),
)
