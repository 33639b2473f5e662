"""The default user of a user group is one of the program's that may do nothing.

Why: a client that names no user is the default one; the account's own default user may run every
command without a password.
Fix: add a user named `default` that is off.

```python
nobody = aws.elasticache.User(
    "user", user_name="default", access_string="off -@all", ...
)
aws.elasticache.UserGroup("user-group", user_ids=[nobody.user_id, processor.user_id], ...)
```

Severity: high; every client that asks for nothing gets everything.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Ref, Scope, Severity
from policy.families import Family
from policy.graph import ABSENT, Graph, Resource, Unknown
from policy.logic import verdict_of
from policy.relations import Links, links, referrers_by
from policy.relations.caches import is_switched_off
from policy.verdict import Observation, Verdict, phrase

_USER: Final = "aws:elasticache/user:User"
_ASSOCIATION: Final = "aws:elasticache/userGroupAssociation:UserGroupAssociation"


def _check(group: Resource, context: Context) -> Iterable[Observation]:
    # Valkey needs no default user; without one, nobody is it.
    if group.get("engine") == "valkey" and group.get("userIds") is ABSENT:
        return
    members = _members(group, context.graph)
    names = [item.get("userName") for item in members.found]
    defaults = [item for item in members.found if item.get("userName") == "default"]
    expected = phrase("a default user that is switched off")
    if defaults:
        off = all(is_switched_off(item) for item in defaults)
        unknown = any(isinstance(item.get("accessString"), Unknown) for item in defaults)
        found = phrase("{0}", defaults[0].name)
        yield Observation(verdict_of(None if unknown else off), "userIds", expected, found)
    elif not members.complete or any(isinstance(name, Unknown) for name in names):
        found = phrase("users outside this program")
        own_default = "default" in [item.value for item in group.read("userIds[]")]
        verdict = Verdict.FAIL if own_default else Verdict.UNDETERMINED
        yield Observation(verdict, "userIds", expected, found)
    elif group.get("engine") != "valkey":
        yield Observation(Verdict.FAIL, "userIds", expected, phrase("none"))


def _members(group: Resource, graph: Graph) -> Links:
    named = links(group, "userIds[]", graph, _USER, names=("userId",))
    associations, _ = referrers_by(
        group, "userGroupId", graph, _ASSOCIATION, names=("userGroupId",)
    )
    parts = [
        named,
        *(links(item, "userId", graph, _USER, names=("userId",)) for item in associations),
    ]
    found = tuple(user for part in parts for user in part.found)
    return Links(found, sum(part.unresolved for part in parts), len(parts))


CONTROL = Control(
    id="cache-default-user-off",
    family=Family.LEAST_PRIVILEGE,
    title="The default user of a cache is switched off",
    severity=Severity.HIGH,
    applies_to=("aws:elasticache/userGroup:UserGroup",),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example(
            {"engine": "redis", "userIds": [Ref("nobody-dev", "userId")]},
            others=(
                Other(
                    "nobody-dev",
                    "aws:elasticache/user:User",
                    {"userName": "default", "accessString": "off -@all"},
                ),
            ),
        ),
    ),
    failing=(
        Example(
            {"engine": "redis", "userIds": ["somebody"]},
            others=(
                Other(
                    "somebody-dev",
                    "aws:elasticache/user:User",
                    {"userId": "somebody", "userName": "default", "accessString": "on ~* +@all"},
                ),
            ),
        ),
        Example({"engine": "redis", "userIds": ["default"]}),
    ),
)
