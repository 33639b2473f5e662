"""Entry points refuse malformed requests and have a web ACL where they are public.

Why: invalid headers and ambiguous requests smuggle traffic past every check behind the entry
point, and a firewall that fails open is none when it matters.
Fix: drop invalid headers and keep the defensive mode.

```python
aws.lb.LoadBalancer(name, drop_invalid_header_fields=True, ...)
```

Severity: medium; an attack needs a weakness behind the entry point too.
Not covered: the rules of the web ACL.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="web-tier-hardened",
    family=Family.NETWORK,
    title="Entry points refuse malformed and hostile requests",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(Example({"dropInvalidHeaderFields": True}, type="aws:lb/loadBalancer:LoadBalancer"),),
    failing=(
        Example(type="aws:lb/loadBalancer:LoadBalancer"),
        Example(
            {"dropInvalidHeaderFields": True, "desyncMitigationMode": "monitor"},
            type="aws:lb/loadBalancer:LoadBalancer",
        ),
    ),
)
