"""Machines of their own for the stores, as far as one machine allows: a share of a core each.

Without it, a store that is driven alone has the cores for itself that it shares with the processor
when both work, and no processor could ever reach its rate. Linux's control groups hold a process
and its children to a share of a core; setting them up needs root.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

_ROOT: Final = Path("/sys/fs/cgroup")
_PERIOD_US: Final = 10_000
"""Short, so that a share is used up and given anew many times a batch."""


class CpuShareError(Exception):
    """The machine does not let this process limit others; the message says so in one sentence."""


class CpuShare:
    """A control group for one server and its children; `with` removes it in the end."""

    def __init__(self, name: str, share: float) -> None:
        """Make the group.

        Args:
            name: Of the group, unique on this machine.
            share: Of one core, above 0.

        Raises:
            CpuShareError: Control groups are not there or may not be made.
        """
        first = _ROOT / "cpu"
        quota = round(_PERIOD_US * share)
        limits = {"cpu.max": f"{quota} {_PERIOD_US}"}
        if first.is_dir():
            limits = {"cpu.cfs_period_us": str(_PERIOD_US), "cpu.cfs_quota_us": str(quota)}
        self._group = (first if first.is_dir() else _ROOT) / name
        try:
            self._group.mkdir()
            for file, limit in limits.items():
                (self._group / file).write_text(limit)
        except OSError as error:
            raise CpuShareError(
                f"no share of a core can be set ({error.strerror}: {self._group}): this needs root "
                "and control groups; leave the option out to measure without"
            ) from error

    def take(self, processes: Sequence[int]) -> None:
        """Put servers into the group; the children that they make later come with them."""
        for process in processes:
            with suppress(ProcessLookupError):  # it has ended meanwhile
                (self._group / "cgroup.procs").write_text(str(process))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        """Remove the group, whose processes must have ended."""
        self._group.rmdir()
