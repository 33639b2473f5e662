"""The settings of an event source mapping for Kinesis, with the service's ranges and defaults.

Source: https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html
"""

from dataclasses import dataclass
from typing import Final

INFINITE: Final = -1
"""Retries or ages without a limit, which is the service's default for both."""


@dataclass(frozen=True, slots=True)
class MappingSettings:
    """The service's defaults; they suit no ledger, as one bad record blocks its shard for days."""

    batch_size: int = 100
    batching_window_seconds: float = 0
    parallelization_factor: int = 1
    bisect_on_function_error: bool = False
    maximum_retry_attempts: int = INFINITE
    maximum_record_age_seconds: int = INFINITE
    report_batch_item_failures: bool = False
    retention_seconds: int = 24 * 3600

    def __post_init__(self) -> None:
        """Refuse what CreateEventSourceMapping refuses.

        Raises:
            ValueError: a setting is out of the service's range.
        """
        _demand(1 <= self.batch_size <= 10_000, "batch size is 1 to 10,000")
        _demand(0 <= self.batching_window_seconds <= 300, "the batching window is 0 to 300 s")
        _demand(1 <= self.parallelization_factor <= 10, "the parallelization factor is 1 to 10")
        _demand(INFINITE <= self.maximum_retry_attempts <= 10_000, "retries are -1 to 10,000")
        age = self.maximum_record_age_seconds
        _demand(age == INFINITE or 60 <= age <= 604_800, "record age is -1 or 60 to 604,800 s")

    @property
    def maximum_age_seconds(self) -> float:
        """The record age as a number to compare with."""
        limit = self.maximum_record_age_seconds
        return float("inf") if limit == INFINITE else limit


def _demand(condition: bool, rule: str) -> None:  # noqa: FBT001  # reads as an assertion
    if not condition:
        raise ValueError(rule)
