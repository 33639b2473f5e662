"""Between Terraform's snake case and Pulumi's camel case, plurals included."""

from __future__ import annotations

import re
from typing import Final

_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SIBILANTS: Final = ("s", "x", "z", "ch", "sh")


def snake(name: str) -> str:
    """`kmsKeyId` as `kms_key_id`."""
    return _CAPITAL.sub("_", name).lower()


def camel(name: str) -> str:
    """`kms_key_id` as `kmsKeyId`."""
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def plural(name: str) -> str:
    """The English plural, as Pulumi names the lists that Terraform spells in the singular."""
    if name.endswith("y") and name[-2:-1] not in set("aeiou"):
        return f"{name[:-1]}ies"
    if name.endswith("ex"):
        return f"{name[:-2]}ices"
    return f"{name}es" if name.endswith(_SIBILANTS) else f"{name}s"


def squeezed(name: str) -> str:
    """A name without case, separators and plural, for comparing what was spelt differently."""
    letters = name.replace("_", "").lower()
    return (
        re.sub(r"(ies|y)$", "i", letters) if letters.endswith(("ies", "y")) else letters.rstrip("s")
    )
