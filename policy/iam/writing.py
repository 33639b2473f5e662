"""Writing IAM documents in short, as the examples of controls do."""

from __future__ import annotations


def document(*statements: dict[str, object]) -> dict[str, object]:
    """A document of the current version."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action: object, resource: object, **more: object) -> dict[str, object]:
    """A statement of an identity's policy."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def let(principal: object, action: object, resource: object, **more: object) -> dict[str, object]:
    """A statement of a resource's own policy."""
    return {"Principal": principal, **allow(action, resource, **more)}


def trust(principal: object, **more: object) -> dict[str, object]:
    """A statement of a role's trust policy."""
    return {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more}
