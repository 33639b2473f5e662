"""A Kubernetes cluster names a version that is in AWS's standard support.

Why: a version out of standard support costs extra for a year and is then upgraded by AWS at a time
that nobody chose.
Fix: name a supported version.

```python
aws.eks.Cluster("cluster", version="1.35", ...)
```

Severity: medium; a forced upgrade is an outage.
Not covered: versions of nodes and add-ons.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict, phrase

# First version in standard support on 2026-11-24; see "Kubernetes versions" in the Amazon EKS
# user guide.
_OLDEST: Final = (1, 34)


def _check(cluster: Resource, _: Context) -> Iterable[Observation]:
    wanted = phrase("{0} or later", ".".join(str(part) for part in _OLDEST))
    # Without a version AWS takes the newest.
    named = expect(cluster, "version", absent=Verdict.PASS)
    return named.holds(wanted, lambda version: _parts(version) >= _OLDEST)


def _parts(version: object) -> tuple[int, ...]:
    return tuple(int(part) for part in str(version).split("."))


CONTROL = Control(
    id="kubernetes-version-supported",
    family=Family.MULTI_AZ,
    title="Kubernetes version is in standard support",
    severity=Severity.MEDIUM,
    applies_to=("aws:eks/cluster:Cluster",),
    check=_check,
    passing=(Example({"version": "1.35"}), Example({})),
    failing=(Example({"version": "1.29"}), Example({"version": "1.9"})),
)
