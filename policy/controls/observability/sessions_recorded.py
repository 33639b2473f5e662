"""Sessions on machines are encrypted with a key of their own and recorded where records are safe.

Why: Session Manager replaces the bastion: it is the one way in for people. What they typed is the
only evidence of what they did, and PCI DSS asks for it.
Fix: name a key and an encrypted destination in the document of preferences.

```python
aws.ssm.Document(
    "document",
    document_type="Session",
    content=json.dumps(
        {
            "schemaVersion": "1.0",
            "sessionType": "Standard_Stream",
            "inputs": {
                "kmsKeyId": "alias/sessions-dev",
                "cloudWatchLogGroupName": "/sessions/dev",
                "cloudWatchEncryptionEnabled": True,
            },
        }
    ),
)
```

Severity: medium; it takes somebody who may open sessions.
Not covered: preferences that are set in the console; documents in YAML, which stay undetermined.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import as_boolean
from policy.families import Family
from policy.graph import Resource, Unknown
from policy.logic import verdict_of
from policy.verdict import Observation, Phrase, Verdict, phrase

_DESTINATIONS: Final = {
    "s3BucketName": "s3EncryptionEnabled",
    "cloudWatchLogGroupName": "cloudWatchEncryptionEnabled",
}


def _check(document: Resource, _: Context) -> Iterable[Observation]:
    kind = document.get("documentType")
    if kind != "Session" and not isinstance(kind, Unknown):
        return
    inputs = _inputs(document.get("content"))
    key, record = phrase("a key of sessions"), phrase("an encrypted record of sessions")
    if inputs is None or isinstance(kind, Unknown):
        found = phrase("not known before deployment")
        yield Observation(Verdict.UNDETERMINED, "content", record, found)
        return
    is_keyed, is_recorded = bool(inputs.get("kmsKeyId")), _is_recorded(inputs)
    yield Observation(verdict_of(is_keyed), "content", key, _found(is_keyed))
    yield Observation(verdict_of(is_recorded), "content", record, _found(is_recorded))


def _inputs(content: object) -> Mapping[str, object] | None:
    """The preferences; `None` where they cannot be read."""
    text = content.text if isinstance(content, Unknown) else content
    try:
        whole = json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return None
    inputs = whole.get("inputs", {}) if isinstance(whole, Mapping) else None
    return inputs if isinstance(inputs, Mapping) else None


def _is_recorded(inputs: Mapping[str, object]) -> bool:
    return any(
        bool(inputs.get(place)) and as_boolean(inputs.get(switch)) is True
        for place, switch in _DESTINATIONS.items()
    )


def _found(claim: bool) -> Phrase:  # noqa: FBT001  # one answer
    return phrase("set") if claim else phrase("none")


def _session(**inputs: object) -> Mapping[str, object]:
    return {"documentType": "Session", "content": json.dumps({"inputs": inputs})}


CONTROL = Control(
    id="sessions-recorded",
    family=Family.OBSERVABILITY,
    title="Sessions are encrypted and recorded",
    severity=Severity.MEDIUM,
    applies_to=("aws:ssm/document:Document",),
    check=_check,
    passing=(
        Example(
            _session(
                kmsKeyId="alias/sessions-dev",
                cloudWatchLogGroupName="/sessions/dev",
                cloudWatchEncryptionEnabled=True,
            )
        ),
    ),
    failing=(
        Example(_session(kmsKeyId="alias/sessions-dev")),
        Example(_session(s3BucketName="sessions-dev", s3EncryptionEnabled=True)),
    ),
)
