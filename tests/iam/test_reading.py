"""Documents are read from every form that programs give them, and never half understood."""

import json

import pytest

from policy.graph import Graph, Origin, Provenance, StandIn, Unknown
from policy.iam import read_document
from policy.iam.document import Document, Effect
from policy.iam.text import Gap

QUEUE = "urn:pulumi:dev::program::aws:sqs/queue:Queue::queue-dev"
ORIGIN = Origin(QUEUE, "arn")
MARKER = "sym-0123456789ab"
ARN = f"arn:aws:sqs:{MARKER}:990123456789:queue/{MARKER}"
ACCOUNT = "990123456789"
GRAPH = Graph(
    resources=(),
    stand_ins={MARKER: StandIn(ARN, ORIGIN), ACCOUNT: StandIn(ARN, ORIGIN)},
)
STATEMENT = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}


def document(*statements: object) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def texts(read: Document) -> list[list[str]]:
    return [[str(text) for text in item.resources] for item in read.statements]


@pytest.mark.parametrize(
    "form",
    [
        document(STATEMENT),
        json.dumps(document(STATEMENT)),
        {"Version": "2012-10-17", "Statement": STATEMENT},
        {"version": "2012-10-17", "statement": {key.lower(): STATEMENT[key] for key in STATEMENT}},
        document({**STATEMENT, "Action": ["sqs:SendMessage"], "Resource": ["*"]}),
    ],
)
def test_every_form_says_the_same(form: object) -> None:
    (statement,) = read_document(form, GRAPH).statements

    assert statement.effect is Effect.ALLOW
    assert [text.known for text in statement.actions] == ["sqs:SendMessage"]
    assert [text.known for text in statement.resources] == ["*"]


def test_text_with_stand_ins_keeps_what_surrounds_them() -> None:
    text = json.dumps(document({**STATEMENT, "Resource": [ARN, f"{ARN}/*", "arn:aws:sqs:::x"]}))

    read = read_document(Unknown((ORIGIN,), Provenance.EXACT, text), GRAPH)

    assert texts(read) == [["<queue-dev.arn>", "<queue-dev.arn>/*", "arn:aws:sqs:::x"]]
    first, second, third = read.statements[0].resources
    assert first.known is None
    assert not first.is_vague
    assert second.literals == "/*"
    assert third.known == "arn:aws:sqs:::x"


def test_pieces_of_a_stand_in_are_gaps_too() -> None:
    name = f"arn:aws:sqs:ap-northeast-1:{ACCOUNT}:{MARKER}"
    text = json.dumps(document({**STATEMENT, "Resource": name}))

    read = read_document(Unknown((ORIGIN,), Provenance.EXACT, text), GRAPH)

    assert texts(read) == [["arn:aws:sqs:ap-northeast-1:<queue-dev.arn>:<queue-dev.arn>"]]


def test_stand_in_from_outside_is_found_without_an_origin() -> None:
    outside = StandIn("sym-ffffffffffff", Origin("pulumi:pulumi:StackReference", "pattern"))
    graph = Graph(resources=(), stand_ins={"sym-ffffffffffff": outside})
    text = json.dumps(document({**STATEMENT, "Resource": "sym-ffffffffffff"}))

    (resource,) = read_document(Unknown(text=text), graph).statements[0].resources

    assert resource.known is None
    assert resource.is_vague


def test_unknown_leaf_of_an_object_stays_a_gap() -> None:
    exact = Unknown((ORIGIN,), Provenance.EXACT)
    candidates = Unknown((ORIGIN,), Provenance.CANDIDATES)

    read = read_document(document({**STATEMENT, "Resource": [exact, candidates]}), GRAPH)

    assert [text.is_vague for text in read.statements[0].resources] == [False, True]


def test_unknown_parts_say_where_they_hide_something() -> None:
    read = read_document(
        document({"Effect": Unknown(), "Action": Unknown(), "Condition": Unknown()}, Unknown()),
        GRAPH,
    )

    (statement,) = read.statements
    assert statement.effect is Effect.UNKNOWN
    assert statement.actions[0].parts == (Gap(),)
    assert statement.has_unknown_conditions
    assert read.unknown is not None


@pytest.mark.parametrize("value", [Unknown(), Unknown(text="{not json"), Unknown((ORIGIN,))])
def test_document_that_is_not_known_is_unknown(value: Unknown) -> None:
    assert read_document(value, GRAPH) == Document(unknown=value)


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ("{'Version': 1}", "a text that is not JSON"),
        ("[" * 20_000, "a text that is not JSON"),
        ([STATEMENT], "something else than an object"),
        ("[]", "something else than an object"),
        ({"Version": "2012-10-17"}, "no statement"),
        ({"Version": "2012-10-17", "Statement": []}, "no statement"),
        (document("Allow"), "something else than an object"),
        ({"Version": "2012-10-18", "Statement": STATEMENT}, "a Version that does not exist"),
        ({"Version": [], "Statement": STATEMENT}, "a Version that does not exist"),
        (
            {"Statement": {**STATEMENT, "Resource": "arn:aws:s3:::${aws:username}"}},
            "policy variables without Version 2012-10-17",
        ),
        ({**document(STATEMENT), "Statements": []}, "an element Statements that the grammar"),
        (document({**STATEMENT, "Efect": "Deny"}), "an element Efect that the grammar does not"),
        (document({**STATEMENT, "effect": "Deny"}), "the element effect twice"),
        (document({**STATEMENT, "Effect": "allow"}), "no Effect of Allow or Deny"),
        (document({**STATEMENT, "Effect": ["Allow"]}), "no Effect of Allow or Deny"),
        (document({**STATEMENT, "Action": [{}]}), "something else than a text or a list"),
        (document({**STATEMENT, "Principal": "me"}), "a Principal that is neither * nor"),
        (document({**STATEMENT, "Principal": {"Aws ": "*"}}), "a kind of principal Aws  that"),
        (document({**STATEMENT, "Condition": "Bool"}), "a Condition that is not an object"),
        (document({**STATEMENT, "Condition": {"Bool": "x"}}), "a condition Bool that is not"),
        (
            document({**STATEMENT, "Condition": {"StringEqual": {"aws:username": "x"}}}),
            "a condition operator StringEqual that does not exist",
        ),
        (
            document({**STATEMENT, "Condition": {"ForNoValue:StringLike": {"aws:username": "x"}}}),
            "a condition operator ForNoValue:StringLike that does not exist",
        ),
    ],
)
def test_what_breaks_the_grammar_is_told(form: object, problem: str) -> None:
    problems = [str(text) for _, text in read_document(form, GRAPH, "policy").problems]

    assert any(text.startswith(problem) for text in problems), problems


def test_condition_is_taken_apart() -> None:
    condition = {
        "ForAnyValue:StringEqualsIfExists": {"kms:ResourceAliases": ["alias/a", "alias/b"]}
    }

    (read,) = read_document(document({**STATEMENT, "Condition": condition}), GRAPH).statements

    (found,) = read.conditions
    assert (found.quantifier, found.operator, found.if_exists) == (
        "ForAnyValue",
        "StringEquals",
        True,
    )
    assert found.label == "ForAnyValue:StringEqualsIfExists kms:ResourceAliases"
    assert [value.known for value in found.values] == ["alias/a", "alias/b"]


def test_booleans_and_numbers_are_texts_in_conditions() -> None:
    condition = {"Bool": {"aws:SecureTransport": False}, "NumericLessThan": {"s3:TlsVersion": 1.2}}

    (read,) = read_document(document({**STATEMENT, "Condition": condition}), GRAPH).statements

    assert [value.known for item in read.conditions for value in item.values] == ["false", "1.2"]


def test_lost_condition_keeps_its_statement_open() -> None:
    condition = {"StringEqual": {"aws:SourceAccount": "111122223333"}}

    (read,) = read_document(document({**STATEMENT, "Condition": condition}), GRAPH).statements

    assert read.has_unknown_conditions
