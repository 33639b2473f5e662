"""A data access policy of OpenSearch Serverless names its principals and permissions.

Why: `aoss:*` contains the right to delete indexes; a principal that is an account as a whole lets
in every role in it.
Fix: list the permissions that each role needs.

```python
policy = json.dumps(
    [
        {
            "Rules": [
                {
                    "ResourceType": "index",
                    "Resource": ["index/fraud/*"],
                    "Permission": ["aoss:ReadDocument"],
                }
            ],
            "Principal": [role_arn],
        }
    ]
)
```

Severity: high; a reader can destroy what it reads.
Not covered: network and encryption policies of the service, which are of other families.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import Reading, Resource, Unknown
from policy.iam.judging import Finding, failed, listed, passed, undecided
from policy.verdict import Observation, phrase

_EXPECTED: Final = phrase("single permissions for single principals")


def _check(policy: Resource, _: Context) -> Iterator[Observation]:
    for reading in policy.read("policy"):
        if not reading.is_absent:
            finding = _judge(reading)
            yield Observation(finding.verdict, reading.path, _EXPECTED, finding.found)


def _judge(reading: Reading) -> Finding:
    value = reading.value
    text = value.text if isinstance(value, Unknown) else value
    if not isinstance(text, str):
        return undecided("a policy that is not known before deployment")
    try:
        groups = json.loads(text)
    except (ValueError, RecursionError):
        return failed("a text that is not JSON")
    wide = sorted(set(_wide(groups if isinstance(groups, list) else [groups])))
    return failed("{0}", listed(wide)) if wide else passed("no wildcard")


def _wide(groups: list[object]) -> Iterator[str]:
    for group in groups:
        if isinstance(group, Mapping):
            yield from (name for name in _texts(group.get("Principal")) if _is_account(name))
            for rule in _objects(group.get("Rules")):
                yield from (name for name in _texts(rule.get("Permission")) if "*" in name)


def _is_account(name: str) -> bool:
    return name.endswith(":root") or name.isdigit() or "*" in name.rpartition(":")[2]


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _objects(value: object) -> list[Mapping[str, object]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _policy(principal: str, permission: str) -> str:
    rule = {"ResourceType": "index", "Resource": ["index/fraud/*"], "Permission": [permission]}
    return json.dumps([{"Rules": [rule], "Principal": [principal]}])


_ROLE: Final = "arn:aws:iam::000000000000:role/reader-dev"

CONTROL = Control(
    id="opensearch-access-narrow",
    family=Family.LEAST_PRIVILEGE,
    title="Data access policies of OpenSearch Serverless are narrow",
    severity=Severity.HIGH,
    applies_to=("aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy",),
    check=_check,
    passing=(Example({"policy": _policy(_ROLE, "aoss:ReadDocument")}),),
    failing=(
        Example({"policy": _policy(_ROLE, "aoss:*")}),
        Example({"policy": _policy("arn:aws:iam::000000000000:root", "aoss:ReadDocument")}),
    ),
)
