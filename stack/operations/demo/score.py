"""How many planted incidents raised an alert, and how many ordinary events did."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from stack.operations.traffic.day import Day
from stack.operations.traffic.fraud.patterns import PATTERNS


@dataclass(frozen=True, slots=True)
class PatternScore:
    """Incidents of one pattern: how many there were, how many raised at least one alert.

    `rule` is the one made for the pattern; any rule's alert counts.
    """

    pattern: str
    rule: str
    planted: int
    caught: int


@dataclass(frozen=True, slots=True)
class Score:
    """A false alarm is an alert about an event that belongs to no incident."""

    patterns: Sequence[PatternScore]
    ordinary_events: int
    false_alarms: int

    @property
    def planted(self) -> int:
        """All incidents."""
        return sum(pattern.planted for pattern in self.patterns)

    @property
    def caught(self) -> int:
        """Incidents with at least one alert."""
        return sum(pattern.caught for pattern in self.patterns)

    @property
    def false_alarm_rate(self) -> float:
        """False alarms as a share of ordinary events."""
        return self.false_alarms / max(1, self.ordinary_events)


def score(day: Day, event_count: int, alerted: Collection[str]) -> Score:
    """Compare alerts with labels.

    Args:
        day: its labels.
        event_count: all distinct events, labelled and ordinary.
        alerted: ids of events that raised an alert.
    """
    incidents = day.incidents
    planted = Counter(incident.pattern for incident in set(incidents.values()))
    found = {incidents[event_id] for event_id in alerted if event_id in incidents}
    caught = Counter(incident.pattern for incident in found)
    return Score(
        patterns=[PatternScore(p.name, p.rule, planted[p.name], caught[p.name]) for p in PATTERNS],
        ordinary_events=event_count - len(incidents) - len(day.scenery),
        false_alarms=len(set(alerted) - incidents.keys() - day.scenery),
    )
