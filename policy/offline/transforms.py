"""Calling back the program's transforms, as the CLI's engine does over gRPC."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import grpc  # type: ignore[import-untyped]  # it ships no types
from google.protobuf.message import Message
from pulumi.runtime.proto import callback_pb2, callback_pb2_grpc, resource_pb2

from policy.offline import answers
from policy.offline.session import EngineError
from policy.offline.structs import from_struct, to_struct
from policy.sources import wire

_CALL_SECONDS = 60.0


class NeedsThreadError(Exception):
    """The call waits for the program's event loop and therefore must not run inside of it."""


@dataclass(slots=True)
class Transforms:
    """The transforms that a program registered, by what they apply to.

    It must be made in the thread that runs the program's event loop.
    """

    of_resources: dict[str, tuple[callback_pb2.Callback, ...]] = field(default_factory=dict)
    of_stack: list[callback_pb2.Callback] = field(default_factory=list)
    of_invokes: list[callback_pb2.Callback] = field(default_factory=list)
    parents: dict[str, str] = field(default_factory=dict)
    _loop_thread: int = field(default_factory=threading.get_ident)

    def remember(self, urn: str, request: resource_pb2.RegisterResourceRequest) -> None:
        """Keep a resource's own transforms for its children."""
        self.parents[urn] = request.parent
        self.of_resources[urn] = tuple(request.transforms)

    def apply(self, request: resource_pb2.RegisterResourceRequest) -> bool:
        """Run all transforms of a resource, its ancestors and the stack; whether there were any."""
        callbacks = self._applying_to(request)
        for callback in callbacks:
            self._leave_loop_thread()
            _transform_resource(callback, request)
        return bool(callbacks)

    def apply_to_invoke(self, request: resource_pb2.ResourceInvokeRequest) -> None:
        """Run the stack's transforms on a look-up."""
        for callback in self.of_invokes:
            self._leave_loop_thread()
            _transform_invoke(callback, request)

    def _leave_loop_thread(self) -> None:
        if threading.get_ident() == self._loop_thread:
            raise NeedsThreadError

    def _applying_to(
        self, request: resource_pb2.RegisterResourceRequest
    ) -> Sequence[callback_pb2.Callback]:
        callbacks = list(request.transforms)
        ancestor = request.parent
        while ancestor:
            callbacks += self.of_resources.get(ancestor, ())
            ancestor = self.parents.get(ancestor, "")
        return callbacks + self.of_stack


def _transform_resource(
    callback: callback_pb2.Callback, request: resource_pb2.RegisterResourceRequest
) -> None:
    answer = resource_pb2.TransformResponse()
    _call(
        callback,
        resource_pb2.TransformRequest(
            type=request.type,
            name=request.name,
            custom=request.custom,
            parent=request.parent,
            properties=to_struct(_for_transform(from_struct(request.object))),
            options=_options(request),
        ),
        answer,
    )
    request.object.CopyFrom(answer.properties)
    if answer.HasField("options"):
        _take_options(request, answer.options)


def _transform_invoke(
    callback: callback_pb2.Callback, request: resource_pb2.ResourceInvokeRequest
) -> None:
    options = resource_pb2.TransformInvokeOptions(
        provider=request.provider,
        version=request.version,
        plugin_download_url=request.pluginDownloadURL,
    )
    answer = resource_pb2.TransformInvokeResponse()
    _call(
        callback,
        resource_pb2.TransformInvokeRequest(token=request.tok, args=request.args, options=options),
        answer,
    )
    request.args.CopyFrom(answer.args)
    if answer.HasField("options"):
        request.provider = answer.options.provider
        request.version = answer.options.version


def _call(callback: callback_pb2.Callback, request: Message, answer: Message) -> None:
    with grpc.insecure_channel(callback.target) as channel:
        stub = callback_pb2_grpc.CallbacksStub(channel)
        try:
            reply = stub.Invoke(
                callback_pb2.CallbackInvokeRequest(
                    token=callback.token, request=request.SerializeToString()
                ),
                timeout=_CALL_SECONDS,
            )
        except grpc.RpcError as error:
            raise EngineError(f"a transform failed: {error.details()}") from error
    answer.ParseFromString(reply.response)


def _for_transform(properties: dict[str, object]) -> dict[str, object]:
    """Properties as the CLI shows them to a transform: plain, secret or output values."""
    return {key: _upgraded(value) for key, value in properties.items()}


def _upgraded(value: object) -> object:
    if isinstance(value, list):
        return [_upgraded(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get(wire.SIGNATURE_KEY) == wire.OUTPUT_VALUE:
        hidden = value.get("secret") is True or "value" not in value
        return value if hidden else answers.plain(value)
    return {key: _upgraded(item) for key, item in value.items()}


def _options(
    request: resource_pb2.RegisterResourceRequest,
) -> resource_pb2.TransformResourceOptions:
    options = resource_pb2.TransformResourceOptions(
        depends_on=request.dependencies,
        ignore_changes=request.ignoreChanges,
        replace_on_changes=request.replaceOnChanges,
        version=request.version,
        aliases=request.aliases,
        provider=request.provider,
        providers=request.providers,
        plugin_download_url=request.pluginDownloadURL,
        deleted_with=request.deletedWith,
        additional_secret_outputs=request.additionalSecretOutputs,
        hooks=request.hooks,
    )
    if request.HasField("customTimeouts"):
        options.custom_timeouts.CopyFrom(request.customTimeouts)
    for field_name, option in (("protect", "protect"), ("retainOnDelete", "retain_on_delete")):
        if request.HasField(field_name):  # type: ignore[arg-type]  # both are fields
            setattr(options, option, getattr(request, field_name))
    return options


def _take_options(
    request: resource_pb2.RegisterResourceRequest,
    options: resource_pb2.TransformResourceOptions,
) -> None:
    for field_name, values in (
        ("dependencies", options.depends_on),
        ("ignoreChanges", options.ignore_changes),
        ("replaceOnChanges", options.replace_on_changes),
        ("additionalSecretOutputs", options.additional_secret_outputs),
    ):
        request.ClearField(field_name)  # type: ignore[arg-type]  # all are fields
        getattr(request, field_name).extend(values)
    request.provider = options.provider
    request.version = options.version
    request.deletedWith = options.deleted_with
    for field_name, option in (("protect", "protect"), ("retainOnDelete", "retain_on_delete")):
        request.ClearField(field_name)  # type: ignore[arg-type]  # both are fields
        if options.HasField(option):  # type: ignore[arg-type]  # both are fields
            setattr(request, field_name, getattr(options, option))
