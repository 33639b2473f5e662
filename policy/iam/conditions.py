"""Condition operators: their spelling, the type of value they compare, what they leave open."""

from __future__ import annotations

from typing import Final

_BY_TYPE: Final = {
    "String": (
        "StringEquals",
        "StringNotEquals",
        "StringEqualsIgnoreCase",
        "StringNotEqualsIgnoreCase",
        "StringLike",
        "StringNotLike",
    ),
    "Numeric": (
        "NumericEquals",
        "NumericNotEquals",
        "NumericLessThan",
        "NumericLessThanEquals",
        "NumericGreaterThan",
        "NumericGreaterThanEquals",
    ),
    "Date": (
        "DateEquals",
        "DateNotEquals",
        "DateLessThan",
        "DateLessThanEquals",
        "DateGreaterThan",
        "DateGreaterThanEquals",
    ),
    "Bool": ("Bool",),
    "Binary": ("BinaryEquals",),
    "IPAddress": ("IpAddress", "NotIpAddress"),
    "ARN": ("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"),
    "": ("Null",),
}

OPERATORS: Final = {name.lower(): name for names in _BY_TYPE.values() for name in names}
"""Operators by their name in lower case; AWS compares them so.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

VALUE_TYPES: Final = {name: kind for kind, names in _BY_TYPE.items() for name in names}
"""The type of value that an operator compares; empty for `Null`, which compares none."""
