"""The catalogue has decided on everything in the installed SDK, and notices what is new."""

from dataclasses import replace

import pytest

from policy.catalog.reviewed import reviews
from policy.families import Family
from policy.surface.completeness import (
    Decisions,
    dangling,
    family_rows,
    open_questions,
    undecided,
)
from policy.surface.extraction import Surface
from policy.surface.heuristics import Candidate, candidates

QUEUE = "aws:sqs/queue:Queue"


def test_nothing_of_the_installed_sdk_is_undecided(surface: Surface) -> None:
    assert open_questions(surface) == []


def test_every_family_with_a_smell_finds_something(surface: Surface) -> None:
    found = {candidate.family for candidate in candidates(surface)}

    assert found == set(Family) - {Family.NAMING}


def test_a_removed_row_leaves_its_property_undecided(surface: Surface) -> None:
    gone = [pair for pair in family_rows() if pair[1].path != "kmsMasterKeyId"]

    assert Candidate(Family.ENCRYPTION_AT_REST, QUEUE, "kmsMasterKeyId") in set(
        undecided(surface, Decisions.of(gone, reviews()))
    )


def test_nearly_every_row_is_missed_when_it_is_removed(surface: Surface) -> None:
    """Names alone would find most rows again; the rest is found by comparing SDK versions."""
    smelling = {(item.token, item.path.replace("[]", "")) for item in candidates(surface)}
    rows = [row for _, row in family_rows() if row.path]
    found = sum((row.token, row.path.replace("[]", "")) in smelling for row in rows)

    assert found / len(rows) > 0.6


@pytest.mark.parametrize(
    ("path", "family"),
    [
        ("replicaKmsKeyArn", Family.ENCRYPTION_AT_REST),
        ("secondaryRegion", Family.REGION),
        ("deletionProtection", Family.DESTROYABLE),
        ("options.clientTlsMode", Family.ENCRYPTION_IN_TRANSIT),
        ("multiAzMode", Family.MULTI_AZ),
        ("publiclyAccessible", Family.NETWORK),
        ("auditLogging", Family.OBSERVABILITY),
        ("adminPassword", Family.SECRETS),
        ("accessPolicyDocument", Family.LEAST_PRIVILEGE),
    ],
)
def test_a_property_that_an_sdk_adds_is_a_question(
    path: str, family: Family, surface: Surface
) -> None:
    newer = {**surface, QUEUE: {**surface[QUEUE], path: "string"}}

    assert open_questions(newer) == [f"{QUEUE} {path}: {family}?"]


def test_a_type_that_an_sdk_adds_is_a_question(surface: Surface) -> None:
    newer = {**surface, "aws:new/thing:Thing": {"name": "string"}}

    assert open_questions(newer) == [
        "aws:new/thing:Thing: no line in naming.csv",
        "aws:new/thing:Thing: no region property, and not in global.csv",
    ]


def test_a_property_that_an_sdk_drops_is_a_question(surface: Surface) -> None:
    older = {**surface, QUEUE: {"name": "string", "region": "string"}}

    assert f"{QUEUE} kmsMasterKeyId: no longer exists" in open_questions(older)


def test_paths_of_conditions_must_exist_too(surface: Surface) -> None:
    _, row = next(pair for pair in family_rows() if pair[1].when)
    broken = replace(row, when="noSuchProperty=true")

    assert list(dangling(surface, [broken], [])) == [f"{row.token} noSuchProperty"]
