from collections.abc import Iterator

from policy.control import ANY, ANY_AWS, Context, Control, Severity
from policy.evaluation import evaluate
from policy.families import Family
from policy.graph import Graph, Resource
from policy.settings import Settings
from policy.verdict import Observation, Verdict, phrase

QUEUE = "aws:sqs/queue:Queue"
TOPIC = "aws:sns/topic:Topic"


def resource(name: str, token: str, **properties: object) -> Resource:
    return Resource(urn=f"urn::{name}", type=token, name=name, properties=properties)


def control(name: str, *tokens: str, crashes_on: str = "") -> Control:
    def check(item: Resource, _: Context) -> Iterator[Observation]:
        if item.name == crashes_on:
            raise LookupError
        verdict = Verdict.PASS if item.get("fine") is True else Verdict.FAIL
        yield Observation(verdict, "fine", phrase("true"), phrase("{0}", item.name))

    return Control(
        id=name,
        family=Family.NAMING,
        title=name,
        severity=Severity.LOW,
        applies_to=tokens,
        check=check,
    )


def judged(controls: tuple[Control, ...], *resources: Resource) -> list[tuple[str, str, Verdict]]:
    results = evaluate(Context(Graph(resources=resources), Settings()), controls)
    return [(item.urn, item.control, item.verdict) for item in results]


def test_results_come_by_urn_and_then_by_control_though_types_are_judged_together() -> None:
    controls = (control("any", ANY), control("aws", ANY_AWS), control("queues", QUEUE))

    found = judged(
        controls,
        resource("d", "pulumi:pulumi:Stack"),
        resource("c", QUEUE, fine=True),
        resource("b", TOPIC),
        resource("a", QUEUE),
    )

    assert found == [
        ("urn::a", "queues", Verdict.FAIL),
        ("urn::a", "aws", Verdict.FAIL),
        ("urn::a", "any", Verdict.FAIL),
        ("urn::b", "aws", Verdict.FAIL),
        ("urn::b", "any", Verdict.FAIL),
        ("urn::c", "queues", Verdict.PASS),
        ("urn::c", "aws", Verdict.PASS),
        ("urn::c", "any", Verdict.PASS),
        ("urn::d", "any", Verdict.FAIL),
    ]


def test_a_type_without_controls_leaves_the_others_in_their_places() -> None:
    queues = (control("queues", QUEUE),)

    found = judged(queues, resource("a", TOPIC), resource("b", QUEUE), resource("c", TOPIC))

    assert found == [("urn::b", "queues", Verdict.FAIL)]


def test_two_resources_of_one_urn_are_both_judged() -> None:
    queues = (control("queues", QUEUE),)

    found = judged(queues, resource("a", QUEUE, fine=True), resource("a", QUEUE))

    assert found == [("urn::a", "queues", Verdict.PASS), ("urn::a", "queues", Verdict.FAIL)]


def test_a_check_that_crashes_is_an_error_of_its_resource_alone() -> None:
    queues = (control("queues", QUEUE, crashes_on="b"),)

    found = judged(queues, resource("a", QUEUE, fine=True), resource("b", QUEUE, fine=True))

    assert found == [("urn::a", "queues", Verdict.PASS), ("urn::b", "queues", Verdict.ERROR)]
