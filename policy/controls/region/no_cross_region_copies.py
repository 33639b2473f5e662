"""Nothing is replicated to another region.

Why: replicas, global tables, multi-Region keys and global databases exist to keep data in several
regions; JapanCart's data must be in Tokyo only.
Fix: leave the replication out; availability comes from several zones, not several regions.

```python
aws.kms.Key(name, multi_region=False, ...)
```

Severity: critical; copies of the data itself leave the region.
Not covered: copies made outside the program, such as by backup plans of the organization.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="no-cross-region-copies",
    family=Family.REGION,
    title="Nothing is replicated to another region",
    severity=Severity.CRITICAL,
    documentation=__doc__,
    passing=(
        Example({"multiRegion": False}, type="aws:kms/key:Key"),
        Example(type="aws:dynamodb/table:Table"),
    ),
    failing=(
        Example({"multiRegion": True}, type="aws:kms/key:Key"),
        Example({"replicas": [{}]}, type="aws:dynamodb/table:Table"),
        Example(type="aws:rds/globalCluster:GlobalCluster"),
    ),
)
