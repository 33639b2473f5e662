"""Answering for resources that exist outside of the program: reads and stack references."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pulumi.runtime.proto import resource_pb2

from policy.graph import Invoke
from policy.offline import answers, sdk
from policy.offline.providers import Providers
from policy.offline.request import Mode
from policy.offline.session import Session
from policy.offline.structs import from_struct, to_struct

_STACK_REFERENCE: Final = "pulumi:pulumi:StackReference"


class Reads:
    """Answers from fixtures; what they leave out stays unknown. Reads are no resources."""

    def __init__(self, session: Session, providers: Providers) -> None:
        self._session = session
        self._providers = providers

    def answer(
        self, request: resource_pb2.ReadResourceRequest
    ) -> resource_pb2.ReadResourceResponse:
        """The URN and what is known of the resource's outputs."""
        self._providers.serving(request.provider, request.type, request.version, request.packageRef)
        inputs = from_struct(request.properties)
        urn = self._session.urn(request.parent, request.type, request.name)
        if request.type == _STACK_REFERENCE:
            outputs = self._reference(inputs)
        else:
            outputs = self._existing(urn, request, inputs)
        outputs = answers.mark_secret(outputs, request.additionalSecretOutputs)
        return resource_pb2.ReadResourceResponse(
            urn=urn, id=request.id, properties=to_struct(outputs)
        )

    def _reference(self, inputs: Mapping[str, object]) -> dict[str, object]:
        name = answers.revealed(answers.plain(inputs.get("name")))
        fixture = self._session.run.fixtures.stack_references.get(str(name))
        self._note(_STACK_REFERENCE, "name", known=fixture is not None)
        known: dict[str, object] = {"name": name}
        if fixture is not None:
            known |= {"outputs": dict(fixture), "secretOutputNames": []}
        return known

    def _existing(
        self, urn: str, request: resource_pb2.ReadResourceRequest, inputs: Mapping[str, object]
    ) -> dict[str, object]:
        fixture = self._session.run.fixtures.read(request.type, request.id)
        self._note(request.type, "id", known=fixture is not None)
        known = {key: answers.plain(value) for key, value in inputs.items()}
        if self._session.mode is Mode.SYMBOLIC:
            known |= self._stand_ins(urn, request)
        return known | dict(fixture or {})

    def _stand_ins(self, urn: str, request: resource_pb2.ReadResourceRequest) -> dict[str, object]:
        resource_class = self._session.classes.get((request.type, request.name))
        names = sdk.text_outputs(resource_class) if resource_class else ()
        return {key: self._session.stand_ins.outside(request.type, key, urn) for key in names}

    def _note(self, token: str, argument: str, *, known: bool) -> None:
        answered = "fixture" if known else "unknown"
        self._session.invokes.append(Invoke(token=token, arguments=(argument,), answered=answered))
