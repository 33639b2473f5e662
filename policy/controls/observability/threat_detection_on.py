"""Detectors, image scans and adaptive authentication that the program declares are on.

Why: a detector that is declared and switched off looks like protection in every review.
Fix: switch it on.

```python
aws.guardduty.Detector(name, enable=True)
```

Severity: medium; attacks go unnoticed.
Not covered: accounts without any detector.
"""

from policy.control import Example, Severity
from policy.demands.control import catalog_control
from policy.families import Family

CONTROL = catalog_control(
    id="threat-detection-on",
    family=Family.OBSERVABILITY,
    title="Threat detection is on",
    severity=Severity.MEDIUM,
    documentation=__doc__,
    passing=(
        Example({"enable": True}, type="aws:guardduty/detector:Detector"),
        Example(type="aws:guardduty/detector:Detector"),
    ),
    failing=(
        Example({"enable": False}, type="aws:guardduty/detector:Detector"),
        Example(
            type="aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        ),
    ),
)
