"""Types that are resolved one by one are those that the SDK resolves all at once."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws
import pytest
from pulumi import _types

from policy.offline.property_types import inside_output, types_of, types_of_resource

CLASSES = (
    aws.elasticache.ReplicationGroup, aws.kms.Key, aws.iam.Role, aws.sns.Topic,
    aws.kinesis.StreamArgs, aws.iam.RoleArgs, aws.iam.PolicyDocumentArgs,
    aws.kinesis.outputs.StreamStreamModeDetails, aws.kms.GetKeyResult, aws.Provider,
)  # fmt: skip


class Annotated(pulumi.CustomResource):
    """A resource as SDKs were once written."""

    length: pulumi.Output[int] = pulumi.property("itsLength")


class Quoted(pulumi.CustomResource):
    """A resource whose annotations are texts."""

    @property
    @pulumi.getter(name="itsName")
    def its_name(self) -> pulumi.Output[str]:
        return pulumi.Output.from_input("")


@pytest.mark.parametrize("owner", CLASSES)
def test_types_of_all_properties(owner: type) -> None:
    theirs = _types._types_from_py_properties(owner)  # noqa: SLF001
    ours = types_of(owner)
    assert dict(ours) == theirs
    assert len(ours) == len(theirs)
    assert ours.get("nothing") is None


@pytest.mark.parametrize("owner", CLASSES)
def test_annotations_of_all_properties(owner: type) -> None:
    theirs = _types._raw_return_hints(owner)  # noqa: SLF001
    types = types_of(owner)
    assert {name: types.hint(name) for name in theirs} == theirs
    assert set(types.texts) == {name for name, hint in theirs.items() if inside_output(hint) is str}


def test_types_of_resources_are_those_of_properties_and_annotations() -> None:
    for owner in (aws.kms.Key, Annotated):
        assert dict(types_of_resource(owner)) == _types.resource_types(owner)
    assert types_of_resource(Annotated)["itsLength"] is int


def test_a_quoted_annotation_is_a_text_too() -> None:
    assert types_of(Quoted).texts == ("itsName",)
