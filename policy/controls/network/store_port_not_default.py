"""A database or cache does not listen on its engine's well-known port.

Why: another port stops nobody who looks for it, but it takes a store out of indiscriminate scans
and makes a rule that names the usual port fail closed.
Fix: choose a port.

```python
aws.rds.Instance("instance", port=5433, ...)
```

Severity: low; it is a small obstacle, not a protection.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.relations.caches import is_member
from policy.verdict import Observation, phrase

_DATABASES: Final = (3306, 5432, 1521, 1433, 50000)
_DEFAULTS: Final = {
    "aws:rds/instance:Instance": _DATABASES,
    "aws:rds/cluster:Cluster": _DATABASES,
    "aws:elasticache/replicationGroup:ReplicationGroup": (6379,),
    "aws:elasticache/cluster:Cluster": (6379, 11211),
}


def _check(store: Resource, _: Context) -> Iterable[Observation]:
    if is_member(store):
        return ()
    usual = _DEFAULTS[store.type]
    wanted = phrase("none of {0}", ", ".join(str(port) for port in usual))
    return expect(store, "port").holds(wanted, lambda port: int(str(port)) not in usual)


CONTROL = Control(
    id="store-port-not-default",
    family=Family.NETWORK,
    title="Database or cache listens on a port of its own",
    severity=Severity.LOW,
    applies_to=tuple(_DEFAULTS),
    check=_check,
    passing=(Example({"port": 5433}),),
    failing=(
        Example({"port": 5432}),
        Example({}),
        Example({"port": 6379}, type="aws:elasticache/replicationGroup:ReplicationGroup"),
    ),
)
