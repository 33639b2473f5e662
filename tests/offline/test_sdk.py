"""The parts of the SDK below its documented surface are still what the engine expects."""

from __future__ import annotations

import asyncio
import inspect

import pulumi
import pulumi_aws as aws
from pulumi.runtime import rpc

from policy.offline import sdk


def test_inputs_of_resources_are_serialised_by_a_function_of_the_rpc_module() -> None:
    parameters = inspect.signature(rpc.serialize_properties).parameters
    assert {"resource_obj", "keep_output_values"} <= set(parameters)


def test_output_types_tell_optional_from_required() -> None:
    assert sdk.output_type(aws.kms.Key, "arn") is str
    assert sdk.output_type(aws.kms.Key, "customKeyStoreId") == str | None
    assert sdk.output_type(aws.kms.Key, "nothing") is None
    assert {"arn", "keyId"} <= set(sdk.text_outputs(aws.kms.Key))
    assert not {"customKeyStoreId", "tags", "isEnabled"} & set(sdk.text_outputs(aws.kms.Key))


def test_types_of_look_up_results() -> None:
    found = sdk.result_type("aws:kms/getKey:getKey")
    assert found is aws.kms.GetKeyResult
    assert found is not None
    assert sdk.fields_of(found)["arn"] is str
    assert sdk.result_type("aws:nothing/getNothing:getNothing") is None
    assert sdk.fields_of(str) == {}


def test_results_of_the_same_name_are_told_apart_by_their_service() -> None:
    assert aws.apigateway.GetKeyResult is not aws.kms.GetKeyResult
    assert sdk.result_type("aws:kms/getKey:getKey") is aws.kms.GetKeyResult
    assert sdk.result_type("aws:apigateway/getKey:getKey") is aws.apigateway.GetKeyResult


def test_values_that_do_not_fit_an_output_are_found() -> None:
    assert sdk.accepts(["a"], list[str])
    assert not sdk.accepts({"a": "b"}, str)
    assert not sdk.accepts(["a"], str)


def test_the_sdk_is_left_as_it_was() -> None:
    original = rpc.serialize_properties
    with sdk.output_values_kept(lambda _resource: None):
        assert rpc.serialize_properties is not original
    assert rpc.serialize_properties is original


def test_versions_under_test() -> None:
    # Found out by running: a new release of the SDK needs this file read again.
    assert asyncio.iscoroutinefunction(rpc.serialize_properties)
    assert pulumi.Resource.__init__.__annotations__["remote"] is bool
