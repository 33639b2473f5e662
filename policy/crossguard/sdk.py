"""The three places where the SDK's analyzer is bent, and why.

The SDK decodes a request's properties anew for each policy, drops the marks of secrets on the
way, raises on envelopes that it does not know, and wraps the rest in proxies that raise on any
unknown value. `install` replaces these steps, in this process, by one that hands every policy
the same undecoded object; `policy.sources.wire` decodes it. The SDK also keeps the enforcement
levels to itself, so its answer to Configure is overheard.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

import pulumi_policy.policy as sdk
from google.protobuf import json_format
from google.protobuf.message import Message

from policy.pack_config import Level

Configured = Callable[[Mapping[str, Level], Mapping[str, Mapping[str, object]]], None]
"""Told the level and the properties of each policy, by name."""

_LEVELS: Final = {
    0: Level.ADVISORY,
    1: Level.MANDATORY,
    2: Level.DISABLED,
    3: Level.REMEDIATE,
}
"""Pulumi's `EnforcementLevel` numbers, as analyzer.proto lists them."""


class _OncePerMessage:
    """Stands in for `google.protobuf.json_format`; converts each message once a thread."""

    def __init__(self) -> None:
        self._cache = threading.local()

    def MessageToDict(self, message: Message) -> dict[str, Any]:  # noqa: N802  # protobuf's name
        """The message as a dictionary; the same object as long as the request lasts."""
        seen = self._seen()
        if id(message) not in seen:
            # The message is kept beside its conversion, so that its id is not given away.
            seen[id(message)] = (message, json_format.MessageToDict(message))
        return seen[id(message)][1]

    def forget(self) -> None:
        """Drop what earlier requests of this thread left."""
        self._seen().clear()

    def _seen(self) -> dict[int, tuple[Message, dict[str, Any]]]:
        if not hasattr(self._cache, "seen"):
            self._cache.seen = {}
        seen: dict[int, tuple[Message, dict[str, Any]]] = self._cache.seen
        return seen


_ONCE: Final = _OncePerMessage()


def install(configured: Configured) -> None:
    """Replace these parts of the SDK in this process.

    Raises:
        RuntimeError: The SDK has other parts than the version that the pack pins.
    """
    replacements = {
        "json_format": _ONCE,
        "deserialize_properties": _as_it_is,
        "unknown_checking_proxy": _as_it_is,
        "_PolicyAnalyzerServicer": _overhearing(configured),
    }
    for name, replacement in replacements.items():
        if not hasattr(sdk, name):
            raise RuntimeError(f"pulumi-policy has no {name}; install the version the pack pins")
        setattr(sdk, name, replacement)


def new_request() -> None:
    """Tell the decoder that this thread begins with another request."""
    _ONCE.forget()


def _as_it_is(
    properties: Mapping[str, Any],
    proxy_secrets: bool = False,  # noqa: ARG001, FBT001, FBT002  # the SDK's signature
) -> Mapping[str, Any]:
    return properties


def _overhearing(configured: Configured) -> type:
    servicer: type[Any] = sdk._PolicyAnalyzerServicer  # noqa: SLF001  # there is no public seam

    class Overhearing(servicer):  # type: ignore[misc]  # the SDK's class is untyped
        """The SDK's servicer, which also tells the pack how it is configured."""

        def Configure(self, request: Any, context: Any) -> Any:  # noqa: N802, ANN401  # gRPC's
            levels = {
                name: _LEVELS.get(entry.enforcementLevel, Level.MANDATORY)
                for name, entry in request.policyConfig.items()
            }
            properties = {
                name: json_format.MessageToDict(entry.properties)
                for name, entry in request.policyConfig.items()
            }
            configured(levels, properties)
            return super().Configure(request, context)

    return Overhearing
