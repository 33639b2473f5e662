"""Log groups of the program, found by reference or by the name that a service dictates."""

from __future__ import annotations

from typing import Final

from policy.graph import Graph, Resource, Unknown
from policy.relations.links import links
from policy.verdict import Observation, Phrase, Verdict, phrase

GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"


def judge_group(name: str, path: str, graph: Graph, expected: Phrase) -> Observation:
    """Whether a group of this name is declared; one whose name is unknown may be the one."""
    names = [group.get("name") for group in graph.of_types(GROUP)]
    if name in names:
        return Observation(Verdict.PASS, path, expected, phrase("{0}", name))
    perhaps = any(isinstance(item, Unknown) for item in names)
    verdict = Verdict.UNDETERMINED if perhaps else Verdict.FAIL
    return Observation(verdict, path, expected, phrase("{0}, which nobody declares", name))


def judge_named(resource: Resource, path: str, graph: Graph, expected: Phrase) -> Observation:
    """Whether the group that a property names is declared."""
    named = links(resource, path, graph, GROUP)
    if named.found:
        return Observation(Verdict.PASS, path, expected, phrase("{0}", named.found[0].name))
    unknown = resource.read(path)[0].is_unknown
    verdict = Verdict.UNDETERMINED if unknown else Verdict.FAIL
    return Observation(verdict, path, expected, phrase("a group outside this program"))
