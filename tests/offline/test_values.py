"""What counts as known: never what a stand-in or an invented answer made."""

from __future__ import annotations

import json

import pytest

from policy.graph import ABSENT, Origin, Provenance, Unknown
from policy.offline import Mode
from policy.offline.trees import leaves
from tests.offline.written import Programs, named

BUCKET = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::orders"
KEY = "urn:pulumi:dev::shop::aws:kms/key:Key::orders"
HEADER = """
import json
import pulumi
import pulumi_aws as aws
key = aws.kms.Key("orders", description="for orders", enable_key_rotation=True)
bucket = aws.s3.Bucket("orders", bucket="orders-dev", force_destroy=True)
"""


def queue_name(programs: Programs, expression: str, mode: Mode = Mode.SYMBOLIC) -> object:
    """The value that a queue gets for its name."""
    text = f'{HEADER}aws.sqs.Queue("q", name={expression})\n'
    return named(programs.graph(text, mode=mode), "q").get("name")


def test_a_computed_output_is_unknown_and_traceable(programs: Programs) -> None:
    graph = programs.graph(f'{HEADER}aws.sqs.Queue("q", name=key.arn)\n')
    value = named(graph, "q").get("name")
    assert isinstance(value, Unknown)
    assert value.origins == (Origin(KEY, "arn"),)
    assert value.provenance is Provenance.EXACT
    assert value.text is not None
    (marker,) = [item for item in graph.stand_ins if item.startswith("sym-") and item in value.text]
    assert graph.stand_ins[marker].text == value.text
    assert graph.stand_ins[marker].origin == Origin(KEY, "arn")


def test_an_arn_has_the_shape_of_one_and_no_real_part(programs: Programs) -> None:
    value = queue_name(programs, "key.arn")
    assert isinstance(value, Unknown)
    _, partition, service, region, account, resource = (value.text or "").split(":")
    assert (partition, service) == ("aws", "kms")
    assert region.startswith("sym-")
    assert account.startswith("99")
    assert resource.startswith("key/sym-")


def test_in_preview_mode_there_is_no_text(programs: Programs) -> None:
    value = queue_name(programs, "key.arn", Mode.PREVIEW)
    assert value == Unknown((Origin(KEY),), Provenance.EXACT)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize(
    ("expression", "known"),
    [
        ("bucket.bucket", "orders-dev"),
        ("key.description", "for orders"),
        ("bucket.bucket.apply(lambda name: name.upper())", "ORDERS-DEV"),
        ("pulumi.Output.concat(bucket.bucket, '/*')", "orders-dev/*"),
        ("pulumi.Output.format('{0}!', bucket.bucket)", "orders-dev!"),
        ("pulumi.Output.json_dumps({'a': bucket.bucket})", '{"a": "orders-dev"}'),
    ],
)
def test_what_inputs_decide_is_known(
    programs: Programs, expression: str, known: str, mode: Mode
) -> None:
    assert queue_name(programs, expression, mode) == known


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize(
    "expression",
    [
        "bucket.arn.apply(lambda arn: 'yes' if arn.startswith('arn:aws:s3') else 'no')",
        "key.arn.apply(lambda arn: arn.split(':')[3])",
        "key.arn.apply(lambda arn: arn.split(':')[4])",
        "key.arn.apply(lambda arn: arn.split(':')[5].split('/')[0])",
        "key.arn.apply(lambda arn: str(len(arn)))",
        "key.arn.apply(lambda arn: str(hash(arn)))",
        "key.arn.apply(lambda _: 'alias/aws/s3')",
        "key.arn.apply(lambda arn: __import__('base64').b64encode(arn.encode()).decode())",
        "pulumi.Output.all(key.arn, bucket.bucket).apply(lambda parts: parts[1] + 'x')",
        "key.arn.apply(lambda arn: arn[:3])",
        "pulumi.Output.unsecret(pulumi.Output.secret(key.arn)).apply(lambda _: 'x')",
    ],
)
def test_what_a_stand_in_decides_is_not_known(
    programs: Programs, expression: str, mode: Mode
) -> None:
    assert isinstance(queue_name(programs, expression, mode), Unknown)


@pytest.mark.parametrize("mode", Mode)
def test_values_that_lost_their_stand_in_prove_nothing(programs: Programs, mode: Mode) -> None:
    graph = programs.graph(
        f"""{HEADER}
aws.sqs.Queue(
    "q",
    fifo_queue=bucket.arn.apply(lambda arn: arn.startswith("x")),
    delay_seconds=bucket.arn.apply(len),
    tags=key.arn.apply(lambda arn: {{"region": arn.split(":")[3], "fixed": "a"}}),
)
""",
        mode=mode,
    )
    queue = named(graph, "q")
    assert isinstance(queue.get("fifoQueue"), Unknown)
    assert isinstance(queue.get("delaySeconds"), Unknown)
    tags = queue.get("tags")
    leaves = list(tags.values()) if isinstance(tags, dict) else [tags]
    assert all(isinstance(leaf, Unknown) for leaf in leaves)
    if mode is Mode.SYMBOLIC:
        assert queue.get("fifoQueue") == Unknown(text="false")


@pytest.mark.parametrize("result", ["None", "{}", "[]", "{'a': []}", "[None]"])
def test_nothing_made_from_a_stand_in_is_not_nothing(programs: Programs, result: str) -> None:
    value = queue_name(programs, f"key.arn.apply(lambda _: {result})")
    assert all(isinstance(leaf, Unknown) for leaf in leaves(value))


def test_lists_of_a_look_up_have_no_known_length(programs: Programs) -> None:
    graph = programs.graph(
        f"""{HEADER}
aws.rds.SubnetGroup("g", subnet_ids=aws.ec2.get_subnets().ids)
aws.rds.SubnetGroup("h", subnet_ids=[key.id, *aws.ec2.get_subnets().ids])
"""
    )
    for name in ("g", "h"):
        value = named(graph, name).get("subnetIds")
        assert isinstance(value, Unknown)
        assert not value.origins
        assert all(item.startswith("sym-") for item in json.loads(value.text or ""))


def test_lists_of_computed_values_keep_their_length(programs: Programs) -> None:
    graph = programs.graph(
        f"""{HEADER}
aws.rds.SubnetGroup("g", subnet_ids=pulumi.Output.all(key.id, bucket.id))
"""
    )
    value = named(graph, "g").get("subnetIds")
    assert isinstance(value, list)
    assert [item.origins[0].urn for item in value] == [KEY, BUCKET]


def test_literals_beside_a_computed_leaf_stay_known(programs: Programs) -> None:
    graph = programs.graph(f'{HEADER}aws.sqs.Queue("q", tags={{"a": "b", "key": key.arn}})\n')
    tags = named(graph, "q").get("tags")
    assert isinstance(tags, dict)
    assert tags["a"] == "b"
    assert isinstance(tags["key"], Unknown)


@pytest.mark.parametrize("mode", Mode)
def test_each_nested_unknown_keeps_its_own_origin(programs: Programs, mode: Mode) -> None:
    graph = programs.graph(
        f'{HEADER}aws.sqs.Queue("q", tags={{"key": key.arn, "bucket": bucket.arn}})\n', mode=mode
    )
    tags = named(graph, "q").get("tags")
    assert isinstance(tags, dict)
    assert [origin.urn for origin in tags["key"].origins] == [KEY]
    assert [origin.urn for origin in tags["bucket"].origins] == [BUCKET]
    assert set(named(graph, "q").references["tags"]) == {KEY, BUCKET}


def test_computed_values_other_than_texts_are_unknown(programs: Programs) -> None:
    graph = programs.graph(
        f"""{HEADER}
database = aws.rds.Instance("db", instance_class="db.t3.micro")
aws.sqs.Queue("q", delay_seconds=database.port, fifo_queue=database.multi_az)
"""
    )
    queue = named(graph, "q")
    origin = (Origin("urn:pulumi:dev::shop::aws:rds/instance:Instance::db"),)
    assert queue.get("delaySeconds") == Unknown(origin, Provenance.EXACT)
    assert queue.get("fifoQueue") == Unknown(origin, Provenance.EXACT)


def test_optional_outputs_that_nobody_set_are_unknown(programs: Programs) -> None:
    assert queue_name(programs, "key.custom_key_store_id") == Unknown(
        (Origin(KEY),), Provenance.EXACT
    )


def test_documents_stay_readable(programs: Programs) -> None:
    value = queue_name(
        programs,
        'pulumi.Output.json_dumps({"Resource": [bucket.arn, key.arn], "Action": "s3:*"})',
    )
    assert isinstance(value, Unknown)
    assert set(value.origins) == {Origin(BUCKET, "arn"), Origin(KEY, "arn")}
    document = json.loads(value.text or "")
    assert document["Action"] == "s3:*"
    assert document["Resource"][0].startswith("arn:aws:s3:::sym-")


@pytest.mark.parametrize("mode", Mode)
def test_documents_given_as_objects_are_answered_as_text(programs: Programs, mode: Mode) -> None:
    graph = programs.graph(
        f"""{HEADER}
policy = aws.s3.BucketPolicy("p", bucket="b", policy={{"Statement": [{{"Effect": "Deny"}}]}})
effect = policy.policy.apply(lambda text: json.loads(text)["Statement"][0]["Effect"])
aws.sqs.Queue("q", name=effect)
""",
        mode=mode,
    )
    assert named(graph, "p").get("policy") == {"Statement": [{"Effect": "Deny"}]}
    assert named(graph, "q").get("name") == "Deny"


def test_the_same_program_makes_the_same_stand_ins(programs: Programs) -> None:
    assert queue_name(programs, "key.arn") == queue_name(programs, "key.arn")


def test_secret_outputs_pass_their_mark_on(programs: Programs) -> None:
    graph = programs.graph(
        f"""{HEADER}
user = aws.iam.AccessKey("user", user="u")
marked = pulumi.Output.secret(key.arn)
aws.sqs.Queue("q", tags={{"secret": user.secret, "id": user.id, "marked": marked}})
"""
    )
    queue = named(graph, "q")
    assert queue.secrets == {"tags.secret", "tags.marked"}


def test_formatting_an_output_without_apply_is_not_known(programs: Programs) -> None:
    assert isinstance(queue_name(programs, 'f"{key.arn}/x"'), Unknown)


def test_absent_in_one_run_only_is_unknown(programs: Programs) -> None:
    graph = programs.graph(
        f"""{HEADER}
looked_up = aws.kms.get_key(key_id="alias/orders")
aws.sqs.Queue("q", name="fixed" if looked_up.multi_region else None, delay_seconds=3)
aws.sqs.Queue("r", name=None if looked_up.multi_region else "fixed")
"""
    )
    assert isinstance(named(graph, "q").get("name"), Unknown)
    assert isinstance(named(graph, "r").get("name"), Unknown)
    assert named(graph, "q").get("delaySeconds") == 3
    assert named(graph, "q").get("policy") is ABSENT


def test_values_made_from_stand_ins_inside_a_callback_are_not_known(programs: Programs) -> None:
    graph = programs.graph(
        f"""{HEADER}
def late(arn):
    aws.sqs.Queue(
        "q",
        name=arn,
        delay_seconds=5,
        fifo_queue="sym" in arn,
        tags={{"account": arn.split(":")[4], "size": str(hash(arn)), "fixed": "a"}},
    )

key.arn.apply(late)
"""
    )
    queue = named(graph, "q")
    tags = queue.get("tags")
    assert isinstance(tags, dict)
    assert isinstance(queue.get("fifoQueue"), Unknown)
    assert isinstance(tags["account"], Unknown)
    assert isinstance(tags["size"], Unknown)
    assert tags["fixed"] == "a"
    assert queue.get("delaySeconds") == 5
    assert queue.references["name"] == (KEY,)
