"""The tables name what exists: types and properties of the SDK, services, actions, contents."""

import csv
from importlib import resources

import pytest

from policy.iam.actions import expand
from policy.iam.document import Kind
from policy.iam.escalation import ACTIONS
from policy.iam.excess import excesses
from policy.iam.locations import locations
from policy.iam.managed import content_of, known_arns
from policy.iam.plain_grants import plain_grants
from policy.iam.services import Support, known_of
from policy.surface.extraction import Surface, installed_package, read_surface

# An entry of a map is no path of its own.
IN_A_MAP = {("aws:ssm/document:Document", "permissions.account_ids"): "permissions{}"}


@pytest.fixture(scope="module")
def surface() -> Surface:
    return read_surface(installed_package())


def rows(package: str, name: str) -> list[dict[str, str]]:
    text = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.parametrize("table", ["iam_documents.csv", "iam_grants.csv"])
def test_places_exist_in_the_sdk(table: str, surface: Surface) -> None:
    places = [(row["token"], row["path"]) for row in rows("policy.catalog", table)]
    missing = [
        (token, path)
        for token, path in places
        if IN_A_MAP.get((token, path), path) not in surface.get(token, {})
    ]

    assert missing == []


def test_places_are_listed_once_and_in_order() -> None:
    for name in ("iam_documents.csv", "iam_grants.csv"):
        keys = [(row["token"], row["path"]) for row in rows("policy.catalog", name)]
        assert keys == sorted(set(keys))
    assert sum(map(len, locations().values())) == len(rows("policy.catalog", "iam_documents.csv"))
    assert sum(map(len, plain_grants().values())) == len(rows("policy.catalog", "iam_grants.csv"))


def test_service_principals_have_a_source_and_appear_once() -> None:
    listed = rows("policy.iam", "service_principals.csv")
    keys = [(row["use"], row["service"]) for row in listed]

    assert len(keys) == len(set(keys))
    assert {row["use"] for row in listed} == {"trust", "resource"}
    assert all(row["source"].startswith("https://") for row in listed)


@pytest.mark.parametrize(
    ("principal", "kind", "support"),
    [
        ("lambda.amazonaws.com", Kind.TRUST, Support.DEMANDED),
        ("ec2.amazonaws.com", Kind.TRUST, Support.UNSUPPORTED),
        ("cloudtrail.amazonaws.com", Kind.TRUST, Support.UNSUPPORTED),
        ("cloudtrail.amazonaws.com", Kind.RESOURCE, Support.DEMANDED),
        ("logs.ap-northeast-1.amazonaws.com", Kind.KEY, Support.DEMANDED),
        ("monitoring.rds.amazonaws.com", Kind.TRUST, Support.DEMANDED),
        ("brand-new.amazonaws.com", Kind.TRUST, Support.UNKNOWN),
    ],
)
def test_service_is_looked_up_by_its_use(principal: str, kind: Kind, support: Support) -> None:
    assert known_of(principal, kind).support is support


def test_actions_of_the_paths_to_more_permissions_exist() -> None:
    assert [name for name in sorted(ACTIONS) if not expand(name)] == []


@pytest.mark.parametrize("arn", known_arns())
def test_contents_of_managed_policies_are_readable(arn: str) -> None:
    content = content_of(arn)

    assert content is not None
    assert not content.problems
    assert content.statements


def test_narrow_managed_policies() -> None:
    contents = {arn: content_of(arn) for arn in known_arns()}
    narrow = {
        arn.rpartition("/")[2]
        for arn, content in contents.items()
        if content is not None and not list(excesses(content))
    }

    assert narrow == {
        "AWSXRayDaemonWriteAccess",
        "AWSXrayWriteOnlyAccess",
        "AmazonDMSCloudWatchLogsRole",
        "AmazonRDSEnhancedMonitoringRole",
    }


def test_content_that_is_not_in_the_table_is_not_known() -> None:
    assert content_of("arn:aws:iam::aws:policy/AmazonBraketFullAccess") is None
