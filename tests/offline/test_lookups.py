"""How look-ups, stack references and reads are answered, and that each is listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy.errors import SourceError
from policy.graph import Invoke, Origin, Provenance, Unknown
from policy.offline import Fixtures, Mode, ProgramRun, load_fixtures, run_program
from tests.offline.written import Programs, named

HEADER = "import pulumi\nimport pulumi_aws as aws\n"


def queue(programs: Programs, text: str, **options: object) -> dict[str, object]:
    """The tags of a queue, by which programs tell what they saw."""
    ran = programs.run(HEADER + text, **options)  # type: ignore[arg-type]  # passed through
    tags = named(ran.graph, "q").get("tags")
    assert isinstance(tags, dict)
    return tags


def test_facts_about_account_and_region_are_built_in(programs: Programs) -> None:
    text = """
virginia = aws.Provider("virginia", region="us-east-1")
there = pulumi.InvokeOptions(provider=virginia)
aws.sqs.Queue("q", tags={
    "account": aws.get_caller_identity().account_id,
    "here": aws.get_region().region,
    "there": aws.get_region(opts=there).region,
    "argument": aws.get_region(region="cn-north-1").region,
    "partition": aws.get_partition().partition,
    "zones": ",".join(aws.get_availability_zones(state="available").names),
    "two": ",".join(aws.get_availability_zones(exclude_names=["ap-northeast-1c"]).zone_ids),
})
"""
    assert queue(programs, text) == {
        "account": "000000000000",
        "here": "ap-northeast-1",
        "there": "us-east-1",
        "argument": "cn-north-1",
        "partition": "aws",
        "zones": "ap-northeast-1a,ap-northeast-1c,ap-northeast-1d",
        "two": "apne1-az4,apne1-az2",
    }


def test_without_a_configured_region_there_is_none(programs: Programs) -> None:
    programs.write("Pulumi.yaml", "name: shop\nruntime: python\n")
    text = 'aws.sqs.Queue("q", tags={"r": aws.get_region().region, "p": aws.get_partition().id})\n'
    tags = queue(programs, text)
    assert all(isinstance(value, Unknown) for value in tags.values())


def test_the_account_can_be_told(programs: Programs) -> None:
    programs.write(
        "__main__.py",
        HEADER + 'aws.sqs.Queue("q", name=aws.get_caller_identity().account_id)\n',
    )
    ran = run_program(ProgramRun(directory=programs.directory, account="123456789012"))
    assert named(ran.graph, "q").get("name") == "123456789012"


def test_every_look_up_is_listed(programs: Programs) -> None:
    ran = programs.run(
        HEADER
        + """
aws.get_region()
aws.ec2.get_vpc(default=True)
aws.iam.get_policy_document(statements=[])
pulumi.StackReference("acme/network/dev")
aws.s3.Bucket.get("old", "audit-logs")
"""
    )
    assert sorted((item.token, item.arguments, item.answered) for item in ran.graph.invokes) == [
        ("aws:ec2/getVpc:getVpc", ("default",), "unknown"),
        ("aws:iam/getPolicyDocument:getPolicyDocument", ("statements",), "built-in"),
        ("aws:index/getRegion:getRegion", (), "built-in"),
        ("aws:s3/bucket:Bucket", ("id",), "unknown"),
        ("pulumi:pulumi:StackReference", ("name",), "unknown"),
    ]


@pytest.mark.parametrize("mode", Mode)
def test_unanswered_look_ups_run_and_prove_nothing(programs: Programs, mode: Mode) -> None:
    text = """
vpc = aws.ec2.get_vpc(default=True)
subnets = aws.ec2.get_subnets(filters=[{"name": "vpc-id", "values": [vpc.id]}])
image = aws.ec2.get_ami(most_recent=True, owners=["amazon"])
key = aws.kms.get_key(key_id="alias/orders")
rendered = aws.ec2.get_vpc_output(id=aws.ec2.Vpc("new").id)
aws.sqs.Queue("q", tags={
    "id": vpc.id,
    "part": vpc.cidr_block.split("-")[0],
    "joined": f"{vpc.id}/x",
    "flag": str(vpc.enable_dns_hostnames),
    "count": str(len(subnets.ids)),
    "item": subnets.ids[1],
    "first": image.block_device_mappings[0].device_name,
    "account": key.arn.split(":")[4],
    "compared": "yes" if key.enabled else "no",
    "output": rendered.cidr_block,
    "derived": rendered.arn.apply(lambda arn: str(arn == "x")),
})
"""
    tags = queue(programs, text, mode=mode)
    assert [key for key, value in tags.items() if not isinstance(value, Unknown)] == []
    assert all(not value.origins for value in tags.values() if value.text is not None)  # type: ignore[attr-defined]


def test_arguments_that_a_result_repeats_are_known(programs: Programs) -> None:
    assert queue(programs, 'aws.sqs.Queue("q", tags={"id": aws.ec2.get_vpc(id="vpc-1").id})\n') == {
        "id": "vpc-1"
    }


def test_every_result_tells_the_region_that_was_asked(programs: Programs) -> None:
    assert queue(
        programs,
        """
aws.sqs.Queue("q", tags={
    "here": aws.kms.get_alias(name="alias/a").region,
    "there": aws.kms.get_alias(name="alias/a", region="eu-west-1").region,
})
""",
    ) == {"here": "ap-northeast-1", "there": "eu-west-1"}


def test_both_branches_of_an_unanswered_question_are_seen(programs: Programs) -> None:
    graph = programs.graph(
        HEADER
        + """
if aws.ec2.get_vpc(default=True).enable_dns_support:
    aws.sqs.Queue("yes")
else:
    aws.sqs.Queue("no")
"""
    )
    assert {item.name for item in graph.by_type["aws:sqs/queue:Queue"]} == {"yes", "no"}


def test_lists_are_never_empty(programs: Programs) -> None:
    graph = programs.graph(
        HEADER
        + """
for index, subnet in enumerate(aws.ec2.get_subnets().ids):
    aws.sqs.Queue(f"queue-{index}", name=subnet)
"""
    )
    assert len(graph.by_type["aws:sqs/queue:Queue"]) == 3


def test_an_unknown_region_of_zones_is_not_invented(programs: Programs) -> None:
    tags = queue(
        programs,
        'zones = aws.get_availability_zones(region="eu-north-1").names\n'
        'aws.sqs.Queue("q", tags={"zone": zones[0]})\n',
    )
    assert isinstance(tags["zone"], Unknown)


def test_a_preview_answers_nothing_about_what_it_does_not_create(programs: Programs) -> None:
    text = """
bucket = aws.s3.Bucket("orders", bucket="orders-dev")
document = aws.iam.get_policy_document_output(
    statements=[{"actions": ["s3:GetObject"], "resources": [bucket.arn]}]
)
aws.sqs.Queue("q", tags={"document": document.json})
"""
    assert queue(programs, text, mode=Mode.PREVIEW) == {"document": Unknown()}
    symbolic = queue(programs, text)["document"]
    assert isinstance(symbolic, Unknown)
    bucket = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::orders"
    assert symbolic.origins == (Origin(bucket, "arn"),)
    assert '"Action": "s3:GetObject"' in (symbolic.text or "")


FIXTURES = """
invokes:
  - token: aws:ec2/getVpc:getVpc
    arguments: {default: true}
    result: {id: vpc-1, cidrBlock: 10.0.0.0/16, enableDnsSupport: false}
  - token: aws:ec2/getVpc:getVpc
    result: {id: vpc-2}
stackReferences:
  acme/network/dev: {vpcId: vpc-3, zones: [a, b]}
reads:
  - type: aws:s3/bucket:Bucket
    id: audit-logs
    properties: {arn: "arn:aws:s3:::audit-logs", tags: {owner: audit}}
"""


@pytest.fixture
def fixtures(tmp_path: Path) -> Fixtures:
    file = tmp_path / "answers.yaml"
    file.write_text(FIXTURES, encoding="utf-8")
    return load_fixtures(file)


@pytest.mark.parametrize("mode", Mode)
def test_fixtures_make_the_outside_known(
    programs: Programs, fixtures: Fixtures, mode: Mode
) -> None:
    text = """
default = aws.ec2.get_vpc(default=True)
network = pulumi.StackReference("acme/network/dev")
logs = aws.s3.Bucket.get("logs", "audit-logs")
aws.sqs.Queue("q", tags={
    "default": default.id,
    "block": default.cidr_block,
    "flag": str(default.enable_dns_support),
    "other": aws.ec2.get_vpc(tags={"a": "b"}).id,
    "output": network.get_output("vpcId"),
    "zone": network.require_output("zones")[1],
    "missing": network.get_output("nothing").apply(lambda value: str(value)),
    "read": logs.arn,
    "owner": logs.tags["owner"],
    "identity": logs.id,
})
"""
    assert queue(programs, text, fixtures=fixtures, mode=mode) == {
        "default": "vpc-1",
        "block": "10.0.0.0/16",
        "flag": "False",
        "other": "vpc-2",
        "output": "vpc-3",
        "zone": "b",
        "missing": "None",
        "read": "arn:aws:s3:::audit-logs",
        "owner": "audit",
        "identity": "audit-logs",
    }


def test_what_fixtures_leave_out_stays_unknown(programs: Programs, fixtures: Fixtures) -> None:
    text = """
default = aws.ec2.get_vpc(default=True)
elsewhere = pulumi.StackReference("acme/network/prod")
logs = aws.s3.Bucket.get("logs", "audit-logs")
other = aws.s3.Bucket.get("other", "other-logs")
aws.sqs.Queue("q", tags={
    "arn": default.arn,
    "output": elsewhere.get_output("vpcId"),
    "domain": logs.bucket_domain_name,
    "read": other.arn,
})
"""
    tags = queue(programs, text, fixtures=fixtures)
    assert all(isinstance(value, Unknown) for value in tags.values())


def test_what_a_partial_fixture_leaves_out_decides_nothing(
    programs: Programs, fixtures: Fixtures
) -> None:
    text = """
default = aws.ec2.get_vpc(default=True)
aws.sqs.Queue("q", tags={
    "invented": "yes" if default.enable_dns_hostnames else "no",
    "given": "yes" if default.enable_dns_support else "no",
})
"""
    tags = queue(programs, text, fixtures=fixtures)
    assert tags == {"invented": Unknown(text="yes"), "given": "no"}


def test_reads_have_no_origin_in_the_graph(programs: Programs) -> None:
    ran = programs.run(HEADER + 'aws.sqs.Queue("q", name=aws.kms.Key.get("key", "1234").arn)\n')
    value = named(ran.graph, "q").get("name")
    assert isinstance(value, Unknown)
    assert not value.origins
    assert value.provenance is Provenance.CANDIDATES


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[]", "the file is not an object"),
        ("lookups: []", "unknown section lookups"),
        ("invokes: {}", "invokes is not a list"),
        ("invokes: [{token: t}]", "result of an invoke is not an object"),
        ("invokes: [{result: {}}]", "token of an invoke is not a text"),
        ("stackReferences: {a: 1}", "stackReferences.a is not an object"),
        ("reads: [{type: t, id: 3, properties: {}}]", "id of a read is not a text"),
        ("reads: [1]", "each entry of reads is not an object"),
        ("a: [", "is neither YAML nor JSON"),
    ],
)
def test_wrong_fixtures_are_refused(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        load_fixtures(file)
    assert told in str(caught.value)


def test_missing_fixtures_are_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        load_fixtures(tmp_path / "nothing.yaml")


def test_fixtures_may_be_json_or_empty(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text('{"stackReferences": {"a": {"b": 1}}}', encoding="utf-8")
    assert load_fixtures(file).stack_references == {"a": {"b": 1}}
    file.write_text("", encoding="utf-8")
    assert load_fixtures(file) == Fixtures()


def test_methods_of_resources_are_unknown(programs: Programs) -> None:
    ran = programs.run(
        """
        import pulumi
        import pulumi_aws as aws

        called = pulumi.runtime.call("aws:x:Thing/method", {"size": 3}, aws.sqs.Queue("other"))
        aws.sqs.Queue("q", name=called["text"])
        """
    )
    assert isinstance(named(ran.graph, "q").get("name"), Unknown)
    assert ran.graph.invokes == (
        Invoke(token="aws:x:Thing/method", arguments=("size",), answered="unknown"),
    )
