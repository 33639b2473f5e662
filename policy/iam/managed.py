"""AWS-managed policies whose content is known here, by ARN.

The contents are those of the AWS Managed Policy Reference
(https://docs.aws.amazon.com/aws-managed-policy/latest/reference/), in the versions that
`managed_policies.json` tells. AWS changes them when it likes, which is why a policy that is not
in the table cannot be judged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

from policy.graph import Graph
from policy.iam.document import Document
from policy.iam.reading import read_document

_PREFIX: Final = ":aws:policy/"


def is_managed_by_aws(arn: str) -> bool:
    """Whether an ARN names a policy that AWS manages."""
    return arn.startswith("arn:") and _PREFIX in arn


@cache
def content_of(arn: str) -> Document | None:
    """What an AWS-managed policy grants; `None` if its content is not known here."""
    entry = _table().get(arn)
    return None if entry is None else read_document(entry["document"], Graph(resources=()))


def known_arns() -> tuple[str, ...]:
    """The ARNs of the policies whose content is known here."""
    return tuple(_table())


@cache
def _table() -> Mapping[str, Mapping[str, object]]:
    text = resources.files("policy.iam").joinpath("managed_policies.json").read_text("utf-8")
    table: Mapping[str, Mapping[str, object]] = json.loads(text)
    return table
