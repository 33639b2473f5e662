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

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import ABSENT, Graph, Resource
from policy.logic import verdict_of
from policy.verdict import Observation, Phrase, phrase

_CONFIGURATION: Final = "aws:defaultTags"
_USUAL: Final = ("environment", "owner", "service")


def _check(provider: Resource, context: Context) -> Iterable[Observation]:
    tags = _tags(provider, context.graph)
    for name in context.settings.required_tags:
        claim = None if tags is None else bool(tags.get(name))
        found = phrase("not known before deployment") if claim is None else _told(tags, name)
        yield Observation(verdict_of(claim), "defaultTags", phrase("the tag {0}", name), found)


def _told(tags: Mapping[str, object] | None, name: str) -> Phrase:
    return phrase("set") if tags and tags.get(name) else phrase("not set")


def _tags(provider: Resource, graph: Graph) -> Mapping[str, object] | None:
    """The default tags; `None` where they are not known."""
    value: object = provider.get("defaultTags")
    if value is ABSENT:
        value = graph.configuration.get(_CONFIGURATION, {})
    # The CLI sends objects in a provider's inputs as JSON texts.
    content = json.loads(value) if isinstance(value, str) and value else value
    tags = content.get("tags", {}) if isinstance(content, Mapping) else content
    return tags if isinstance(tags, Mapping) else None


CONTROL = Control(
    id="provider-tags-resources",
    family=Family.NAMING,
    title="The AWS provider tags every resource",
    severity=Severity.LOW,
    applies_to=("pulumi:providers:aws",),
    check=_check,
    passing=(
        Example({"defaultTags": {"tags": dict.fromkeys(_USUAL, "x")}}),
        Example({"defaultTags": json.dumps({"tags": dict.fromkeys(_USUAL, "x")})}),
    ),
    failing=(Example({}), Example({"defaultTags": {"tags": {"environment": "dev"}}})),
)
