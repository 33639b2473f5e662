"""An identity provider may hand out a role to known users or workloads only.

Why: GitHub, Cognito and the like vouch for all their customers; without a condition on the subject
any repository, or any signed-in user, gets the role.
Fix: demand the subject that is meant, with its organisation and repository, or service account.

```python
statement = {
    "Effect": "Allow",
    "Principal": {"Federated": github_provider_arn},
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {
        "StringEquals": {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": "repo:japancart/monitor:environment:dev",
        }
    },
}
```

Severity: critical; strangers get the role's permissions.
Not covered: whether the subject that is demanded is the right one.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.document import Condition, Kind, Principal, Statement
from policy.iam.judging import Finding, Question, ask, failed, passed, undecided
from policy.iam.locations import tokens_with
from policy.iam.restriction import confines
from policy.iam.text import Text
from policy.iam.writing import document
from policy.verdict import Observation, Verdict, phrase

_CLAIMS: Final = {
    # What tells one customer of a provider from another; every provider not listed has a subject.
    "saml-provider/": ("saml:aud", "saml:iss"),
    "cognito-identity.amazonaws.com": ("cognito-identity.amazonaws.com:aud",),
    "accounts.google.com": ("accounts.google.com:aud", "accounts.google.com:sub"),
    "graph.facebook.com": ("graph.facebook.com:app_id",),
    "www.amazon.com": ("www.amazon.com:app_id",),
}
_REPOSITORY: Final = ("repo:", "project_path:")


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    yield from ask(_QUESTION, resource, context)


def _judge(statement: Statement, _: Context) -> Iterator[Finding]:
    for principal in statement.principals:
        if principal.kind == "Federated":
            yield _of_provider(principal, statement)
        elif not principal.kind:
            yield undecided("a principal that is not known before deployment")


def _of_provider(principal: Principal, statement: Statement) -> Finding:
    verdicts = {
        _names_subject(condition, statement)
        for condition in statement.conditions
        if _is_claim_of(principal.name, condition.name)
    }
    if Verdict.PASS in verdicts:
        return passed("{0} for a subject that is named", principal.name)
    if Verdict.UNDETERMINED in verdicts or statement.has_unknown_conditions:
        return undecided("{0} with conditions that are not known before deployment", principal.name)
    return failed("{0} for all whom it vouches for", principal.name)


def _is_claim_of(provider: Text, key: str) -> bool:
    listed = (keys for name, keys in _CLAIMS.items() if name in provider.shape)
    wanted = next(listed, None)
    return key.endswith(":sub") if wanted is None else key in wanted


def _names_subject(condition: Condition, statement: Statement) -> Verdict:
    verdict = confines(condition, statement)
    if verdict is Verdict.PASS and any(map(_is_any_repository, condition.values)):
        return Verdict.FAIL
    return verdict


def _is_any_repository(value: Text) -> bool:
    """Whether a subject leaves the organisation open, as `repo:*` does."""
    fixed = value.shape.partition("*")[0]
    return fixed.startswith(_REPOSITORY) and "*" in value.shape and "/" not in fixed


_QUESTION: Final = Question((Kind.TRUST,), phrase("subjects that are named"), _judge)
_GITHUB: Final = "token.actions.githubusercontent.com"


def _trust(conditions: dict[str, object]) -> dict[str, object]:
    statement: dict[str, object] = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::000000000000:oidc-provider/{_GITHUB}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": conditions,
    }
    return {"assumeRolePolicy": document(statement)}


CONTROL = Control(
    id="iam-federated-trust-confined",
    family=Family.LEAST_PRIVILEGE,
    title="Identity providers hand out roles to named subjects only",
    severity=Severity.CRITICAL,
    applies_to=tokens_with(Kind.TRUST),
    check=_check,
    passing=(Example(_trust({"StringLike": {f"{_GITHUB}:sub": "repo:japancart/monitoring:*"}})),),
    failing=(
        Example(_trust({"StringEquals": {f"{_GITHUB}:aud": "sts.amazonaws.com"}})),
        Example(_trust({"StringLike": {f"{_GITHUB}:sub": "repo:*"}})),
    ),
)
