"""What the shop sells; prices in integer yen. Shares and prices are assumptions."""

import random
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from stack.processor.schema import Category


@dataclass(frozen=True, slots=True)
class Shelf:
    """Goods of a kind: `share` of ordinary baskets, a median price, a log-normal spread."""

    name: str
    category: Category
    share: int
    median_yen: int
    spread: float


SHELVES: Final = (
    Shelf("grocery", "other", 200, 2_400, 0.6),
    Shelf("daily goods", "other", 170, 1_900, 0.6),
    Shelf("fashion", "other", 150, 5_200, 0.7),
    Shelf("books", "other", 110, 1_500, 0.5),
    Shelf("cosmetics", "cosmetics", 90, 3_800, 0.6),
    Shelf("health food", "health_food", 60, 3_400, 0.5),
    Shelf("toys", "other", 60, 3_600, 0.6),
    Shelf("home", "other", 60, 4_900, 0.8),
    Shelf("appliances", "appliance", 30, 16_000, 0.8),
    Shelf("computers", "computer", 15, 42_000, 0.7),
    Shelf("consoles", "game_console", 18, 38_000, 0.25),
    Shelf("brand goods", "brand", 14, 46_000, 0.6),
    Shelf("tickets", "ticket", 13, 11_000, 0.5),
    Shelf("gift cards", "gift_card", 8, 5_000, 0.6),
    Shelf("jewellery", "jewellery", 2, 60_000, 0.8),
)
_BY_NAME: Final = {shelf.name: shelf for shelf in SHELVES}
_CUMULATIVE_SHARES: Final = tuple(accumulate(shelf.share for shelf in SHELVES))


def some_shelf(source: random.Random) -> Shelf:
    """A shelf, drawn by share."""
    return source.choices(SHELVES, cum_weights=_CUMULATIVE_SHARES)[0]


def shelf_named(name: str) -> Shelf:
    """The shelf with that name."""
    return _BY_NAME[name]


def price_yen(source: random.Random, shelf: Shelf) -> int:
    """A price of that shelf, at least 100 yen, in the shape that price tags have."""
    raw = shelf.median_yen * source.lognormvariate(0, shelf.spread)
    return max(100, round(raw / 10) * 10 - source.choice((0, 2, 20)))
