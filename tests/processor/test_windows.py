"""Windows against an oracle that counts by hand."""

from hypothesis import given
from hypothesis import strategies as st

from stack.processor.windows import Dimension, Gap, window_of

SHORT = Dimension("account", "a", length_ms=10, cap=5)
ENTRIES = st.lists(
    st.tuples(st.integers(0, 40), st.binary(min_size=1, max_size=2)),
    min_size=1,
    unique_by=lambda entry: entry[1],
)


def by_hand(entries: list[tuple[int, bytes]], entry: tuple[int, bytes]) -> list[bytes]:
    known = [one for one in sorted(entries) if entry[0] - 10 < one[0] and one <= entry]
    return [member for _, member in known][-5:]


@given(ENTRIES)
def test_a_view_is_the_last_entries_of_the_left_open_window(
    entries: list[tuple[int, bytes]],
) -> None:
    window = window_of(sorted(entries))
    for entry in entries:
        view = window.as_of(entry, SHORT, None)
        assert list(view.members) == by_hand(entries, entry)
        assert view.members[-1] == entry[1]
        assert view.saturated == (len(view.members) == 5)


@given(ENTRIES, st.data())
def test_own_entries_that_the_store_lost_are_put_back_in_their_place(
    entries: list[tuple[int, bytes]], data: st.DataObject
) -> None:
    kept = data.draw(st.lists(st.sampled_from(entries), unique=True))
    window = window_of(sorted(kept))
    window.include(sorted(entries))
    assert list(zip(window.times, window.members, strict=True)) == sorted(entries)


def test_within_counts_from_the_last_entry() -> None:
    view = window_of([(0, b"a"), (1_000, b"b"), (2_000, b"c")]).as_of((2_000, b"c"), LONG, None)
    assert list(view.within(2)) == [b"b", b"c"]
    assert list(view.within(1)) == [b"c"]
    assert list(view.within(3)) == [b"a", b"b", b"c"]
    assert list(view.before()) == [b"a", b"b"]


LONG = Dimension("account", "a", length_ms=10_000, cap=5)


def test_what_may_have_been_trimmed_makes_a_window_late() -> None:
    window = window_of([(11, b"a"), (15, b"b")])
    window.known_from_ms = 5
    assert window.as_of((15, b"b"), SHORT, None).gap is None
    window.known_from_ms = 6
    assert window.as_of((15, b"b"), SHORT, None).gap is Gap.LATE


def test_a_full_window_lacks_nothing_whatever_was_dropped_before_it() -> None:
    window = window_of([(n, b"a") for n in range(5)])
    window.known_from_ms = 3
    assert window.as_of((4, b"a"), SHORT, None).gap is None


def test_a_reason_from_outside_counts_before_its_own() -> None:
    window = window_of([(1, b"a")])
    assert window.as_of((1, b"a"), SHORT, Gap.INCOMPLETE).gap is Gap.INCOMPLETE
    assert window_of([(1, b"a")], gap=Gap.UNAVAILABLE).as_of((1, b"a"), SHORT, Gap.LATE).gap is (
        Gap.UNAVAILABLE
    )
