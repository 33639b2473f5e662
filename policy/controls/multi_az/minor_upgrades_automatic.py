"""Databases, caches and brokers take minor engine versions by themselves.

Why: minor versions carry the fixes of crashes and vulnerabilities; a store that must be upgraded
by hand usually is not.
Fix: leave the switch on, which is the default of all but brokers.

```python
aws.rds.Instance("instance", auto_minor_version_upgrade=True, ...)
```

Severity: medium; known defects stay in place.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict

_OFF_BY_DEFAULT: Final = "aws:mq/broker:Broker"


def _check(store: Resource, _: Context) -> Iterable[Observation]:
    absent = Verdict.FAIL if store.type == _OFF_BY_DEFAULT else Verdict.PASS
    return expect(store, "autoMinorVersionUpgrade", absent=absent).is_true()


CONTROL = Control(
    id="minor-upgrades-automatic",
    family=Family.MULTI_AZ,
    title="Minor engine versions are upgraded automatically",
    severity=Severity.MEDIUM,
    applies_to=(
        "aws:rds/instance:Instance",
        "aws:rds/clusterInstance:ClusterInstance",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:elasticache/cluster:Cluster",
        "aws:neptune/clusterInstance:ClusterInstance",
        "aws:docdb/clusterInstance:ClusterInstance",
        "aws:memorydb/cluster:Cluster",
        "aws:mq/broker:Broker",
    ),
    check=_check,
    passing=(
        Example({"autoMinorVersionUpgrade": True}),
        Example({}),
    ),
    failing=(
        Example({"autoMinorVersionUpgrade": False}),
        Example({}, type="aws:mq/broker:Broker"),
    ),
)
