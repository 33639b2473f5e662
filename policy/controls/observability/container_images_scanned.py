"""Container images are scanned for known vulnerabilities when they are pushed.

Why: an image carries a whole operating system; without a scan nobody learns that a package in it
has been broken into elsewhere since it was built.
Fix: scan on push, or scan the whole registry.

```python
aws.ecr.Repository(
    "repository", image_scanning_configuration={"scan_on_push": True}, ...
)
```

Severity: medium; known holes stay open unseen.
Not covered: a registry whose scanning another program configures; say it at the repository too.
"""

from collections.abc import Iterable
from typing import Final

from policy.control import Context, Control, Example, Other, Scope, Severity
from policy.expectations import as_boolean
from policy.families import Family
from policy.graph import Graph, Resource, Unknown
from policy.logic import Claim, any_of, verdict_of
from policy.verdict import Observation, phrase

_REPOSITORY: Final = "aws:ecr/repository:Repository"
_REGISTRY: Final = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"
_SWITCH: Final = "imageScanningConfiguration.scanOnPush"
_AUTOMATIC: Final = ("SCAN_ON_PUSH", "CONTINUOUS_SCAN")


def _check(repository: Resource, context: Context) -> Iterable[Observation]:
    claim = any_of((_scans_itself(repository), *_scanned_by_registry(context.graph)))
    found = phrase("scans on push") if claim else phrase("no scan on push")
    yield Observation(verdict_of(claim), _SWITCH, phrase("scans on push"), found)


def _scans_itself(repository: Resource) -> Claim:
    return any_of(
        None if reading.is_unknown else as_boolean(reading.value) is True
        for reading in repository.read(_SWITCH)
    )


def _scanned_by_registry(graph: Graph) -> Iterable[Claim]:
    for registry in graph.of_types(_REGISTRY):
        for rule in registry.read("rules[].scanFrequency"):
            yield None if rule.is_unknown else rule.value in _AUTOMATIC
        if isinstance(registry.get("rules"), Unknown):
            yield None


CONTROL = Control(
    id="container-images-scanned",
    family=Family.OBSERVABILITY,
    title="Container images are scanned when they are pushed",
    severity=Severity.MEDIUM,
    applies_to=(_REPOSITORY,),
    check=_check,
    scope=Scope.STACK,
    passing=(
        Example({"imageScanningConfiguration": {"scanOnPush": True}}),
        Example(
            {},
            others=(
                Other(
                    "scanning-dev",
                    _REGISTRY,
                    {"scanType": "BASIC", "rules": [{"scanFrequency": "SCAN_ON_PUSH"}]},
                ),
            ),
        ),
    ),
    failing=(
        Example({}),
        Example({"imageScanningConfiguration": {"scanOnPush": False}}),
    ),
)
