"""What is published about the processor is what it does."""

import json
from pathlib import Path

import jsonschema
import pytest

from docs.processor_pages import EXAMPLES, ROOT, pages, transaction_schema
from stack.processor.intake import Accepted, take_in
from stack.processor.rules import RULES
from stack.processor.schema import Transaction
from tests.processor.builders import follow_up, payment, record

VALIDATOR = jsonschema.Draft202012Validator(transaction_schema())
FILES = sorted(EXAMPLES.glob("*.json"))


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_checked_in_page_is_fresh(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == pages()[name], "run make docs"


def test_every_member_of_a_record_is_explained() -> None:
    for part in transaction_schema()["$defs"].values():  # type: ignore[union-attr]
        for name, about in part["properties"].items():
            assert about["description"], name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_examples_are_valid_for_the_schema_and_for_the_processor(file: Path) -> None:
    data = file.read_bytes()
    VALIDATOR.validate(json.loads(data))
    assert isinstance(take_in(record(data)), Accepted)


def test_the_examples_show_every_event_and_use_every_member() -> None:
    shown = [json.loads(file.read_text()) for file in FILES]
    assert {one["event"] for one in shown} == {"payment", "capture", "refund", "chargeback"}
    assert {member for one in shown for member in one} == set(Transaction.__struct_fields__)


@pytest.mark.parametrize(
    "data",
    [
        payment(),
        payment(original_transaction_id="tx-0"),
        {**payment(), "original_transaction_id": None},
        payment(chargeback_reason="fraud"),
        {**payment(), "card": None},
        follow_up(2, "refund", "tx-1"),
        follow_up(2, "refund", "tx-1", original_transaction_id=None),
        follow_up(2, "chargeback", "tx-1"),
        follow_up(2, "chargeback", "tx-1", chargeback_reason="dispute"),
        payment(amount=1.5),
        payment(amount=-1),
        payment(amount="1"),
        payment(amount=10**12),
        payment(currency="USD"),
        payment(event="void"),
        payment(unknown=1),
        payment(account={"id": "short"}),
        payment(account={"id": "has blank in it"}),
        payment(account={"id": "account-1", "email": "taro@example.jp"}),
        payment(ip={"token": "ip-token-1", "country": "jp"}),
        payment(ip={"token": "ip-token-1", "latitude": 91}),
        payment(card={"token": "card-token-1", "bin": "12345"}),
        payment(card={"token": "card-token-1", "bin": "123456x"}),
        payment(basket={"categories": ["weapon"]}),
        payment(basket={"quantity": 0}),
        payment(schema_version=2),
    ],
)
def test_schema_and_processor_accept_the_same_records(data: dict[str, object]) -> None:
    accepted = isinstance(take_in(record(json.dumps(data).encode())), Accepted)
    assert VALIDATOR.is_valid(data) == accepted


def test_every_rule_has_its_section_with_why_and_source() -> None:
    page = pages()["docs/rules.md"]
    for rule in RULES:
        section = page.partition(f"## {rule.id}: ")[2].partition("\n## ")[0]
        assert "Why: " in section
        assert "Source: " in section
