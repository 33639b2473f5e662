"""A Redis or Valkey cache delivers its slow log and its engine log.

Why: without delivery both stay in the node's memory: the slow log is overwritten within minutes,
and the engine's own words about a failover are gone with the node.
Fix: deliver both to a log group of the program.

```python
aws.elasticache.ReplicationGroup(
    "replication-group",
    log_delivery_configurations=[
        {"log_type": kind, "log_format": "json", "destination_type": "cloudwatch-logs",
         "destination": log_group.name}
        for kind in ("slow-log", "engine-log")
    ],
    ...
)
```

Severity: low; it lengthens the search for a cause.
Not covered: Memcached, which has no such logs.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Resource, Unknown
from policy.relations.caches import is_member
from policy.verdict import Observation, Verdict, phrase

_WANTED: Final = ("slow-log", "engine-log")
_PATH: Final = "logDeliveryConfigurations"


def _check(cache: Resource, _: Context) -> Iterable[Observation]:
    if cache.get("engine") == "memcached" or is_member(cache):
        return
    types = [item.value for item in cache.read(f"{_PATH}[].logType") if not item.is_absent]
    unknown = any(isinstance(item, Unknown) for item in types)
    for wanted in _WANTED:
        missing = Verdict.UNDETERMINED if unknown else Verdict.FAIL
        verdict = Verdict.PASS if wanted in types else missing
        found = phrase(
            "{0}", ", ".join(str(item) for item in types if isinstance(item, str)) or "-"
        )
        yield Observation(verdict, _PATH, phrase("delivery of {0}", wanted), found)


CONTROL = Control(
    id="cache-delivers-logs",
    family=Family.OBSERVABILITY,
    title="Cache delivers its slow log and its engine log",
    severity=Severity.LOW,
    applies_to=(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:elasticache/cluster:Cluster",
    ),
    check=_check,
    passing=(
        Example(
            {"logDeliveryConfigurations": [{"logType": "slow-log"}, {"logType": "engine-log"}]}
        ),
    ),
    failing=(
        Example({"logDeliveryConfigurations": [{"logType": "slow-log"}]}),
        Example({}),
        Example({"engine": "redis"}, type="aws:elasticache/cluster:Cluster"),
    ),
)
