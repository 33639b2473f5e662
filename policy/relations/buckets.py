"""Buckets and the companion resources that hold their settings."""

from __future__ import annotations

from typing import Final

from policy.control import Context
from policy.graph import Graph, Resource
from policy.relations.links import referrers_by
from policy.verdict import Observation, Phrase, Verdict, phrase

BUCKET_TYPES: Final = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")


def both_forms(token: str) -> tuple[str, str]:
    """A companion's type, and the older one of the same resource, which ends in `V2`."""
    path, _, name = token.rpartition(":")
    return token, f"{path}V2:{name}V2"


def companions_of(
    bucket: Resource, graph: Graph, *tokens: str
) -> tuple[tuple[Resource, ...], tuple[Resource, ...]]:
    """The companion resources of a bucket, and those that may be."""
    return referrers_by(bucket, "bucket", graph, *tokens, names=("bucket",), among=BUCKET_TYPES)


def has_companion(bucket: Resource, context: Context, token: str, expected: Phrase) -> Observation:
    """Whether a bucket has a companion of a type; what that says is judged where it stands."""
    surely, perhaps = companions_of(bucket, context.graph, *both_forms(token))
    if surely:
        return Observation(Verdict.PASS, "", expected, phrase("{0}", surely[0].name))
    verdict = Verdict.UNDETERMINED if perhaps else Verdict.FAIL
    return Observation(verdict, "", expected, phrase("none"))
