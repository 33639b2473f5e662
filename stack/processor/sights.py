"""Putting together what the rules may look at, from the history and the ledger."""

from collections.abc import Iterable, Sequence
from typing import Final

import psycopg

from .context import Context, entities_of, read_account_window, read_refunds
from .history import Key, Observation
from .rules.sight import NO_REFUNDS, Sight
from .schema import Transaction
from .stored import Happening
from .windows import (
    ACCOUNT,
    ADDRESS,
    BIN,
    CARD,
    DEVICE,
    DIMENSIONS,
    GRACE_MS,
    IP,
    Entry,
    Gap,
    View,
    Window,
)

_LONGEST_MS: Final = max(dimension.length_ms for dimension in DIMENSIONS)
_SHARED_PLACES: Final = ("locker", "shop")


def keys_of(transaction: Transaction) -> list[Key]:
    """The entities whose history a payment, or a paid konbini slip, belongs to.

    Addresses of mobile carriers are shared by thousands, and so are lockers: they say nothing.
    """
    keys: list[Key] = [(ACCOUNT, transaction.account.id)]
    card, ip, ship_to = transaction.card, transaction.ip, transaction.ship_to
    if transaction.device is not None:
        keys.append((DEVICE, transaction.device.token))
    if transaction.event != "payment":
        return keys
    if card is not None:
        keys.append((CARD, card.token))
        if card.bin is not None:
            keys.append((BIN, card.bin))
    if ip is not None and ip.kind != "mobile":
        keys.append((IP, ip.token))
    if ship_to is not None and ship_to.kind not in _SHARED_PLACES:
        keys.append((ADDRESS, ship_to.address))
    return keys


def touches_of(items: Iterable[Happening]) -> dict[Key, list[Entry]]:
    """What transactions add to the history, each entity's entries in order of event time."""
    touches: dict[Key, list[Entry]] = {}
    for item in items:
        entry = item.entry
        if entry is not None:
            for key in keys_of(item.transaction):
                touches.setdefault(key, []).append(entry)
    for own in touches.values():
        own.sort()
    return touches


class Sighting:
    """The sights of one batch.

    Attributes:
        is_incomplete: Whether a sight that was made has a window with `Gap.INCOMPLETE`.

    Args:
        connection: Asked for what the history cannot tell.
        items: The batch, ids distinct.
        observation: What the history knows, having been touched by the items.
        context: What the ledger knows of the items, in the same order.
        now_ms: Wall clock: what is processed long after it happened may find expired keys. None for
            windows that do not expire.
    """

    def __init__(
        self,
        connection: psycopg.Connection,
        items: Sequence[Happening],
        *,
        observation: Observation,
        context: Context,
        now_ms: int | None = None,
    ) -> None:
        self._connection = connection
        self._items = items
        self._observation = observation
        self._context = context
        self._now_ms = now_ms
        self._ledger_windows: dict[str, Window] = {}
        self.is_incomplete = False

    def sights(self) -> list[Sight]:
        """One for each item.

        Raises:
            psycopg.Error: The ledger does not answer.
        """
        return [self._sight(index, item) for index, item in enumerate(self._items)]

    def _sight(self, index: int, item: Happening) -> Sight:
        transaction = item.transaction
        risks = self._context.risks
        if risks:
            risks = {name: risks[name] for name in entities_of(transaction) if name in risks}
        refunds = NO_REFUNDS
        if transaction.event == "refund":
            refunds = read_refunds(self._connection, item, self._items)
        return Sight(
            transaction=transaction,
            at_ms=item.at_ms,
            profile=self._context.profiles[index],
            refunds=refunds,
            risks=risks,
            **self._views(item),
        )

    def _views(self, item: Happening) -> dict[str, View]:
        entry = item.entry
        if entry is None or item.transaction.event != "payment":
            return {}
        views = {}
        # Where the longest window lacks nothing, no other does.
        longest = self._gap(entry[0], _LONGEST_MS)
        for key in keys_of(item.transaction):
            dimension = key[0]
            gap = longest and self._gap(entry[0], dimension.length_ms)
            view = self._observation.windows[key].as_of(entry, dimension, gap)
            if view.gap is not None:
                if dimension is ACCOUNT:
                    view = self._ledger_window(key[1]).as_of(entry, ACCOUNT, None)
                self.is_incomplete |= view.gap is Gap.INCOMPLETE
            views[dimension.name] = view
        return views

    def _ledger_window(self, account: str) -> Window:
        if account not in self._ledger_windows:
            own = sorted(
                item.entry
                for item in self._items
                if item.entry is not None and item.transaction.account.id == account
            )
            self._ledger_windows[account] = read_account_window(self._connection, account, own)
        return self._ledger_windows[account]

    def _gap(self, at_ms: int, length_ms: int) -> Gap | None:
        start = at_ms - length_ms
        unwritten = self._context.unwritten_ms
        if start < self._observation.complete_since_ms:
            return Gap.INCOMPLETE
        if unwritten is not None and unwritten[0] <= at_ms and unwritten[1] > start:
            return Gap.INCOMPLETE
        if self._now_ms is not None and self._now_ms - at_ms > GRACE_MS:
            return Gap.LATE
        return None
