"""Shop events as stream records, in the published schema."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from stack.operations.traffic.curve import JAPAN
from stack.operations.traffic.event import NEVER, ShopEvent
from stack.operations.traffic.people import Card as CardOwned
from stack.processor.schema import (
    Account,
    Basket,
    Card,
    Device,
    Ip,
    ShipTo,
    Transaction,
)

_ENCODER: Final = msgspec.json.Encoder()


def partition_key(event: ShopEvent) -> str:
    """The account, so that one account's events stay in order."""
    return event.account


def encoded(event: ShopEvent) -> bytes:
    """The record's bytes, as a producer would send them."""
    return _ENCODER.encode(transaction(event))


def transaction(event: ShopEvent) -> Transaction:
    """The event in the words of the schema."""
    occurred_at = datetime.fromtimestamp(round(event.at, 3), JAPAN)
    return Transaction(
        schema_version=1,
        transaction_id=event.event_id,
        order_id=event.order_id,
        event=event.kind,
        occurred_at=occurred_at,
        amount=event.amount_yen,
        currency="JPY",
        account=_account(event, occurred_at),
        merchant_id=event.seller,
        method=event.method,
        status=event.status,
        original_transaction_id=event.original_id,
        card=_card(event.card),
        device=Device(token=event.device),
        ip=_ip(event),
        ship_to=ShipTo(address=event.address, recipient=event.recipient, country="JP", kind="home"),
        basket=Basket(
            categories=(event.category,),
            quantity=event.quantity,
            points_used=event.points_yen,
            coupon="sign_up" if event.signup_coupon else None,
        ),
        three_d_secure=event.three_ds,
        refund_to_other_instrument=event.refund_to_other_instrument,
        chargeback_reason="fraud" if event.kind == "chargeback" else None,
    )


def _account(event: ShopEvent, occurred_at: datetime) -> Account:
    changed = event.details_changed_hours_ago
    return Account(
        id=event.account,
        registered_at=occurred_at - timedelta(days=event.account_age_days),
        changed_at=None if changed == NEVER else occurred_at - timedelta(hours=changed),
        signed_in_at=occurred_at - timedelta(seconds=event.signed_in_seconds_ago),
        email=event.email,
        phone=event.phone,
    )


def _card(card: CardOwned | None) -> Card | None:
    return None if card is None else Card(token=card.token, bin=card.bin8, country="JP")


def _ip(event: ShopEvent) -> Ip:
    connection = event.connection
    return Ip(
        token=connection.ip,
        network=connection.network,
        country=connection.country,
        kind=connection.kind,
        latitude=connection.latitude,
        longitude=connection.longitude,
    )
