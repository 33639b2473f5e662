"""Every endpoint refuses TLS versions before 1.2.

Why: TLS 1.0 and 1.1 have been broken and withdrawn; PCI DSS forbids them. Several services still
offer them unless a security policy says otherwise.
Fix: name a security policy of TLS 1.2 or later.

```python
aws.opensearch.Domain(
    name,
    domain_endpoint_options={
        "enforce_https": True,
        "tls_security_policy": "Policy-Min-TLS-1-2-PFS-2023-10",
    },
    ...
)
```

Severity: high; an attacker in the path can downgrade connections.
Not covered: cipher suites within a version.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="minimum-tls-version",
    family=Family.ENCRYPTION_IN_TRANSIT,
    title="Connections use TLS 1.2 or later",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example(
            {"securityPolicyName": "TransferSecurityPolicy-2024-01"},
            type="aws:transfer/server:Server",
        ),
        Example({"securityPolicy": "TLS_1_2"}, type="aws:apigateway/domainName:DomainName"),
    ),
    failing=(
        Example(
            {"securityPolicyName": "TransferSecurityPolicy-2018-11"},
            type="aws:transfer/server:Server",
        ),
        Example({"securityPolicy": "TLS_1_0"}, type="aws:apigateway/domainName:DomainName"),
        Example(type="aws:opensearch/domain:Domain"),
    ),
)
