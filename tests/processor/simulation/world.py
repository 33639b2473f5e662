"""A stream, a clock that tests move, and a function whose answers they choose."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from stack.operations.simulator.destination import BucketDirectory
from stack.operations.simulator.lane import Consumer
from stack.operations.simulator.mapping import EventSourceMapping
from stack.operations.simulator.settings import MappingSettings
from stack.operations.simulator.stream import Stream

Answer = Callable[[list[str], list[str]], object]


@dataclass
class World:
    """Everything around the function; `answer` receives the data and the sequence numbers."""

    bucket: Path
    answer: Answer = lambda _data, _numbers: None
    now: float = 1_764_000_000.0
    shard_count: int = 1
    invocations: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stream = Stream(self.shard_count, lambda: self.now)

    def mapping(self, **settings: object) -> EventSourceMapping:
        consumer = Consumer(
            self.invoke,
            MappingSettings(**settings),
            lambda: self.now,
            BucketDirectory(self.bucket),
        )
        return EventSourceMapping(self.stream, consumer)

    def put(self, *texts: str, key: str = "customer-1") -> list[str]:
        return [self.stream.put(key, text.encode()).sequence_number for text in texts]

    def invoke(self, event: dict[str, object]) -> object:
        entries = [entry["kinesis"] for entry in event["Records"]]
        data = [base64.b64decode(entry["data"]).decode() for entry in entries]
        self.invocations.append(data)
        return self.answer(data, [entry["sequenceNumber"] for entry in entries])

    def discarded(self) -> list[dict[str, object]]:
        return [json.loads(p.read_text()) for p in sorted(self.bucket.rglob("*")) if p.is_file()]
