"""Accounts are told apart by the settings, and the program's own resources by reference."""

import pytest

from policy.control import Context
from policy.graph import Graph, Origin, StandIn
from policy.iam.principals import NOBODYS_ACCOUNT, Standing, standing_of
from policy.iam.text import Gap, Text, literal, split
from policy.settings import Settings
from tests.iam.judged import OTHER, OWN, resource

ROLE = resource("aws:iam/role:Role", "app")
STAND_IN = StandIn("arn:aws:iam::991234567890:role/sym-1", Origin(ROLE.urn, "arn"))
CONTEXT = Context(
    Graph(resources=(ROLE,)), Settings(account_id=OWN, trusted_accounts=("777788889999",))
)
UNSET = Context(Graph(resources=(ROLE,)), Settings())


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        (OWN, Standing.OWN),
        (f"arn:aws:iam::{OWN}:root", Standing.OWN),
        (f"arn:aws:sts::{OWN}:assumed-role/app/session", Standing.OWN),
        (NOBODYS_ACCOUNT, Standing.OWN),
        ("777788889999", Standing.TRUSTED),
        ("arn:aws:iam::582318560864:root", Standing.TRUSTED),
        (
            "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE",
            Standing.TRUSTED,
        ),
        (OTHER, Standing.FOREIGN),
        (f"arn:aws:sns:ap-northeast-1:{OTHER}:topic", Standing.FOREIGN),
        ("arn:aws:iam::*:role/app", Standing.FOREIGN),
        ("arn:aws:s3:::bucket", None),
        ("sns.amazonaws.com", None),
    ],
)
def test_known_texts(text: str, standing: Standing | None) -> None:
    assert standing_of(literal(text), CONTEXT) is standing


def test_without_an_own_account_others_are_not_known() -> None:
    assert standing_of(literal(OTHER), UNSET) is Standing.UNKNOWN
    assert standing_of(literal("arn:aws:iam::*:root"), UNSET) is Standing.FOREIGN


def test_output_of_a_resource_is_of_the_own_account() -> None:
    whole = split(STAND_IN.text, [("sym-1", STAND_IN)])
    account = split("arn:aws:iam::991234567890:root", [("991234567890", STAND_IN)])

    assert standing_of(whole, UNSET) is Standing.OWN
    assert standing_of(account, UNSET) is Standing.OWN


def test_digits_of_a_stand_in_prove_nothing() -> None:
    elsewhere = StandIn(STAND_IN.text, Origin("aws:iam/getRole:getRole", "arn"))

    assert standing_of(split(STAND_IN.text, [("sym-1", elsewhere)]), CONTEXT) is Standing.UNKNOWN


def test_unknown_text_is_of_an_unknown_account() -> None:
    assert standing_of(Text((Gap(),)), CONTEXT) is Standing.UNKNOWN
    assert standing_of(Text(("arn:aws:iam::", Gap(), ":root")), CONTEXT) is Standing.UNKNOWN
