"""Zones that differ, and zones that only seem to."""

from dataclasses import replace

import pytest

from policy.control import Context, Example, Other, Ref
from policy.evaluation import judge
from policy.examples import graph_of
from policy.graph import Origin, Provenance, StandIn, Unknown
from policy.settings import Settings
from policy.verdict import Verdict
from tests.controls.verdicts import CONTROL, ids, result, subnet, verdict

GROUP = "database-subnet-group-spans-zones"
A, C, D = (f"ap-northeast-1{letter}" for letter in "acd")


def test_two_subnets_of_one_zone_are_no_redundancy() -> None:
    example = Example(
        {"subnetIds": ids("a", "b")}, others=(subnet("a", A), subnet("b", A), subnet("c", C))
    )

    assert verdict(GROUP, example) is Verdict.FAIL


def test_zone_ids_are_zones_too() -> None:
    others = (
        Other("a", "aws:ec2/subnet:Subnet", {"availabilityZoneId": "apne1-az1"}),
        Other("c", "aws:ec2/subnet:Subnet", {"availabilityZoneId": "apne1-az4"}),
    )

    assert verdict(GROUP, Example({"subnetIds": ids("a", "c")}, others=others)) is Verdict.PASS


def test_an_unknown_zone_leaves_open_whether_it_differs() -> None:
    example = Example({"subnetIds": ids("a", "b")}, others=(subnet("a", A), subnet("b", Unknown())))

    assert verdict(GROUP, example) is Verdict.UNDETERMINED


def test_subnets_of_another_program_have_unknown_zones() -> None:
    example = Example({"subnetIds": ["subnet-1", "subnet-2"]})

    assert verdict(GROUP, example) is Verdict.UNDETERMINED


def test_one_subnet_cannot_span_zones_wherever_it_is() -> None:
    assert verdict(GROUP, Example({"subnetIds": ["subnet-1"]})) is Verdict.FAIL


def test_a_list_that_is_unknown_as_a_whole_may_hold_anything() -> None:
    assert verdict(GROUP, Example({"subnetIds": Unknown()})) is Verdict.UNDETERMINED


def test_the_setting_asks_for_more_zones() -> None:
    example = Example({"subnetIds": ids("a", "c")}, others=(subnet("a", A), subnet("c", C)))

    assert verdict(GROUP, example) is Verdict.PASS
    assert verdict(GROUP, example, Settings(minimum_availability_zones=3)) is Verdict.FAIL


def test_the_finding_names_the_zones() -> None:
    example = Example({"subnetIds": ids("a", "b")}, others=(subnet("a", A), subnet("b", A)))

    (observation,) = result(GROUP, example).observations
    assert observation.path == "subnetIds"
    assert str(observation.found) == A


def test_as_many_unknown_leaves_as_origins_prove_the_subnets() -> None:
    leaf = Unknown(
        tuple(
            Origin(f"urn:pulumi:dev::example::aws:ec2/subnet:Subnet::{name}") for name in ("a", "c")
        ),
        Provenance.ONE_EACH,
    )
    example = Example({"subnetIds": [leaf, leaf]}, others=(subnet("a", A), subnet("c", C)))

    assert verdict(GROUP, example) is Verdict.PASS


def test_candidates_of_another_kind_prove_nothing() -> None:
    leaf = Unknown(
        (
            Origin("urn:pulumi:dev::example::aws:ec2/subnet:Subnet::a"),
            Origin("urn:pulumi:dev::example::aws:ec2/vpc:Vpc::vpc"),
        )
    )
    example = Example(
        {"subnetIds": [leaf, leaf]}, others=(subnet("a", A), Other("vpc", "aws:ec2/vpc:Vpc"))
    )

    assert verdict(GROUP, example) is Verdict.UNDETERMINED


def test_a_function_outside_a_vpc_is_not_judged() -> None:
    assert verdict("lambda-function-spans-zones", Example({})) is Verdict.NOT_APPLICABLE


def test_endpoint_subnets_may_come_from_associations() -> None:
    association = "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation"
    example = Example(
        {"vpcEndpointType": "Interface", "subnetIds": ids("a")},
        others=(
            subnet("a", A),
            subnet("c", C),
            Other(
                "link",
                association,
                {"vpcEndpointId": Ref("example-dev", "id"), "subnetId": Ref("c", "id")},
            ),
        ),
    )

    assert verdict("vpc-endpoint-spans-zones", example) is Verdict.PASS


def test_a_regional_nat_gateway_needs_no_siblings() -> None:
    nat = Other(
        "nat", "aws:ec2/natGateway:NatGateway", {"availabilityMode": "regional", "vpcId": "vpc-1"}
    )

    found = verdict("nat-gateway-spans-zones", Example({}, others=(nat,)))
    assert found is Verdict.NOT_APPLICABLE


def test_cluster_instances_without_a_stated_zone_stay_open() -> None:
    instance = "aws:rds/clusterInstance:ClusterInstance"
    others = tuple(
        Other(name, instance, {"clusterIdentifier": Ref("example-dev", "id")})
        for name in ("one", "two")
    )

    found = verdict("database-cluster-spans-zones", Example({}, others=others))
    assert found is Verdict.UNDETERMINED


def test_aurora_versions_are_compared_by_what_they_are_compatible_with() -> None:
    control = "database-engine-supported"
    token = "aws:rds/cluster:Cluster"
    old = Example({"engine": "aurora-mysql", "engineVersion": "5.7.mysql_aurora.2.11.1"}, token)
    new = Example({"engine": "aurora-postgresql", "engineVersion": "16.4"}, token)

    assert verdict(control, old) is Verdict.FAIL
    assert verdict(control, new) is Verdict.PASS


def test_unknown_runtimes_are_not_supported() -> None:
    control = "lambda-runtime-supported"

    for runtime in ("python2.7", "go1.x", "provided.al2", "nodejs", "", "python3.13; rm -rf"):
        assert verdict(control, Example({"runtime": runtime})) is Verdict.FAIL, runtime
    for runtime in ("python3.14", "nodejs24.x", "java25", "provided.al2023", "dotnet10"):
        assert verdict(control, Example({"runtime": runtime})) is Verdict.PASS, runtime


def test_a_replication_groups_own_identifier_makes_it_no_member() -> None:
    example = Example({"replicationGroupId": "history-dev", "snapshotRetentionLimit": 1})

    assert verdict("elasticache-snapshots-kept", example) is Verdict.FAIL


def test_a_zone_name_and_a_zone_id_may_be_the_same_zone() -> None:
    by_id = Other("b", "aws:ec2/subnet:Subnet", {"availabilityZoneId": "apne1-az4"})
    example = Example({"subnetIds": ids("a", "b")}, others=(subnet("a", A), by_id))

    assert verdict(GROUP, example) is Verdict.UNDETERMINED


def look_up(*places: str) -> dict[str, StandIn]:
    token = "aws:index/getAvailabilityZones:getAvailabilityZones"
    return {
        f"sym-{at}": StandIn(f"sym-{at}", Origin(token, place)) for at, place in enumerate(places)
    }


def spread(stand_ins: dict[str, StandIn], *texts: str) -> Verdict:
    others = tuple(subnet(f"s{at}", Unknown(text=text)) for at, text in enumerate(texts))
    example = Example({"subnetIds": ids(*(other.name for other in others))}, others=others)
    graph, subject = graph_of(CONTROL[GROUP], example)
    context = Context(replace(graph, stand_ins=stand_ins), Settings())
    return judge(CONTROL[GROUP], subject, context).verdict


def test_two_places_in_the_list_of_zones_are_two_zones() -> None:
    zones = look_up("names[0]", "names[1]", "zoneIds[1]")

    assert spread(zones, "sym-0", "sym-1") is Verdict.PASS
    assert spread(zones, "sym-0", "sym-0") is Verdict.FAIL
    assert spread(zones, "sym-0", "sym-2") is Verdict.UNDETERMINED
    assert spread(zones, "sym-0", "elsewhere") is Verdict.UNDETERMINED


def test_places_in_different_lists_cannot_be_told_apart() -> None:
    zones = look_up("names[0]", "names[1]", "names[0]")

    assert spread(zones, "sym-0", "sym-1") is Verdict.UNDETERMINED


def beanstalk(*settings: object) -> Example:
    return Example(
        {"settings": list(settings)}, type="aws:elasticbeanstalk/environment:Environment"
    )


MANAGED = {
    "namespace": "aws:elasticbeanstalk:managedactions",
    "name": "ManagedActionsEnabled",
    "value": "true",
}


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        (beanstalk(MANAGED), Verdict.PASS),
        (beanstalk({**MANAGED, "value": "false"}), Verdict.FAIL),
        (beanstalk({**MANAGED, "namespace": "other"}), Verdict.FAIL),
        (beanstalk({**MANAGED, "value": Unknown()}), Verdict.UNDETERMINED),
        (beanstalk(Unknown()), Verdict.UNDETERMINED),
        (beanstalk(), Verdict.FAIL),
    ],
)
def test_platforms_say_by_one_setting_that_they_stay_current(
    example: Example, expected: Verdict
) -> None:
    assert verdict("minor-upgrades-automatic", example) is expected


VOLUME = "aws:ebs/volume:Volume"
SNAPSHOTS = Other("snapshots", "aws:dlm/lifecyclePolicy:LifecyclePolicy")


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        (Example({}, type=VOLUME, others=(SNAPSHOTS,)), Verdict.UNDETERMINED),
        (Example({}, others=(SNAPSHOTS,)), Verdict.FAIL),
        (
            Example(
                {},
                others=(
                    Other(
                        "policy",
                        "aws:efs/backupPolicy:BackupPolicy",
                        {"fileSystemId": Ref("example-dev", "id"), "backupPolicy": {"status": "x"}},
                    ),
                ),
            ),
            Verdict.FAIL,
        ),
    ],
)
def test_backups_of_files_may_come_from_elsewhere(example: Example, expected: Verdict) -> None:
    assert verdict("file-system-in-backup-plan", example) is expected
