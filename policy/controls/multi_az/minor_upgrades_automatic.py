"""Databases, caches, brokers and their like take minor engine versions by themselves.

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
_WAREHOUSE: Final = "aws:redshift/cluster:Cluster"


def _check(store: Resource, _: Context) -> Iterable[Observation]:
    absent = Verdict.FAIL if store.type == _OFF_BY_DEFAULT else Verdict.PASS
    switch = "allowVersionUpgrade" if store.type == _WAREHOUSE else "autoMinorVersionUpgrade"
    return expect(store, switch, absent=absent).is_true()


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
        _WAREHOUSE,
        "aws:dms/replicationInstance:ReplicationInstance",
        _OFF_BY_DEFAULT,
    ),
    check=_check,
    passing=(
        Example({"autoMinorVersionUpgrade": True}),
        Example({}),
    ),
    failing=(
        Example({"autoMinorVersionUpgrade": False}),
        Example({}, type="aws:mq/broker:Broker"),
        Example({"allowVersionUpgrade": False}, type=_WAREHOUSE),
    ),
)
