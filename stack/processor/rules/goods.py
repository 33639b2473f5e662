"""Goods that thieves order because they can be turned into money."""

from typing import Final

from .vocabulary import Basket, Category

RESALE: Final[frozenset[Category]] = frozenset({
    "game_console", "computer", "appliance", "brand", "cosmetics", "health_food", "ticket",
    "gift_card", "e_money", "jewellery", "precious_metal",
})  # fmt: skip
"""The categories that Japanese fraud services name (next-engine, TCD, Cacco)."""

VOUCHERS: Final[frozenset[Category]] = frozenset({"gift_card", "e_money"})


def holds(basket: Basket | None, categories: frozenset[Category]) -> bool:
    """Whether the basket holds goods of any of the categories."""
    return basket is not None and not categories.isdisjoint(basket.categories)
