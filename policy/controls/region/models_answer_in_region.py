"""Foundation models answer in the region itself.

Why: a cross-region inference profile (`apac.`, `us.`, `global.` and the like) sends prompts, and
with them customers' data, to whatever region has capacity.
Fix: name the model itself, without the prefix of a profile.

```python
aws.bedrock.AgentAgent(name, foundation_model="anthropic.claude-sonnet-4", ...)
```

Severity: high; prompts can hold transaction data.
Not covered: application inference profiles, whose ARN does not tell the regions behind it. The
prefix `jp.` stays in Japan but uses Osaka besides Tokyo, so it fails too.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="models-answer-in-region",
    family=Family.REGION,
    title="Foundation models answer in the region",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example(
            {"foundationModel": "anthropic.claude-sonnet-4"},
            type="aws:bedrock/agentAgent:AgentAgent",
        ),
    ),
    failing=(
        Example(
            {"foundationModel": "apac.anthropic.claude-sonnet-4"},
            type="aws:bedrock/agentAgent:AgentAgent",
        ),
        Example(
            {"crossRegionConfig": {"guardrailProfileIdentifier": "apac.guardrail.v1:0"}},
            type="aws:bedrock/guardrail:Guardrail",
        ),
    ),
)
