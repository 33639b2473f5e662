"""Judging one resource by one control of the family, as the tests of both folders do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from policy.control import Context
from policy.controls.least_privilege import CONTROLS
from policy.evaluation import Result, judge
from policy.graph import Graph, Resource, StandIn
from policy.settings import Settings
from policy.verdict import Verdict

BY_ID = {control.id: control for control in CONTROLS}
OWN = "111122223333"
OTHER = "444455556666"
SETTINGS = Settings(account_id=OWN)


def urn_of(token: str, name: str) -> str:
    return f"urn:pulumi:dev::program::{token}::{name}"


def resource(token: str, name: str, /, **properties: object) -> Resource:
    return Resource(urn=urn_of(token, name), type=token, name=name, properties=properties)


def policy(document: object) -> Resource:
    return resource("aws:iam/policy:Policy", "policy", policy=document)


def role(document: object, **properties: object) -> Resource:
    return resource("aws:iam/role:Role", "role", assumeRolePolicy=document, **properties)


def queue_policy(document: object) -> Resource:
    return resource("aws:sqs/queuePolicy:QueuePolicy", "queue-policy", policy=document)


@dataclass(frozen=True)
class Bench:
    """A control, and what it sees around the resource."""

    control: str
    others: tuple[Resource, ...] = ()
    stand_ins: Mapping[str, StandIn] = field(default_factory=dict)
    settings: Settings = SETTINGS

    def result(self, subject: Resource) -> Result:
        graph = Graph(resources=(subject, *self.others), stand_ins=self.stand_ins)
        return judge(BY_ID[self.control], subject, Context(graph, self.settings))

    def verdict(self, subject: Resource) -> Verdict:
        return self.result(subject).verdict

    def found(self, subject: Resource) -> list[str]:
        """What was found that does not pass."""
        observations = self.result(subject).observations
        return [str(item.found) for item in observations if item.verdict is not Verdict.PASS]
