"""What happened in the shop, in the shop's own terms; `wire` turns it into a stream record."""

from dataclasses import dataclass

from stack.operations.traffic.people import Card, Connection
from stack.processor.schema import Category, Event, Method, Status, ThreeDSecure

NEVER = float("inf")
"""An age in hours that says: it did not happen."""


@dataclass(frozen=True, slots=True)
class ShopEvent:
    """One report of the shop; `at` in seconds since the epoch, money in integer yen."""

    event_id: str
    order_id: str
    kind: Event
    at: float
    account: str
    account_age_days: float
    amount_yen: int
    method: Method
    status: Status
    seller: str
    category: Category
    quantity: int
    device: str
    connection: Connection
    email: str
    phone: str
    address: str
    recipient: str
    card: Card | None = None
    three_ds: ThreeDSecure | None = None
    points_yen: int = 0
    signup_coupon: bool = False
    signed_in_seconds_ago: float = 600
    details_changed_hours_ago: float = NEVER
    original_id: str | None = None
    refund_to_other_instrument: bool = False
