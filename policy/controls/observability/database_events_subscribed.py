"""An event subscription reports failures, failovers and maintenance of a database.

Why: RDS announces failovers, low storage and forced maintenance as events only; no metric carries
them.
Fix: subscribe a topic.

```python
aws.rds.EventSubscription(
    "event-subscription",
    sns_topic=topic.arn,
    source_type="db-instance",
    source_ids=[instance.identifier],
    event_categories=["failure", "failover", "maintenance"],
)
```

Severity: low; alarms notice the consequences.
"""

from collections.abc import Callable, Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Scope, Severity
from policy.expectations import as_boolean
from policy.families import Family
from policy.graph import ABSENT, Graph, Resource, Unknown
from policy.logic import Claim, all_of, any_of, verdict_of
from policy.relations import links
from policy.verdict import Observation, phrase

_SUBSCRIPTION: Final = "aws:rds/eventSubscription:EventSubscription"
_SOURCES: Final = {
    "aws:rds/instance:Instance": ("db-instance", "identifier"),
    "aws:rds/cluster:Cluster": ("db-cluster", "clusterIdentifier"),
}
_CATEGORIES: Final = frozenset({"failure", "failover", "maintenance"})


def _check(database: Resource, context: Context) -> Iterable[Observation]:
    claims = [
        (_covers(subscription, database, context.graph), subscription.name)
        for subscription in context.graph.of_types(_SUBSCRIPTION)
    ]
    found = next((phrase("{0}", name) for claim, name in claims if claim), phrase("none"))
    covered = any_of(claim for claim, _ in claims)
    expected = phrase("a subscription to failures, failovers and maintenance")
    yield Observation(verdict_of(covered), "", expected, found)


def _covers(subscription: Resource, database: Resource, graph: Graph) -> Claim:
    return all_of(
        (
            _is_or_absent(subscription.get("enabled"), lambda value: as_boolean(value) is True),
            _is_or_absent(
                subscription.get("sourceType"), lambda value: value == _SOURCES[database.type][0]
            ),
            _reports_enough(subscription.get("eventCategories")),
            _names(subscription, database, graph),
        )
    )


def _reports_enough(categories: object) -> Claim:
    if not isinstance(categories, list):
        return True if categories is ABSENT else None
    if all(item in categories for item in _CATEGORIES):
        return True
    return None if any(isinstance(item, Unknown) for item in categories) else False


def _is_or_absent(value: object, fits: Callable[[object], bool]) -> Claim:
    if value is ABSENT:
        return True
    return None if isinstance(value, Unknown) else fits(value)


def _names(subscription: Resource, database: Resource, graph: Graph) -> Claim:
    named = links(
        subscription, "sourceIds[]", graph, database.type, names=(_SOURCES[database.type][1],)
    )
    return True if not named.values else named.mentions(database)


CONTROL = Control(
    id="database-events-subscribed",
    family=Family.OBSERVABILITY,
    title="Somebody is told about database events",
    severity=Severity.LOW,
    applies_to=(
        "aws:rds/instance:Instance",
        "aws:rds/cluster:Cluster",
    ),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"identifier": "ledger-dev"},
            others=(
                Other(
                    "events-dev",
                    _SUBSCRIPTION,
                    {
                        "sourceType": "db-instance",
                        "sourceIds": ["ledger-dev"],
                        "eventCategories": ["failure", "failover", "maintenance"],
                    },
                ),
            ),
        ),
    ),
    failing=(
        Example({"identifier": "ledger-dev"}),
        Example(
            {"identifier": "ledger-dev"},
            others=(
                Other(
                    "events-dev",
                    _SUBSCRIPTION,
                    {"sourceType": "db-instance", "eventCategories": ["backup"]},
                ),
            ),
        ),
    ),
)
