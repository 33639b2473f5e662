"""`getPolicyDocument` is rendered as the provider renders it."""

from __future__ import annotations

import json

import pytest

from policy.offline.policy_document import DuplicateSidError, UnreadableError, render


def document(**arguments: object) -> dict[str, object]:
    rendered = json.loads(str(render(arguments)["json"]))
    assert isinstance(rendered, dict)
    return rendered


def text(*statements: dict[str, object], **fields: object) -> str:
    return json.dumps({"Version": "2012-10-17", **fields, "Statement": list(statements)})


def test_a_whole_statement() -> None:
    statement = {
        "sid": "Read",
        "effect": "Deny",
        "actions": ["s3:GetObject", "s3:ListBucket"],
        "resources": ["arn:aws:s3:::orders"],
        "principals": [
            {"type": "AWS", "identifiers": ["arn:aws:iam::1:root", "arn:aws:iam::2:root"]},
            {"type": "Service", "identifiers": ["logs.amazonaws.com"]},
        ],
        "conditions": [
            {"test": "StringLike", "variable": "s3:prefix", "values": ["a/*", "b/*"]},
            {"test": "StringLike", "variable": "aws:SourceArn", "values": ["arn:x"]},
            {"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]},
        ],
    }
    assert document(statements=[statement], policyId="orders") == {
        "Version": "2012-10-17",
        "Id": "orders",
        "Statement": [
            {
                "Sid": "Read",
                "Effect": "Deny",
                "Action": ["s3:ListBucket", "s3:GetObject"],
                "Resource": "arn:aws:s3:::orders",
                "Principal": {
                    "AWS": ["arn:aws:iam::2:root", "arn:aws:iam::1:root"],
                    "Service": "logs.amazonaws.com",
                },
                "Condition": {
                    "StringLike": {"s3:prefix": ["a/*", "b/*"], "aws:SourceArn": "arn:x"},
                    "Bool": {"aws:SecureTransport": "false"},
                },
            }
        ],
    }


def test_exclusions_and_everybody() -> None:
    statement = {
        "notActions": ["iam:*"],
        "notResources": ["arn:x"],
        "notPrincipals": [{"type": "*", "identifiers": ["*"]}],
    }
    assert document(statements=[statement])["Statement"] == [
        {
            "Effect": "Allow",
            "NotAction": "iam:*",
            "NotResource": "arn:x",
            "NotPrincipal": "*",
        }
    ]


def test_names_of_statements_written_as_python_dicts() -> None:
    assert document(statements=[{"not_actions": ["iam:*"]}])["Statement"] == [
        {"Effect": "Allow", "NotAction": "iam:*"}
    ]


def test_policy_variables() -> None:
    statement = {"resources": ["arn:aws:s3:::home/&{aws:username}"]}
    new = document(statements=[statement])["Statement"]
    old = document(statements=[statement], version="2008-10-17")["Statement"]
    assert new == [{"Effect": "Allow", "Resource": "arn:aws:s3:::home/${aws:username}"}]
    assert old == [{"Effect": "Allow", "Resource": "arn:aws:s3:::home/&{aws:username}"}]


def test_sources_come_first_and_overrides_last() -> None:
    merged = document(
        sourcePolicyDocuments=[text({"Sid": "A", "Effect": "Deny"}, {"Effect": "Allow"}, Id="src")],
        statements=[{"sid": "A", "actions": ["own"]}, {"sid": "B", "actions": ["own"]}],
        overridePolicyDocuments=[text({"Sid": "B", "Effect": "Deny"}, {"Sid": "C"}), ""],
    )
    assert merged == {
        "Version": "2012-10-17",
        "Id": "src",
        "Statement": [
            {"Sid": "A", "Effect": "Allow", "Action": "own"},
            {"Effect": "Allow"},
            {"Sid": "B", "Effect": "Deny"},
            {"Sid": "C"},
        ],
    }


def test_deprecated_single_documents() -> None:
    merged = document(
        sourceJson=json.dumps({"Statement": {"Sid": "A"}}), overrideJson=text({"Sid": "B"})
    )
    assert merged["Statement"] == [{"Sid": "A"}, {"Sid": "B"}]


def test_sids_are_unique() -> None:
    with pytest.raises(DuplicateSidError, match="Sid A occurs twice"):
        render({"statements": [{"sid": "A"}, {"sid": "A"}]})
    with pytest.raises(DuplicateSidError):
        render({"sourcePolicyDocuments": [text({"Sid": "A"}), text({"Sid": "A"})]})


@pytest.mark.parametrize("source", ["sym-0123456789ab", "[]", "3"])
def test_documents_that_are_none(source: str) -> None:
    with pytest.raises(UnreadableError):
        render({"sourcePolicyDocuments": [source]})


def test_the_minified_form_says_the_same() -> None:
    rendered = render({"statements": [{"actions": ["a"]}]})
    assert json.loads(str(rendered["minifiedJson"])) == json.loads(str(rendered["json"]))
    assert " " not in str(rendered["minifiedJson"])
    assert str(rendered["json"]).startswith('{\n  "Version"')
