import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stack.capacity import (
    MAXIMUM_PARALLELIZATION,
    SHARD_BYTES_PER_SECOND,
    SHARD_RECORDS_PER_SECOND,
    USABLE_CACHE_MEMORY,
    Load,
    Plan,
    plan_for,
)

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "capacity.md"
loads = st.builds(
    Load,
    peak_transactions_per_minute=st.integers(1, 10**8),
    record_bytes=st.integers(100, 2**20),
    headroom=st.floats(1, 10),
)


def rows(plan: Plan) -> dict[str, str]:
    """The figures of one column of the document's table."""
    stream, history, ledger = plan.stream, plan.history, plan.ledger
    return {
        "Kinesis shards": f"{stream.shards:,}",
        "concurrent batches a shard": f"{stream.parallelization:,}",
        "reserved concurrency": f"{stream.concurrency:,}",
        "24 h of history, GB": f"{history.bytes_needed / 1e9:,.1f}",
        "cache shards × node type": f"{history.shards} × {history.node_type.name}",
        "database class": ledger.instance_class.name,
        "first storage, GiB": f"{ledger.allocated_gib:,}",
        "largest storage, GiB": f"{ledger.maximum_gib:,}",
        "write IOPS": f"{ledger.iops_needed:,}",
        "storage lasts, days": f"{ledger.days_until_full:,}",
    }


@pytest.mark.parametrize(("column", "peak"), [(1, 1_000), (2, 100_000), (3, 10_000_000)])
def test_the_document_shows_what_the_code_computes(column: int, peak: int) -> None:
    lines = [line for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in re.split(r"\s*\|\s*", line.strip("| "))] for line in lines]
    documented = {row[0]: row[column] for row in cells if len(row) > column}

    assert {key: documented.get(key) for key in rows(plan_for(Load(peak)))} == rows(
        plan_for(Load(peak))
    )


def test_the_required_load_is_small() -> None:
    plan = plan_for(Load(1_000))

    assert plan.problems == ()
    assert (plan.stream.shards, plan.stream.parallelization) == (2, 2)
    assert plan.ledger.days_until_full == 2_557


def test_the_single_writer_ends_where_the_document_says() -> None:
    by_storage = next(
        peak for peak in range(100_000, 200_000, 100) if plan_for(Load(peak)).problems
    )
    by_writes = next(
        peak
        for peak in range(600_000, 700_000, 100)
        if any("IOPS" in problem for problem in plan_for(Load(peak)).problems)
    )

    text = DOCUMENT.read_text("utf-8")
    assert f"{by_storage:,}" in text
    assert f"{by_writes:,}" in text


@given(load=loads)
def test_no_shard_is_asked_for_more_than_it_takes(load: Load) -> None:
    plan = plan_for(load)
    rate = load.transactions_per_second

    assert plan.stream.shards * SHARD_RECORDS_PER_SECOND >= rate
    assert plan.stream.shards * SHARD_BYTES_PER_SECOND >= rate * load.record_bytes
    assert 1 <= plan.stream.parallelization <= MAXIMUM_PARALLELIZATION


@given(load=loads)
def test_the_history_fits_into_its_nodes(load: Load) -> None:
    history = plan_for(load).history
    usable = history.shards * history.node_type.memory_gib * 2**30 * USABLE_CACHE_MEMORY

    assert usable >= history.bytes_needed * 0.999_999


@given(load=loads, more=st.integers(1, 10**6))
def test_more_load_never_needs_less(load: Load, more: int) -> None:
    larger = Load(load.peak_transactions_per_minute + more, load.record_bytes, load.headroom)
    small, large = plan_for(load), plan_for(larger)

    assert large.stream.shards >= small.stream.shards
    assert large.history.bytes_needed >= small.history.bytes_needed
    assert large.ledger.allocated_gib >= small.ledger.allocated_gib
    assert len(large.problems) >= len(small.problems)


@given(load=loads)
def test_provisioned_iops_only_where_rds_takes_them(load: Load) -> None:
    ledger = plan_for(load).ledger

    assert ledger.provisioned_iops is None or ledger.allocated_gib >= 400


@given(load=loads)
def test_a_deployable_load_leaves_storage_room_to_grow(load: Load) -> None:
    plan = plan_for(load)

    if not plan.problems:
        assert plan.ledger.maximum_gib >= plan.ledger.allocated_gib * 1.1
        assert plan.ledger.instance_class.maximum_connections >= plan.stream.concurrency
