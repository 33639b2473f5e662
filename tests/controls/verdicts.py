"""Controls asked one by one, about one resource of a small graph."""

from policy.control import Context, Example, Other, Ref
from policy.controls import CONTROLS
from policy.evaluation import Result, judge
from policy.examples import graph_of
from policy.settings import Settings
from policy.verdict import Verdict

CONTROL = {control.id: control for control in CONTROLS}


def result(control: str, example: Example, settings: Settings | None = None) -> Result:
    """The result of one control on the resource of an example."""
    graph, subject = graph_of(CONTROL[control], example)
    return judge(CONTROL[control], subject, Context(graph, settings or Settings()))


def verdict(control: str, example: Example, settings: Settings | None = None) -> Verdict:
    """The verdict of one control on the resource of an example."""
    return result(control, example, settings).verdict


def subnet(name: str, zone: object, **properties: object) -> Other:
    """A subnet in a zone, known or not."""
    return Other(name, "aws:ec2/subnet:Subnet", {"availabilityZone": zone, **properties})


def ids(*names: str) -> list[Ref]:
    """The ids of other resources of the example."""
    return [Ref(name, "id") for name in names]
