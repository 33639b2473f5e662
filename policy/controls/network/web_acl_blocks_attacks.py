"""A web ACL has rules, each of them acts, and AWS's list of known bad requests is among them.

Why: a web ACL without rules, or with rules that only count, looks like protection in every review.
AWS keeps the list of requests that exploit holes of the day, such as that of Log4j.
Fix: add the managed rule group and leave its own actions in force.

```python
aws.wafv2.WebAcl(
    "web-acl",
    rules=[
        {
            "name": "known-bad-inputs",
            "priority": 1,
            "override_action": {"none": {}},
            "statement": {
                "managed_rule_group_statement": {
                    "vendor_name": "AWS",
                    "name": "AWSManagedRulesKnownBadInputsRuleSet",
                },
            },
            ...
        },
    ],
    ...
)
```

Severity: medium; an attack needs a weakness in the application too.
Not covered: what rules of the program's own match; rules that Firewall Manager adds; WAF Classic
beyond having rules; which rules of the group are excepted.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.families import Family
from policy.graph import ABSENT, Resource, Unknown
from policy.logic import Claim, all_of, any_of, verdict_of
from policy.verdict import Observation, Phrase, phrase

_WEB_ACL: Final = "aws:wafv2/webAcl:WebAcl"
_CLASSIC: Final = ("aws:waf/webAcl:WebAcl", "aws:wafregional/webAcl:WebAcl")
_KNOWN_ATTACKS: Final = "AWSManagedRulesKnownBadInputsRuleSet"
_ACTIONS: Final = ("action", "overrideAction")


def _check(acl: Resource, _: Context) -> Iterable[Observation]:
    rules = [reading.value for reading in acl.read("rules[]") if not reading.is_absent]
    if acl.get("ruleJson") is not ABSENT:
        # Rules as one JSON text may say anything; no provider version shows them otherwise.
        yield _observe(None, "ruleJson", phrase("rules that can be read"))
        return
    there = any_of(None if isinstance(rule, Unknown) else True for rule in rules)
    yield _observe(there, "rules", phrase("at least one rule"))
    if acl.type in _CLASSIC or not rules:
        return
    yield _observe(all_of(map(_acts, rules)), "rules", phrase("an action of every rule"))
    blocks = any_of(map(_blocks_known_attacks, rules))
    yield _observe(blocks, "rules", phrase("{0}, not only counting", _KNOWN_ATTACKS))


def _observe(claim: Claim, path: str, expected: Phrase) -> Observation:
    found = phrase("as expected") if claim else phrase("not so")
    return Observation(verdict_of(claim), path, expected, found)


def _acts(rule: object) -> Claim:
    if isinstance(rule, Unknown):
        return None
    if not isinstance(rule, Mapping):
        return False
    return any_of(_is_set(rule.get(name)) for name in _ACTIONS)


def _is_set(value: object) -> Claim:
    if isinstance(value, Unknown):
        return None
    return isinstance(value, Mapping) and bool(value)


def _blocks_known_attacks(rule: object) -> Claim:
    name = _under(rule, "statement", "managedRuleGroupStatement", "name")
    counts = _under(rule, "overrideAction", "count")
    named = None if isinstance(name, Unknown) else name == _KNOWN_ATTACKS
    in_force = None if isinstance(counts, Unknown) else counts is None
    return all_of((named, in_force))


def _under(value: object, *names: str) -> object:
    """What stands at a path of objects; `None` where a step is missing."""
    for name in names:
        if isinstance(value, Unknown):
            return value
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _managed(**override: object) -> dict[str, object]:
    group = {"vendorName": "AWS", "name": _KNOWN_ATTACKS}
    return {
        "name": "known-bad-inputs",
        "overrideAction": override,
        "statement": {"managedRuleGroupStatement": group},
    }


CONTROL = Control(
    id="web-acl-blocks-attacks",
    family=Family.NETWORK,
    title="Web ACL blocks known attacks",
    severity=Severity.MEDIUM,
    applies_to=(_WEB_ACL, *_CLASSIC),
    check=_check,
    passing=(
        Example({"rules": [_managed(none={})]}),
        Example({"rules": [{"priority": 1, "ruleId": "rule"}]}, type=_CLASSIC[1]),
    ),
    failing=(
        Example({}),
        Example({"rules": [_managed(count={})]}),
        Example(
            {
                "rules": [
                    _managed(none={}),
                    {"name": "other", "statement": {"geoMatchStatement": {}}},
                ]
            }
        ),
    ),
)
