"""A replication group uses a parameter group of the program whose family fits its engine version.

Why: the default group can be changed by nobody but AWS, and a group of another family is refused
in the middle of an upgrade.
Fix: declare a group of the engine's family.

```python
group = aws.elasticache.ParameterGroup("parameter-group", family="redis7", ...)
aws.elasticache.ReplicationGroup(
    "replication-group", engine="redis", engine_version="7.1", parameter_group_name=group.name, ...
)
```

Severity: low; an upgrade fails, visibly.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Reading, Resource
from policy.logic import Claim, verdict_of
from policy.redaction import describe
from policy.relations import links
from policy.relations.parameters import uses_default
from policy.verdict import Observation, Verdict, phrase

_GROUP: Final = "aws:elasticache/parameterGroup:ParameterGroup"
_PATH: Final = "parameterGroupName"


def _check(cache: Resource, context: Context) -> Iterable[Observation]:
    if cache.get("globalReplicationGroupId") is not ABSENT:
        return
    expected = phrase("a parameter group of this program that fits")
    named = links(cache, _PATH, context.graph, _GROUP)
    for group in named.found:
        found = phrase("{0} of family {1}", group.name, group.get("family"))
        yield Observation(verdict_of(_fits(group, cache)), _PATH, expected, found)
    if not named.found:
        default = uses_default(cache.get(_PATH))
        verdict = Verdict.FAIL if default else Verdict.UNDETERMINED
        found = describe(cache, Reading(_PATH, cache.get(_PATH)), context.graph)
        yield Observation(verdict, _PATH, expected, found)


def _fits(group: Resource, cache: Resource) -> Claim:
    family, version = group.get("family"), cache.get("engineVersion")
    engine = "redis" if cache.get("engine") is ABSENT else cache.get("engine")
    if not isinstance(family, str) or not isinstance(engine, str):
        return None
    if not isinstance(version, str):
        return family.startswith(engine) if version is ABSENT else None
    major, minor, *_ = (*version.split("."), "0")
    return family in {f"{engine}{major}", f"{engine}{major}.x", f"{engine}{major}.{minor}"}


CONTROL = Control(
    id="cache-parameter-group-fits",
    family=Family.MULTI_AZ,
    title="Cache uses a parameter group of its own that fits its engine",
    severity=Severity.LOW,
    applies_to=("aws:elasticache/replicationGroup:ReplicationGroup",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {
                "engine": "redis",
                "engineVersion": "7.1",
                "parameterGroupName": Ref("group-dev", "name"),
            },
            others=(
                Other(
                    "group-dev",
                    "aws:elasticache/parameterGroup:ParameterGroup",
                    {"family": "redis7"},
                ),
            ),
        ),
    ),
    failing=(
        Example(
            {"engine": "redis", "engineVersion": "7.1", "parameterGroupName": "default.redis7"}
        ),
        Example(
            {
                "engine": "valkey",
                "engineVersion": "8.0",
                "parameterGroupName": Ref("group-dev", "name"),
            },
            others=(
                Other(
                    "group-dev",
                    "aws:elasticache/parameterGroup:ParameterGroup",
                    {"family": "redis7"},
                ),
            ),
        ),
    ),
)
