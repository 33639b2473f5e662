"""The rules, in the order in which they are evaluated and shown."""

from typing import Any, Final

from . import (
    account_takeover,
    account_velocity,
    amount_spike,
    bin_attack,
    card_testing,
    confirmed_fraud,
    daily_sum,
    deferred_payment,
    delivery,
    dormant_account,
    foreign_access,
    impossible_travel,
    konbini_slips,
    learned,
    many_accounts,
    many_cards,
    points_abuse,
    refund_abuse,
    resale_goods,
    structuring,
    three_d_secure,
)
from .rule import Rule

RULES: Final[tuple[Rule[Any], ...]] = (
    account_velocity.RULE,
    amount_spike.RULE,
    daily_sum.RULE,
    card_testing.RULE,
    bin_attack.RULE,
    many_cards.RULE,
    many_accounts.RULE,
    account_takeover.RULE,
    foreign_access.RULE,
    impossible_travel.RULE,
    resale_goods.RULE,
    delivery.RULE,
    structuring.RULE,
    konbini_slips.RULE,
    deferred_payment.RULE,
    points_abuse.RULE,
    refund_abuse.RULE,
    dormant_account.RULE,
    confirmed_fraud.RULE,
    three_d_secure.RULE,
    learned.RULE,
)
