"""What rules look at, made from records and nothing else."""

from collections.abc import Mapping

from msgspec.structs import replace

from stack.processor.decision import Decision, decide
from stack.processor.intake import Accepted, take_in
from stack.processor.rules.sight import NO_PROFILE, NO_REFUNDS, Profile, Refunds, Risk, Sight
from stack.processor.ruleset import load_rules
from stack.processor.sights import keys_of, touches_of
from stack.processor.windows import Gap, View, window_of
from tests.processor.builders import record

RULES = load_rules()
Record = Mapping[str, object]


def scene(
    *records: Record,
    profile: Profile = NO_PROFILE,
    refunds: Refunds = NO_REFUNDS,
    risks: Mapping[str, Risk] | None = None,
    gaps: Mapping[str, Gap] | None = None,
) -> Sight:
    """The sight of the last record, the others having happened before."""
    items = [take_in(record(dict(one))) for one in records]
    accepted = [item for item in items if isinstance(item, Accepted)]
    assert len(accepted) == len(items), items
    last = accepted[-1]
    windows = {key: window_of(entries) for key, entries in touches_of(accepted).items()}
    views: dict[str, View] = {}
    if last.entry is not None and last.transaction.event == "payment":
        for key in keys_of(last.transaction):
            view = windows[key].as_of(last.entry, key[0], None)
            views[key[0].name] = replace(view, gap=(gaps or {}).get(key[0].name))
    return Sight(
        last.transaction, last.at_ms, profile=profile, refunds=refunds, risks=risks or {}, **views
    )


def decision(*records: Record, **surroundings: object) -> Decision:
    return decide(scene(*records, **surroundings), RULES)  # type: ignore[arg-type]


def outcome(rule_id: str, made: Decision) -> int | str:
    """Points if the rule fired, 0 if it did not, the reason if it could not be evaluated."""
    if rule_id in made.not_evaluable:
        return str(made.not_evaluable[rule_id])
    return made.fired.get(rule_id, 0)
