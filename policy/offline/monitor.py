"""The resource monitor that the Pulumi SDK talks to instead of the CLI's.

Its methods are those of Pulumi's `ResourceMonitor` service (`proto/pulumi/resource.proto`); the
SDK calls them on the plain object, so no request leaves the process.
"""

# ruff: noqa: N802  # the service's names

from __future__ import annotations

import threading
from typing import Final

from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import callback_pb2, provider_pb2, resource_pb2

from policy.graph import Invoke, SourcePosition
from policy.offline import answers
from policy.offline.lookups import Lookups
from policy.offline.providers import Providers
from policy.offline.reads import Reads
from policy.offline.records import Record
from policy.offline.registration import inherit, is_in_callback, options_of, position_of
from policy.offline.request import Mode
from policy.offline.session import Session
from policy.offline.structs import from_struct, to_struct
from policy.offline.transforms import Transforms
from policy.sources import wire
from policy.sources.providers import PROVIDER_PREFIX

_FEATURES: Final = tuple(
    resource_pb2.ResourceMonitorFeature.Value(f"RESOURCE_MONITOR_FEATURE_{name}")
    for name in (
        "SECRETS",
        "RESOURCE_REFERENCES",
        "OUTPUT_VALUES",
        "ALIAS_SPECS",
        "REPLACEMENT_TRIGGER",
        "DELETED_WITH",
        "REPLACE_WITH",
        "TRANSFORMS",
        "INVOKE_TRANSFORMS",
        "PARAMETERIZATION",
        "RESOURCE_HOOKS",
        "ERROR_HOOKS",
        "STATE_MIGRATIONS",
        "INVOKE_DEPENDS_ON",
    )
)


class Monitor:
    """Answers one program's requests and records them in its session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._transforms = Transforms()
        self._providers = Providers(session)
        self._lookups = Lookups(session, self._providers)
        self._reads = Reads(session, self._providers)
        self._lock = threading.RLock()

    def GetDeploymentInfo(self, _request: Empty) -> resource_pb2.DeploymentInfo:
        """Tell the SDK what this monitor can do."""
        return resource_pb2.DeploymentInfo(supportedFeatures=_FEATURES)

    def RegisterResource(
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        """Record a resource and answer with its outputs."""
        source = position_of(request, self._session.positions)
        transformed = self._transforms.apply(request)
        with self._lock:
            return self._register(request, source, transformed=transformed)

    def _register(
        self,
        request: resource_pb2.RegisterResourceRequest,
        source: SourcePosition | None,
        *,
        transformed: bool,
    ) -> resource_pb2.RegisterResourceResponse:
        session = self._session
        session.answers += 1
        inherit(request, session.records.get(request.parent))
        urn = session.urn(request.parent, request.type, request.name)
        session.refuse_duplicate(urn, source)
        self._transforms.remember(urn, request)
        inputs = self._inputs(request)
        outputs = answers.outputs(session, urn, request.type, request.name, inputs)
        outputs = answers.mark_secret(outputs, request.additionalSecretOutputs)
        record = Record(
            urn=urn,
            type=request.type,
            name=request.name,
            inputs=inputs,
            outputs=outputs,
            identity=self._identity(urn, request),
            options=options_of(request, self._provider(request)),
            property_dependencies={
                key: tuple(sorted(item.urns)) for key, item in request.propertyDependencies.items()
            },
            source=source,
            in_callback=is_in_callback(request),
            transformed=transformed,
        )
        session.add(record)
        return resource_pb2.RegisterResourceResponse(
            urn=urn, id=record.identity, object=to_struct(outputs)
        )

    @staticmethod
    def _inputs(request: resource_pb2.RegisterResourceRequest) -> dict[str, object]:
        inputs = from_struct(request.object)
        if request.type.startswith(PROVIDER_PREFIX) and request.version:
            inputs["version"] = request.version
        return inputs

    def _identity(self, urn: str, request: resource_pb2.RegisterResourceRequest) -> str:
        if not request.custom or self._session.mode is Mode.PREVIEW:
            return ""
        return self._session.stand_ins.computed(urn, request.type, "id")

    def _provider(self, request: resource_pb2.RegisterResourceRequest) -> str | None:
        if not request.custom or request.type.startswith(PROVIDER_PREFIX):
            return None
        return self._providers.serving(
            request.provider, request.type, request.version, request.packageRef
        )

    def RegisterResourceOutputs(
        self, _request: resource_pb2.RegisterResourceOutputsRequest
    ) -> Empty:
        """Accept the outputs of components and of the stack; no control reads them."""
        self._session.answers += 1
        return Empty()

    def ReadResource(
        self, request: resource_pb2.ReadResourceRequest
    ) -> resource_pb2.ReadResourceResponse:
        """Answer for a resource that exists outside of the program."""
        with self._lock:
            self._session.answers += 1
            return self._reads.answer(request)

    def ExistsResource(
        self, request: resource_pb2.ExistsResourceRequest
    ) -> resource_pb2.ExistsResourceResponse:
        """Whether a resource exists outside of the program is unknown."""
        self._note(request.type, "id")
        return resource_pb2.ExistsResourceResponse(unknown=True)

    def Invoke(
        self, request: resource_pb2.ResourceInvokeRequest
    ) -> resource_pb2.ResourceInvokeResponse:
        """Answer a look-up."""
        self._transforms.apply_to_invoke(request)
        with self._lock:
            self._session.answers += 1
            return self._lookups.answer(request)

    def Call(self, request: resource_pb2.ResourceCallRequest) -> provider_pb2.CallResponse:
        """A method of a resource runs in its provider, so its result is unknown."""
        self._note(request.tok, *request.args.fields)
        # `return` is no name that Python's syntax could pass.
        fields = {"return": to_struct({"result": wire.UNKNOWN_TEXT})}
        return provider_pb2.CallResponse(**fields)  # type: ignore[arg-type]

    def _note(self, token: str, *arguments: str) -> None:
        with self._lock:
            self._session.answers += 1
            self._session.invokes.append(
                Invoke(token=token, arguments=tuple(sorted(arguments)), answered="unknown")
            )

    def RegisterStackTransform(self, callback: callback_pb2.Callback) -> Empty:
        """Apply a transform to every later resource."""
        self._transforms.of_stack.append(callback)
        return Empty()

    def RegisterStackInvokeTransform(self, callback: callback_pb2.Callback) -> Empty:
        """Apply a transform to every later look-up."""
        self._transforms.of_invokes.append(callback)
        return Empty()

    def RegisterResourceHook(self, _request: resource_pb2.RegisterResourceHookRequest) -> Empty:
        """Hooks run around deployments, of which there is none."""
        return Empty()

    def RegisterErrorHook(self, _request: resource_pb2.RegisterErrorHookRequest) -> Empty:
        """Like other hooks."""
        return Empty()

    def RegisterPackage(
        self, request: resource_pb2.RegisterPackageRequest
    ) -> resource_pb2.RegisterPackageResponse:
        """Remember a parameterised package, whose default provider carries its name."""
        # An extension is served by its base provider, a replacement by one of its own.
        served_by = request.parameterization if request.HasField("parameterization") else request
        reference = self._providers.register_package(served_by.name, served_by.version)
        return resource_pb2.RegisterPackageResponse(ref=reference)

    def SignalAndWaitForShutdown(self, _request: Empty) -> Empty:
        """There is nothing to wait for."""
        return Empty()
