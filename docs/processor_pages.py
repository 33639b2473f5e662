"""The pages about the processor that are made from its code: schema, schema page, rules."""

import ast
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import msgspec

from stack.processor import schema
from stack.processor.rules import RULES
from stack.processor.ruleset import load_rules

ROOT: Final = Path(__file__).resolve().parent.parent
SCHEMA: Final = "docs/schema/transaction-1.schema.json"
EXAMPLES: Final = ROOT / "docs" / "schema" / "examples"

_PARTS: Final = ("Transaction", "Account", "Card", "Device", "Ip", "ShipTo", "Basket")
_DEFINED: Final = "#/$defs/"


def pages() -> dict[str, str]:
    """Every page with its text."""
    return {
        SCHEMA: json.dumps(transaction_schema(), indent=2, ensure_ascii=False) + "\n",
        "docs/transaction-schema.md": "\n".join(_schema_page()),
        "docs/rules.md": "\n".join(_rules_page()),
    }


def transaction_schema() -> dict[str, object]:
    """The JSON Schema that producers validate against."""
    found = msgspec.json.schema(schema.Transaction)
    for name, part in found["$defs"].items():
        for member, text in _meanings(name).items():
            part["properties"][member]["description"] = text
    transaction = found["$defs"]["Transaction"]
    transaction["allOf"] = [
        _only_if("original_transaction_id", {"not": {"const": "payment"}}),
        _only_if("chargeback_reason", {"const": "chargeback"}),
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"JapanCart transaction event, version {schema.SCHEMA_VERSION}",
        **found,
    }


def _only_if(member: str, event: dict[str, object]) -> dict[str, object]:
    """A member is there for the events that fit, and for no other."""
    return {
        "if": {"properties": {"event": event}},
        "then": {"required": [member], "properties": {member: {"not": {"type": "null"}}}},
        "else": {"properties": {member: {"type": "null"}}},
    }


def _meanings(part: str) -> dict[str, str]:
    """What the code says below each member of a type."""
    tree = ast.parse(Path(schema.__file__).read_text(encoding="utf-8"))
    body = next(
        node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == part
    )
    meanings = {}
    for node, after in pairwise(body):
        if isinstance(node, ast.AnnAssign) and isinstance(after, ast.Expr):
            text = ast.literal_eval(after.value)
            meanings[ast.unparse(node.target)] = " ".join(str(text).split())
    return meanings


def _schema_page() -> Iterator[str]:
    yield from _fixed("transaction-schema.head.md")
    definitions = transaction_schema()["$defs"]
    assert isinstance(definitions, dict)  # noqa: S101  # for the type checker
    for name in _PARTS:
        part = definitions[name]
        yield f"\n### {name}\n\n{part['description']}\n"
        yield "| member | type | required | meaning |"
        yield "| --- | --- | --- | --- |"
        for member, about in part["properties"].items():
            required = "yes" if member in part["required"] else ""
            yield f"| `{member}` | {_type(about)} | {required} | {about['description']} |"
    yield "\n## Examples\n"
    for file in sorted(EXAMPLES.glob("*.json")):
        title = file.stem.partition("-")[2].replace("-", " ")
        yield f"{title.capitalize()}:\n\n```json\n{file.read_text(encoding='utf-8').strip()}\n```\n"


def _type(about: dict[str, object]) -> str:
    """A JSON Schema type in a few words."""
    if isinstance(alternatives := about.get("anyOf"), list):
        return _type(next(one for one in alternatives if one != {"type": "null"}))
    if isinstance(values := about.get("enum"), list):
        return ", ".join(f"`{value}`" for value in values)
    if isinstance(reference := about.get("$ref"), str):
        name = reference.removeprefix(_DEFINED)
        return f"[{name}](#{name.lower()})"
    if isinstance(items := about.get("items"), dict):
        return f"list of {_type(items)}"
    return _plain(about)


def _plain(about: dict[str, object]) -> str:
    limits = [
        f"{words} {about[key]}"
        for key, words in (
            ("minimum", "from"),
            ("maximum", "to"),
            ("minLength", "from"),
            ("maxLength", "to"),
        )
        if key in about
    ]
    unit = " characters" if about["type"] == "string" and limits else ""
    name = "RFC 3339 time with offset" if about.get("format") == "date-time" else about["type"]
    return f"{name} {' '.join(limits)}{unit}".strip()


def _rules_page() -> Iterator[str]:
    rules = load_rules()
    yield from _fixed("rules.head.md")
    yield f"The rule set described here is `{rules.version}`."
    configuration = json.loads(rules.document)
    bands, site = configuration["bands"], configuration["site"]
    yield f"Review begins at {bands['review']} points, the advice to block at {bands['block']}."
    yield (
        f"The whole site is alarmed above {site['declined_more_than']} refused card payments in "
        f"{site['seconds']} seconds at an error rate of {site['declined_percent']} %.\n"
    )
    for rule in RULES:
        entry = configuration["rules"][rule.id]
        yield f"## {rule.id}: {rule.title} ({rule.title_ja})\n"
        yield f"{_reasons(rule.measure.__module__)}\n"
        yield f"Version {entry['version']}. Applies to: {', '.join(rule.events)}.\n"
        yield f"```json\n{json.dumps(entry['parameters'], indent=2)}\n```\n"


def _reasons(module: str) -> str:
    """Why and source, from the docstring of the rule's file."""
    path = ROOT / (module.replace(".", "/") + ".py")
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    _, _, reasons = text.partition("\n\n")
    paragraphs = reasons.replace("\nSource:", "\n\nSource:").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _fixed(name: str) -> Iterator[str]:
    yield (ROOT / "docs" / "processor" / name).read_text(encoding="utf-8")


def main() -> None:
    """Write the pages."""
    for name, text in pages().items():
        (ROOT / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
