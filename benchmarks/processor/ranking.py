"""AUC, average precision and card precision, as the Fraud Detection Handbook defines them.

Scores are whole numbers, so many are equal. Ties count as half in AUC and share one threshold in
average precision; for card precision they are broken by chance, and the mean of many draws counts.

Source: https://fraud-detection-handbook.github.io, chapter 4 (performance metrics).
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean

TOP = 100
_DRAWS = 30


@dataclass(frozen=True, slots=True)
class Scored:
    """One transaction of the test period."""

    day: int
    customer: int
    fraud: bool
    score: float


def area_under_roc(scored: Sequence[Scored]) -> float:
    """The probability that a fraud scores higher than an ordinary transaction."""
    below = wins = 0.0
    frauds = sum(each.fraud for each in scored)
    for _, tied in _by_score(scored, reverse=False):
        ordinary = sum(not each.fraud for each in tied)
        wins += (len(tied) - ordinary) * (below + ordinary / 2)
        below += ordinary
    return wins / (frauds * below)


def average_precision(scored: Sequence[Scored]) -> float:
    """Precision at each threshold, weighted by the recall gained there."""
    frauds = sum(each.fraud for each in scored)
    seen = found = 0
    area = 0.0
    for _, tied in _by_score(scored, reverse=True):
        gained = sum(each.fraud for each in tied)
        seen, found = seen + len(tied), found + gained
        area += gained / frauds * found / seen
    return area


def card_precision(scored: Sequence[Scored]) -> float:
    """Of the 100 most suspicious cards of a day, the share that saw fraud, averaged over days.

    A card that was found stays out of the following days.
    """
    return fmean(_one_draw(scored, random.Random(draw)) for draw in range(_DRAWS))  # noqa: S311


def _one_draw(scored: Sequence[Scored], source: random.Random) -> float:
    by_day = defaultdict(list)
    for each in scored:
        by_day[each.day].append(each)
    found: set[int] = set()
    shares = []
    for day in sorted(by_day):
        cards = _cards(each for each in by_day[day] if each.customer not in found)
        ranked = sorted(cards, key=lambda customer: (-cards[customer][0], source.random()))
        caught = [customer for customer in ranked[:TOP] if cards[customer][1]]
        found.update(caught)
        shares.append(len(caught) / TOP)
    return fmean(shares)


def _cards(scored: Iterable[Scored]) -> dict[int, tuple[float, bool]]:
    """Highest score of each card's day, and whether any of its transactions was fraud."""
    cards: dict[int, tuple[float, bool]] = {}
    for each in scored:
        score, fraud = cards.get(each.customer, (-1.0, False))
        cards[each.customer] = (max(score, each.score), fraud or each.fraud)
    return cards


def _by_score(scored: Sequence[Scored], *, reverse: bool) -> Iterable[tuple[float, list[Scored]]]:
    ordered = sorted(scored, key=lambda each: each.score, reverse=reverse)
    return ((score, list(tied)) for score, tied in groupby(ordered, lambda each: each.score))
