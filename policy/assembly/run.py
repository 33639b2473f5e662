"""The run of a judgement, as the evidence document has it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from policy import provenance
from policy.evidence import Run
from policy.gate import Judgement
from policy.settings import Settings, wire_name


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What only the caller knows about a run.

    Attributes:
        started: When judging began.
        source: `offline`, `crossguard`, `state` or `preview`.
        mode: `symbolic`, `preview`, `update`, or empty.
        directory: Whose version control tells the commit.
        notes: Limits of this very run.
    """

    started: datetime
    source: str
    mode: str
    directory: Path
    notes: tuple[str, ...] = ()


def run_of(judgement: Judgement, facts: RunFacts, origin: provenance.Origin) -> Run:
    """The run of a judgement, which ends now."""
    graph, settings = judgement.context.graph, _settings(judgement.context.settings)
    canonical = json.dumps(settings, sort_keys=True, ensure_ascii=False).encode()
    return Run(
        started=provenance.timestamp(facts.started),
        finished=provenance.timestamp(provenance.now()),
        source=facts.source,
        mode=facts.mode,
        project=graph.project,
        stack=graph.stack,
        region=graph.configuration.get("aws:region", ""),
        account=judgement.context.account,
        commit=origin.commit.id,
        dirty=origin.commit.dirty,
        repository=origin.commit.repository,
        operator=origin.operator,
        ci_url=origin.ci_url,
        versions=origin.versions,
        pack_digest=origin.pack_digest,
        settings=settings,
        settings_digest=hashlib.sha256(canonical).hexdigest(),
        notes=list(facts.notes),
    )


def _settings(settings: Settings) -> dict[str, object]:
    return {
        wire_name(name): list(value) if isinstance(value, tuple) else value
        for name, value in asdict(settings).items()
    }
