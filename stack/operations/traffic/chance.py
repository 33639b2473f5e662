"""Reproducible randomness, and identifiers that no scanner can take for a card number."""

import random
from typing import Final

# Hexadecimal with letters for digits: a long run of digits could pass the Luhn test by accident.
_LETTERS: Final = str.maketrans("0123456789", "ghjkmnpqrs")


def chance(seed: int, purpose: str) -> random.Random:
    """A generator of its own for each purpose, so that one part's change leaves the others be."""
    return random.Random(f"{seed}/{purpose}")  # noqa: S311  # reproducibility is the point


def token(source: random.Random, prefix: str) -> str:
    """A pseudonym of 64 bits, such as `card_cqffabkdq…`."""
    return f"{prefix}_{source.getrandbits(64):016x}".translate(_LETTERS)
