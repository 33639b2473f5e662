"""The words that rules are written in, from the packages beside this one."""

from ..members import (  # noqa: TID252  # the bundle carries the package under another name
    ACCOUNT,
    ADDRESS,
    CARD,
    DEVICE,
    NO_TAG,
    RECIPIENT,
    amount,
    geo,
    has_sign_up_coupon,
    is_attempt,
    is_captured_slip,
    is_declined,
    is_paid,
    is_slip,
    method,
    tag,
)
from ..schema import (  # noqa: TID252  # as above
    Basket,
    Category,
    Event,
    Method,
    Transaction,
)
from ..windows import DAY_MS, EMPTY, View  # noqa: TID252  # as above

__all__ = [
    "ACCOUNT", "ADDRESS", "CARD", "DAY_MS", "DEVICE", "EMPTY", "NO_TAG", "RECIPIENT", "Basket",
    "Category", "Event", "Method", "Transaction", "View", "amount", "geo", "has_sign_up_coupon",
    "is_attempt", "is_captured_slip", "is_declined", "is_paid", "is_slip", "method", "tag",
]  # fmt: skip
