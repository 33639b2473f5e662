"""Databases, caches, brokers and their like take minor engine versions by themselves.

Why: minor versions carry the fixes of crashes and vulnerabilities; a store that must be upgraded
by hand usually is not.
Fix: leave the switch on, which is the default of all but brokers and Beanstalk environments.

```python
aws.rds.Instance("instance", auto_minor_version_upgrade=True, ...)
```

Severity: medium; known defects stay in place.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import as_boolean, expect
from policy.families import Family
from policy.graph import Resource, Unknown
from policy.logic import Claim, any_of
from policy.verdict import Observation, Verdict, phrase

_OFF_BY_DEFAULT: Final = "aws:mq/broker:Broker"
_BEANSTALK: Final = "aws:elasticbeanstalk/environment:Environment"
_WAREHOUSE: Final = "aws:redshift/cluster:Cluster"

_MANAGED: Final = ["aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled"]


def _check(store: Resource, _: Context) -> Iterable[Observation]:
    if store.type == _BEANSTALK:
        return expect(store, "settings").holds(phrase("managed actions on"), _has_managed_actions)
    absent = Verdict.FAIL if store.type == _OFF_BY_DEFAULT else Verdict.PASS
    switch = "allowVersionUpgrade" if store.type == _WAREHOUSE else "autoMinorVersionUpgrade"
    return expect(store, switch, absent=absent).is_true()


def _has_managed_actions(settings: object) -> bool | None:
    """Whether a platform is kept current, by the one setting that says so."""
    items = settings if isinstance(settings, list) else []
    claims = [_switches_on(item) for item in items]
    return any_of(claims)


def _switches_on(setting: object) -> Claim:
    if not isinstance(setting, Mapping):
        return None if isinstance(setting, Unknown) else False
    named = [setting.get("namespace"), setting.get("name"), setting.get("value")]
    if any(isinstance(item, Unknown) for item in named):
        return None
    return named[:2] == _MANAGED and as_boolean(named[2]) is True


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
        _BEANSTALK,
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
