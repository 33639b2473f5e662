"""Stored data is encrypted with a customer-managed KMS key.

Why: a key that AWS owns or manages cannot be restricted, audited by use or withdrawn. With a key
of its own JapanCart decides who may decrypt, sees every use and can end all access at once.
Fix: refer to a key of the stack. A key made elsewhere counts once the setting `approvedKeys` names
its ARN or alias, since an ARN alone does not tell who manages the key.

```python
key = aws.kms.Key(key_name, enable_key_rotation=True, ...)
aws.sqs.Queue(name, kms_master_key_id=key.arn, ...)
```

Severity: high; the data is encrypted, but not under JapanCart's control.
Not covered: whether the key policy lets the service use the key.
"""

from policy.control import Example, Other, Ref, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="encryption-at-rest-customer-key",
    family=Family.ENCRYPTION_AT_REST,
    title="Stored data is encrypted with a customer-managed KMS key",
    severity=Severity.HIGH,
    documentation=__doc__,
    passing=(
        Example(
            {"kmsMasterKeyId": Ref("kms-key-dev")},
            type="aws:sqs/queue:Queue",
            others=(Other("kms-key-dev", "aws:kms/key:Key"),),
        ),
        Example(
            {"kmsMasterKeyId": "alias/kms-alias-dev"},
            type="aws:sqs/queue:Queue",
            others=(
                Other("kms-alias-dev", "aws:kms/alias:Alias", {"name": "alias/kms-alias-dev"}),
            ),
        ),
    ),
    failing=(
        Example(type="aws:sqs/queue:Queue"),
        Example({"kmsMasterKeyId": "alias/aws/sqs"}, type="aws:sqs/queue:Queue"),
        Example(
            {"kmsMasterKeyId": Ref("kms-key-dev")},
            type="aws:sqs/queue:Queue",
            others=(Other("kms-key-dev", "aws:kms/key:Key", {"isEnabled": False}),),
        ),
    ),
)
