"""What the naming convention expects of one name, in words."""

from __future__ import annotations

from functools import cache

from policy.naming import prefixes
from policy.verdict import Phrase, phrase


@cache
def conforming_name(token: str, suffix: str) -> Phrase:
    """The names that the convention allows a type; put into words once for all its resources."""
    shapes = (f"{beginning}[-qualifier]-{suffix}" for beginning in prefixes(token))
    return phrase("a name of the form {0}", " | ".join(shapes))
