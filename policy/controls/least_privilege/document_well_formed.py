"""IAM documents keep the grammar of IAM.

Why: AWS refuses a document with a wrong element only at deployment, and ignores an element that it
does not expect where a typing error makes one; a statement that is not read protects nothing.
Fix: keep to the elements of the grammar, one of `Action` and `NotAction`, and a `Resource` or a
`Principal` where the kind of document asks for one.

```python
aws.iam.RolePolicy(
    "reader",
    role=role.name,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": ["kinesis:GetRecords"], "Resource": [stream_arn]}
            ],
        }
    ),
)
```

Severity: medium; mostly the deployment fails, which is late but loud.
Not covered: the length limits of documents.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource
from policy.iam.document import Effect, Kind, Statement
from policy.iam.judging import shown, unreadable
from policy.iam.locations import Located, documents_of, tokens_with
from policy.iam.writing import allow, document, trust
from policy.verdict import Observation, Phrase, Verdict, phrase

_EXPECTED: Final = phrase("a document that keeps the grammar of IAM")
_WITH_RESOURCE: Final = {Kind.IDENTITY, Kind.SESSION, Kind.ENDPOINT, Kind.ORGANIZATION}
_WITHOUT_RESOURCE: Final = {Kind.TRUST, Kind.FRAGMENT}
_WITH_PRINCIPAL: Final = {Kind.TRUST, Kind.RESOURCE, Kind.KEY, Kind.ENDPOINT}
_WITHOUT_PRINCIPAL: Final = {Kind.IDENTITY, Kind.SESSION, Kind.FRAGMENT}


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    for located in documents_of(resource, context):
        problems = [*located.document.problems, *_problems(located)]
        for path, problem in problems:
            yield Observation(Verdict.FAIL, path, _EXPECTED, shown(problem, located))
        if not problems:
            yield _without_problems(located, context)


def _without_problems(located: Located, context: Context) -> Observation:
    statements = located.document.statements
    hidden = unreadable(located, context)
    if hidden is None and any(map(_is_hidden, statements)):
        hidden = phrase("parts of statements that are not known before deployment")
    if hidden is not None:
        return Observation(Verdict.UNDETERMINED, located.path, _EXPECTED, hidden)
    return Observation(
        Verdict.PASS, located.path, _EXPECTED, phrase("statements: {0}", len(statements))
    )


def _is_hidden(statement: Statement) -> bool:
    """Whether a part is unknown as a whole, so that it could break the grammar."""
    texts = (*statement.actions, *statement.not_actions)
    texts += (*statement.resources, *statement.not_resources)
    principals = (*statement.principals, *statement.not_principals)
    return (
        statement.effect is Effect.UNKNOWN
        or statement.has_unknown_conditions
        or any(text.is_vague for text in texts)
        or any(not principal.kind for principal in principals)
    )


def _problems(located: Located) -> Iterator[tuple[str, Phrase]]:
    statements = located.document.statements
    for statement in statements:
        for problem in (*_actions(statement), *_resources(statement, located.kind)):
            yield statement.path, problem
        for problem in _principals(statement, located.kind):
            yield statement.path, problem
    for sid, count in Counter(item.sid for item in statements if item.sid).items():
        if count > 1:
            yield located.path, phrase("the statement id {0} more than once", sid)


def _actions(statement: Statement) -> Iterable[Phrase]:
    if bool(statement.actions) == bool(statement.not_actions):
        yield phrase("not exactly one of Action and NotAction")


def _resources(statement: Statement, kind: Kind) -> Iterable[Phrase]:
    both = bool(statement.resources) and bool(statement.not_resources)
    has_any = bool(statement.resources) or bool(statement.not_resources)
    if both or (kind in _WITH_RESOURCE and not has_any):
        yield phrase("not exactly one of Resource and NotResource")
    if kind in _WITHOUT_RESOURCE and has_any:
        yield phrase("a Resource, which this kind of document cannot have")


def _principals(statement: Statement, kind: Kind) -> Iterable[Phrase]:
    both = bool(statement.principals) and bool(statement.not_principals)
    has_any = bool(statement.principals) or bool(statement.not_principals)
    if both or (kind in _WITH_PRINCIPAL and not has_any):
        yield phrase("not exactly one of Principal and NotPrincipal")
    if kind in _WITHOUT_PRINCIPAL and has_any:
        yield phrase("a Principal, which this kind of document cannot have")


_SQS: Final = "arn:aws:sqs:ap-northeast-1:000000000000:queue-dev"

CONTROL = Control(
    id="iam-document-well-formed",
    family=Family.LEAST_PRIVILEGE,
    title="IAM document keeps the grammar of IAM",
    severity=Severity.MEDIUM,
    applies_to=tokens_with(*Kind),
    check=_check,
    passing=(
        Example({"policy": document(allow("sqs:SendMessage", _SQS))}, type="aws:iam/policy:Policy"),
        Example(
            {"assumeRolePolicy": document(trust({"AWS": "000000000000"}))},
            type="aws:iam/role:Role",
        ),
    ),
    failing=(
        Example({"policy": "{'Version': '2012-10-17'}"}, type="aws:iam/policy:Policy"),
        Example(
            {"policy": document({"Effect": "Allow", "Action": "sqs:SendMessage"})},
            type="aws:iam/policy:Policy",
        ),
        Example(
            {"assumeRolePolicy": document(trust({"AWS": "000000000000"}, Resource="*"))},
            type="aws:iam/role:Role",
        ),
    ),
)
