"""Resource policies that refuse everything which does not come over TLS."""

from __future__ import annotations

from dataclasses import dataclass

from policy.control import Context
from policy.graph import ABSENT, Graph, Resource
from policy.iam import denies_insecure_transport, read_document
from policy.relations.links import referrers_by
from policy.verdict import Observation, Phrase, Verdict, phrase


@dataclass(frozen=True, slots=True)
class PolicyPlace:
    """Where a kind of resource has its policy.

    Attributes:
        companion: Type of the resource that attaches one.
        path: The companion's property that names what it is attached to.
        name: The property that holds the physical name of what it is attached to.
        endings: Ends of the resources that must be covered.
        action: An action whose denial suffices.
    """

    companion: str
    path: str
    name: str
    endings: tuple[str, ...] = ("",)
    action: str = "*"


def requires_tls(resource: Resource, place: PolicyPlace, context: Context) -> Observation:
    """Whether the policy of a resource denies what comes without TLS."""
    expected = phrase("a policy that denies requests without TLS")
    policies, doubtful = _policies(resource, place, context.graph)
    verdicts = [_judge(policy, place, context.graph) for policy in policies]
    if Verdict.PASS in verdicts:
        return Observation(Verdict.PASS, "", expected, phrase("such a policy"))
    unsure = doubtful or Verdict.UNDETERMINED in verdicts
    verdict = Verdict.UNDETERMINED if unsure else Verdict.FAIL
    return Observation(verdict, "", expected, _found(policies))


def _policies(
    resource: Resource, place: PolicyPlace, graph: Graph
) -> tuple[tuple[object, ...], bool]:
    surely, perhaps = referrers_by(
        resource, place.path, graph, place.companion, names=(place.name,)
    )
    values = (resource.get("policy"), *(companion.get("policy") for companion in surely))
    return tuple(value for value in values if value is not ABSENT), bool(perhaps)


def _judge(policy: object, place: PolicyPlace, graph: Graph) -> Verdict:
    document = read_document(policy, graph, "policy")
    return denies_insecure_transport(document, endings=place.endings, action=place.action)


def _found(policies: tuple[object, ...]) -> Phrase:
    return phrase("a policy without that") if policies else phrase("no policy")
