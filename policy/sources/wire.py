"""Decoding Pulumi's wire envelopes into plain JSON values and unknowns.

Inside property values Pulumi marks secrets, assets, resource references and outputs by an object
with a signature key, and unknown values by reserved texts. Their meaning is defined in Pulumi's
`sdk/go/common/resource/sig/sig.go` and `sdk/go/common/resource/plugin/rpc.go`.

Decoding never raises: what only resembles an envelope stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from policy.graph import Origin, Provenance, Unknown

SIGNATURE_KEY: Final = "4dabf18193072939515e22adb298388d"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  # a public signature
RESOURCE_REFERENCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT_VALUE: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
ASSET: Final = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"

UNKNOWN_TEXT: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""The reserved text for an unknown value, the only one that the SDKs send."""
_UNKNOWN_TEXTS: Final = frozenset(
    {
        UNKNOWN_TEXT,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # boolean
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)
MASK: Final = "[secret]"
"""What the CLI prints in place of a secret that it does not show."""
HIDDEN: Final = Unknown(provenance=Provenance.EXACT)
"""A value that is known to Pulumi, but masked or encrypted in what it wrote."""


_DEFAULTS: Final = "__defaults"
"""Where providers note, at any level, which values they filled in; it is no property."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded value.

    Attributes:
        tree: Objects and lists of plain values and `Unknown`s; whole numbers are `int`. Assets and
            archives are objects with `path`, `text`, `uri` or `assets`.
        secrets: Paths (`a.b[0]`) of what was marked secret, relative to the decoded value.
    """

    tree: object
    secrets: frozenset[str]


def decode(value: object) -> Decoded:
    """The meaning of a value as it stands on the wire, or in a state or preview file."""
    decoder = _Decoder()
    tree = decoder.decode(value, "")
    return Decoded(tree, frozenset(decoder.secrets))


def decode_properties(properties: Mapping[str, object]) -> tuple[dict[str, object], frozenset[str]]:
    """Decoded properties without nulls, and the paths of secrets among them."""
    decoder = _Decoder()
    tree = decoder.members(properties, "")
    return {name: value for name, value in tree.items() if value is not None}, frozenset(
        decoder.secrets
    )


class _Decoder:
    """Walks one value and remembers the paths of secrets on the way."""

    def __init__(self) -> None:
        self.secrets: set[str] = set()
        self._envelopes: Mapping[object, Callable[[Mapping[str, object], str], object]] = {
            SECRET: self._secret,
            RESOURCE_REFERENCE: self._resource_reference,
            OUTPUT_VALUE: self._output_value,
            ASSET: self._asset,
            ARCHIVE: self._asset,
        }

    def decode(self, value: object, at: str) -> object:
        if isinstance(value, str):
            return self._text(value, at)
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, Mapping):
            return self._mapping(value, at)
        if isinstance(value, list | tuple):
            return [self.decode(item, f"{at}[{index}]") for index, item in enumerate(value)]
        return value

    def members(self, value: Mapping[str, object], at: str) -> dict[str, object]:
        prefix = f"{at}." if at else ""
        return {
            key: self.decode(item, f"{prefix}{key}")
            for key, item in value.items()
            if key != _DEFAULTS
        }

    def _text(self, value: str, at: str) -> object:
        # A text around the reserved one was made from an unknown value, so it is no more known.
        if UNKNOWN_TEXT in value or value in _UNKNOWN_TEXTS:
            return Unknown()
        if value == MASK:
            self.secrets.add(at)
            return HIDDEN
        return value

    def _mapping(self, value: Mapping[str, object], at: str) -> object:
        signature = value.get(SIGNATURE_KEY)
        if isinstance(signature, str) and signature in self._envelopes:
            return self._envelopes[signature](value, at)
        return self.members(value, at)

    def _secret(self, envelope: Mapping[str, object], at: str) -> object:
        self.secrets.add(at)
        if "value" in envelope:
            return self.decode(envelope["value"], at)
        plaintext = envelope.get("plaintext")
        if isinstance(plaintext, str):
            return self.decode(_parsed(plaintext), at)
        # Only the ciphertext is there, and the key to it is not.
        return HIDDEN

    def _resource_reference(self, envelope: Mapping[str, object], at: str) -> object:
        # The engine gives providers and packs the id of a resource, or the URN of a component.
        urn = envelope.get("urn")
        if not isinstance(urn, str) or urn in _UNKNOWN_TEXTS:
            return Unknown()
        if "id" not in envelope:
            return urn
        identity = self.decode(envelope["id"], at)
        if isinstance(identity, Unknown) or not identity:
            return Unknown((Origin(urn, "id"),), Provenance.EXACT)
        return identity

    def _output_value(self, envelope: Mapping[str, object], at: str) -> object:
        if envelope.get("secret") is True:
            self.secrets.add(at)
        dependencies = envelope.get("dependencies")
        urns = dependencies if isinstance(dependencies, list | tuple) else ()
        origins = tuple(Origin(urn) for urn in urns if isinstance(urn, str))
        value = self.decode(envelope["value"], at) if "value" in envelope else Unknown()
        if value == Unknown() and origins:
            return Unknown(origins, Provenance.EXACT)
        return value

    def _asset(self, envelope: Mapping[str, object], at: str) -> object:
        shown = {key: item for key, item in envelope.items() if key not in {SIGNATURE_KEY, "hash"}}
        return self.members(shown, at)


def _parsed(plaintext: str) -> object:
    try:
        return json.loads(plaintext)
    except ValueError:
        return plaintext
