"""Waiting times before a deletion takes effect are as short as AWS allows.

Why: for 30 days by default a deleted secret keeps its name and a deleted key its cost; the next
run of the same environment fails on the name.
Fix: choose the shortest window.

```python
aws.kms.Key(name, deletion_window_in_days=7, ...)
```

Severity: low; only names and a little money are held.
Not covered: services without a window.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="shortest-deletion-window",
    family=Family.DESTROYABLE,
    title="Waiting times before deletion are as short as AWS allows",
    severity=Severity.LOW,
    documentation=__doc__,
    passing=(Example({"deletionWindowInDays": 7}, type="aws:kms/key:Key"),),
    failing=(
        Example({"deletionWindowInDays": 30}, type="aws:kms/key:Key"),
        Example(type="aws:kms/key:Key"),
        Example(type="aws:secretsmanager/secret:Secret"),
    ),
)
