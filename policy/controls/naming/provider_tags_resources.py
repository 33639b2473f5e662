"""An AWS provider gives every resource the tags that the settings ask for.

Why: tags decide who pays, who is called and how data is treated; on the provider they reach every
resource, written by hand they miss the one that matters.
Fix: set default tags on the provider or in the stack's configuration.

```python
aws.Provider(
    "provider",
    default_tags={"tags": {"environment": suffix, "owner": "payments", "service": "fraud"}},
    ...
)
```

Severity: low; it costs order, not safety.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from policy.control import Context, Control, Example, Other, Scope, Severity
from policy.demands.regions import provider_of
from policy.families import Family
from policy.graph import ABSENT, Graph, Resource
from policy.logic import verdict_of
from policy.verdict import Observation, phrase

_CONFIGURATION: Final = "aws:defaultTags"
_USUAL: Final = ("environment", "owner", "service")
_TAGGED: Final = (Other("queue-dev", "aws:sqs/queue:Queue"),)


def _check(provider: Resource, context: Context) -> Iterable[Observation]:
    if not _creates_something(provider, context.graph):
        return
    tags = _tags(provider, context.graph)
    for name in context.settings.required_tags:
        claim = None if tags is None else bool(tags.get(name))
        found = {None: "not known before deployment", True: "set", False: "not set"}[claim]
        yield Observation(
            verdict_of(claim), "defaultTags", phrase("the tag {0}", name), phrase(found)
        )


def _creates_something(provider: Resource, graph: Graph) -> bool:
    """Whether some resource needs its tags; one for look-ups alone tags nothing."""
    created = (item for item in graph.resources if item.type.startswith("aws:"))
    owners = (provider_of(item, graph) for item in created)
    return any(owner is None or owner.urn == provider.urn for owner in owners)


def _tags(provider: Resource, graph: Graph) -> Mapping[str, object] | None:
    """The default tags; `None` where they are not known."""
    value: object = provider.get("defaultTags")
    if value is ABSENT:
        value = graph.configuration.get(_CONFIGURATION, {})
    content = _parsed(value)
    tags = content.get("tags", {}) if isinstance(content, Mapping) else content
    return tags if isinstance(tags, Mapping) else None


def _parsed(value: object) -> object:
    # The CLI sends objects in a provider's inputs as JSON texts.
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return {}


CONTROL = Control(
    id="provider-tags-resources",
    family=Family.NAMING,
    title="The AWS provider tags every resource",
    severity=Severity.LOW,
    applies_to=("pulumi:providers:aws",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example({"defaultTags": {"tags": dict.fromkeys(_USUAL, "x")}}, others=_TAGGED),
        Example({"defaultTags": json.dumps({"tags": dict.fromkeys(_USUAL, "x")})}, others=_TAGGED),
    ),
    failing=(
        Example({}, others=_TAGGED),
        Example({"defaultTags": {"tags": {"environment": "dev"}}}, others=_TAGGED),
    ),
)
