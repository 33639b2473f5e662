"""What an account is known by: how often and how much it paid, with which device and card."""

from .rule import Values
from .sight import Sight
from .vocabulary import CARD, DEVICE, Field, amounts, attempts, paid, tag


def payments_before(sight: Sight) -> int:
    """Payment attempts of the account before this one; the oldest may be left out of the count."""
    return sight.profile.payments + attempts(sight.account.before())


def spending(sight: Sight) -> Values:
    """The amount, and the account's payments before: how many, their mean and largest, in yen."""
    before = amounts(paid(sight.account.before()))
    payments = sight.profile.paid + len(before)
    values: Values = {"amount": sight.transaction.amount, "payments": payments}
    if payments:
        values["mean"] = (sight.profile.paid_sum + sum(before)) // payments
        values["largest"] = max(sight.profile.largest, *before, 0)
    return values


def device_is_new(sight: Sight, device: str) -> bool:
    """Whether the account never paid from this device before."""
    return not sight.profile.device_known and not _seen(sight, DEVICE, device)


def card_is_new(sight: Sight, card: str) -> bool:
    """Whether the account never paid with this card before."""
    return not sight.profile.card_known and not _seen(sight, CARD, card)


def _seen(sight: Sight, field: Field, token: str) -> bool:
    before = sight.account.before()
    return bool(before) and tag(token) in map(field, before)
