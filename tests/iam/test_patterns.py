"""Patterns are compared as IAM compares them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.iam.patterns import arns_overlap, matches, overlap, without_variables

PATTERN = st.text(alphabet="ab*?", max_size=8)
PLAIN = st.text(alphabet="ab", max_size=8)


@given(PATTERN, PATTERN)
def test_overlap_goes_both_ways(first: str, second: str) -> None:
    assert overlap(first, second) == overlap(second, first)


@given(PATTERN, PLAIN)
def test_overlap_with_a_plain_text_is_a_match(pattern: str, text: str) -> None:
    assert overlap(pattern, text) == matches(pattern, text)


@given(PATTERN, PATTERN, PLAIN)
def test_common_text_means_overlap(first: str, second: str, text: str) -> None:
    if matches(first, text) and matches(second, text):
        assert overlap(first, second)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("arn:aws:s3:::bucket/*", "arn:?*:s3:::?*/?*", True),
        ("arn:aws:s3:::bucket", "arn:?*:s3:::?*/?*", False),
        ("arn:aws:iam::1:role/x", "arn:?*:iam::?*:role/?*", True),
        ("arn:aws:iam:r:1:role/x", "arn:?*:iam::?*:role/?*", False),
        ("arn:aws:kinesis:::stream/x", "arn:?*:kinesis:?*:?*:stream/?*", False),
        ("arn:aws:logs:*", "arn:?*:logs:?*:?*:log-group:?*", True),
        ("*", "arn:?*:logs:?*:?*:log-group:?*", True),
    ],
)
def test_arns_overlap(first: str, second: str, *, expected: bool) -> None:
    assert arns_overlap(first, second) is expected


def test_case_does_not_matter_in_a_match() -> None:
    assert matches("S3:get*", "s3:GetObject")
    assert matches("s3:getobject", "s3:GetObject")


def test_variables_stand_for_anything() -> None:
    assert without_variables("home/${aws:username}/x") == "home/*/x"
