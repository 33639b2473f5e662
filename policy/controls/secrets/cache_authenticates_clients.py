"""A Redis or Valkey cache knows its clients: by users, or by a token.

Why: without either, whoever reaches the port reads and writes everything; users are better than a
token, since each can be limited and withdrawn.
Fix: attach a user group.

```python
aws.elasticache.ReplicationGroup("replication-group", user_group_ids=[group.user_group_id], ...)
```

Severity: high; one compromised neighbour reads the 24-hour history.
Not covered: members of a global replication group, which authenticate as their primary does.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Severity
from policy.families import Family
from policy.graph import ABSENT, Resource
from policy.logic import any_of, verdict_of
from policy.relations import is_named
from policy.verdict import Observation, phrase

_WAYS: Final = {
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        "userGroupIds[]",
        "authToken",
        "authTokenWo",
    ),
    "aws:elasticache/serverlessCache:ServerlessCache": ("userGroupId",),
    "aws:memorydb/cluster:Cluster": ("aclName",),
}
_OPEN: Final = "open-access"


def _check(cache: Resource, _: Context) -> Iterable[Observation]:
    # A serverless Memcached cache has no users; only the network protects it.
    if cache.get("engine") == "memcached" or cache.get("globalReplicationGroupId") is not ABSENT:
        return
    ways = _WAYS[cache.type]
    values = [reading.value for path in ways for reading in cache.read(path)]
    known = any_of(value != _OPEN and is_named(value) for value in values)
    found = phrase("set") if known else phrase("none")
    yield Observation(
        verdict_of(known), ways[0].removesuffix("[]"), phrase("users or a token"), found
    )


CONTROL = Control(
    id="cache-authenticates-clients",
    family=Family.SECRETS,
    title="Cache authenticates its clients",
    severity=Severity.HIGH,
    applies_to=(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:elasticache/serverlessCache:ServerlessCache",
        "aws:memorydb/cluster:Cluster",
    ),
    check=_check,
    passing=(
        Example(
            {"userGroupIds": [Ref("users-dev", "userGroupId")]},
            others=(Other("users-dev", "aws:elasticache/userGroup:UserGroup"),),
        ),
        Example(
            {"authToken": Ref("password-dev", "result")},
            others=(Other("password-dev", "aws:secretsmanager/secret:Secret"),),
        ),
    ),
    failing=(
        Example({}),
        Example({"engine": "valkey"}, type="aws:elasticache/serverlessCache:ServerlessCache"),
        Example({"aclName": "open-access"}, type="aws:memorydb/cluster:Cluster"),
    ),
)
