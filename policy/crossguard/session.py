"""The two moments of one analyzer process: what is certainly wrong at once, the rest at the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pulumi_policy import PolicyResource, ResourceValidationArgs

from policy import provenance
from policy.control import ANY, ANY_AWS, Context, Control, Scope
from policy.crossguard.translation import graph_of, resource_from, with_references
from policy.errors import SettingsError
from policy.evaluation import Result, judge
from policy.exemptions import ExemptionFile, apply, load
from policy.gate import OPEN, Judgement, judge_graph
from policy.graph import Graph, Resource
from policy.pack_config import SETTINGS_POLICY, Level, PackConfig
from policy.settings import Settings
from policy.verdict import Verdict


@dataclass
class Session:
    """What one analyzer process has seen. The SDK serves requests from several threads.

    Attributes:
        controls: The table of contents.
        directory: The pack's directory, which relative file settings start from.
        environment: The process environment, in which the CLI tells project, stack and mode.
        refusal: Why the configuration could not be taken; empty if it was.
    """

    controls: Sequence[Control]
    directory: Path
    environment: Mapping[str, str]
    started: datetime = field(default_factory=provenance.now)
    refusal: str = ""
    _config: PackConfig = field(default_factory=PackConfig)
    _resources: dict[str, Resource] = field(default_factory=dict)
    _reported: set[tuple[str, str]] = field(default_factory=set)
    _exemptions: ExemptionFile | None = None
    _judgement: Judgement | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def settings(self) -> Settings:
        """The settings the CLI configured, or the defaults."""
        return self._config.settings

    def configure(
        self, levels: Mapping[str, Level], properties: Mapping[str, Mapping[str, object]]
    ) -> None:
        """Take the configuration; a wrong one is kept as `refusal` and fails the gate."""
        with self._lock:
            try:
                settings = Settings.from_properties(properties.get(SETTINGS_POLICY, {}))
            except SettingsError as error:
                self.refusal, settings = str(error), Settings()
            self._config = PackConfig(settings, Level.MANDATORY, levels)

    def record(self, args: ResourceValidationArgs) -> Resource:
        """The resource under analysis; the first policy to ask records it for the second moment."""
        with self._lock:
            known = self._resources.get(args.urn)
            if known is None:
                self._judgement = None
                known = self._resources[args.urn] = resource_from(args)
            return known

    def judge_early(self, control: Control, args: ResourceValidationArgs) -> Result | None:
        """A failure that the resource alone proves, unless an exemption covers it."""
        if control.scope is not Scope.RESOURCE or not _applies(control, args.resource_type):
            return None
        resource = self.record(args)
        context = Context(self._graph((resource,)), self.settings)
        result = judge(control, resource, context)
        if result.verdict is not Verdict.FAIL or self._is_exempt(result):
            return None
        with self._lock:
            self._reported.add((control.id, resource.urn))
        return result

    def settle(self, control: Control, seen: Sequence[PolicyResource]) -> Iterator[Result]:
        """What remains to be said of a control when all resources are registered."""
        for result in self.judgement(seen).results:
            is_new = (result.control, result.urn) not in self._reported
            if result.control == control.id and result.verdict in OPEN and is_new:
                yield result

    def judgement(self, seen: Sequence[PolicyResource]) -> Judgement:
        """The whole stack, judged once a process."""
        with self._lock:
            if self._judgement is None:
                resources = [
                    with_references(self._resources[item.urn], item)
                    for item in seen
                    if item.urn in self._resources
                ]
                self._judgement = judge_graph(
                    self._graph(resources),
                    self.controls,
                    self._config,
                    self.exemptions(),
                    self.started.date(),
                )
            return self._judgement

    def not_analysed(self, seen: Sequence[PolicyResource]) -> list[str]:
        """URNs in the stack whose inputs no policy has been shown."""
        return sorted(item.urn for item in seen if item.urn not in self._resources)

    def exemptions(self) -> ExemptionFile:
        """The exemptions of the file that the settings name; none where there is no such file.

        Raises:
            ExemptionError: The file cannot be read.
        """
        with self._lock:
            if self._exemptions is None:
                path = self.directory / self.settings.exemptions_file
                self._exemptions = load(path) if path.is_file() else ExemptionFile()
            return self._exemptions

    def _graph(self, resources: Sequence[Resource]) -> Graph:
        return graph_of(resources, self.environment, self.directory)

    def _is_exempt(self, result: Result) -> bool:
        exemptions = self.exemptions().exemptions
        (judged,), _ = apply((result,), exemptions, (), self.started.date())
        return judged.verdict is Verdict.EXEMPT


def _applies(control: Control, token: str) -> bool:
    wanted = set(control.applies_to)
    return token in wanted or ANY in wanted or (ANY_AWS in wanted and token.startswith("aws:"))
