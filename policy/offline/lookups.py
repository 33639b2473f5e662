"""Answering look-ups (invokes): fixtures first, then what is computable, else invented values.

An invented value is a stand-in, or depends on the run, so that nothing made from it ever counts
as known.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Final

from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.sync_await import _sync_await as sync_await

from policy.graph import Invoke
from policy.offline import builtins, policy_document, synthesis
from policy.offline.providers import Providers
from policy.offline.request import Mode
from policy.offline.session import EngineError, Session
from policy.offline.structs import from_struct, to_struct
from policy.sources.providers import PROVIDER_PREFIX

_GET_RESOURCE: Final = "pulumi:pulumi:getResource"
_POLICY_DOCUMENT: Final = "aws:iam/getPolicyDocument:getPolicyDocument"


class Lookups:
    """Answers one program's look-ups."""

    def __init__(self, session: Session, providers: Providers) -> None:
        self._session = session
        self._providers = providers

    def answer(
        self, request: resource_pb2.ResourceInvokeRequest
    ) -> resource_pb2.ResourceInvokeResponse:
        """The result, or that it is unknown as a whole."""
        arguments = from_struct(request.args)
        if request.tok == _GET_RESOURCE:
            return _response(self._registered(str(arguments.get("urn"))))
        provider = self._providers.serving(
            request.provider, request.tok, request.version, request.packageRef
        )
        if self._waits_for_creation(request) or self._stays_secret(request.tok, arguments):
            self._note(request.tok, arguments, "unknown")
            return resource_pb2.ResourceInvokeResponse(unknown=True)
        return self._result(request.tok, arguments, provider)

    def _result(
        self, token: str, arguments: Mapping[str, object], provider: str
    ) -> resource_pb2.ResourceInvokeResponse:
        fixture = self._session.run.fixtures.invoke(token, arguments)
        if fixture is None and token == _POLICY_DOCUMENT:
            return self._document(arguments)
        builtin = None
        if fixture is None:
            builtin = builtins.answer(token, arguments, self._session, provider)
        known = dict(fixture or builtin or {})
        invented = synthesis.result(self._session, token, arguments)
        region = builtins.region_of(arguments, self._session, provider)
        if region and "region" in invented:
            known.setdefault("region", region)
        if builtin is None and invented.keys() - known.keys():
            self._session.has_invented = True
        answered = "unknown" if builtin is None else "built-in"
        self._note(token, arguments, answered if fixture is None else "fixture")
        return _response(invented | known)

    def _document(self, arguments: Mapping[str, object]) -> resource_pb2.ResourceInvokeResponse:
        try:
            rendered = policy_document.render(arguments)
        except policy_document.UnreadableError:
            self._note(_POLICY_DOCUMENT, arguments, "unknown")
            return resource_pb2.ResourceInvokeResponse(unknown=True)
        except policy_document.DuplicateSidError as error:
            raise EngineError(f"getPolicyDocument: {error}") from error
        self._note(_POLICY_DOCUMENT, arguments, "built-in")
        return _response(rendered)

    def _waits_for_creation(self, request: resource_pb2.ResourceInvokeRequest) -> bool:
        # The CLI answers no look-up that depends on a resource which a preview does not create.
        return self._session.mode is Mode.PREVIEW and any(
            record.options.custom and not record.type.startswith(PROVIDER_PREFIX)
            for urn in request.dependsOn
            if (record := self._session.records.get(urn))
        )

    def _stays_secret(self, token: str, arguments: Mapping[str, object]) -> bool:
        """Whether a secret's content can stay unknown: no fixture gives it, no statement waits."""
        has_answer = self._session.run.fixtures.invoke(token, arguments) is not None
        return token == synthesis.SECRET_VERSION and not has_answer and not _is_awaited()

    def _registered(self, urn: str) -> dict[str, object]:
        record = self._session.records.get(urn)
        if record is None:
            raise EngineError(f"there is no resource {urn}")
        return {"urn": urn, "id": record.identity, "state": dict(record.outputs)}

    def _note(self, token: str, arguments: Mapping[str, object], answered: str) -> None:
        names = tuple(sorted(key for key, value in arguments.items() if value is not None))
        self._session.invokes.append(Invoke(token=token, arguments=names, answered=answered))


def _is_awaited() -> bool:
    """Whether a plain call waits for the answer, rather than an `Output` that will carry it."""
    frame = sys._getframe()  # noqa: SLF001  # the cheap way to the callers
    while frame.f_back is not None:
        frame = frame.f_back
        if frame.f_code is sync_await.__code__:
            return True
    return False


def _response(result: Mapping[str, object]) -> resource_pb2.ResourceInvokeResponse:
    # `return` is no name that Python's syntax could pass.
    fields = {"return": to_struct(result)}
    return resource_pb2.ResourceInvokeResponse(**fields)  # type: ignore[arg-type]
