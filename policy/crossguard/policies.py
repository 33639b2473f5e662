"""The policies of the pack: one a control, asked in both moments, and one for the pack itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any, Final

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyComplianceFramework,
    PolicyConfigSchema,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)
from typing_extensions import override

from policy import evidence as documents
from policy.assembly import RunFacts, assemble
from policy.control import Control
from policy.crossguard import sdk
from policy.crossguard.session import Session
from policy.errors import PolicyError
from policy.evaluation import Result
from policy.frameworks import mappings_for
from policy.pack_config import SETTINGS_POLICY
from policy.settings import settings_schema
from policy.verdict import Verdict

Report = Callable[[str, str | None], None]

EVIDENCE_VARIABLE: Final = "POLICY_EVIDENCE_FILE"
"""Names the file that a run under the CLI writes its evidence to; it outranks the setting."""


class _BothMoments(ResourceValidationPolicy, StackValidationPolicy):
    """A policy with one name for both moments, so that one entry configures both.

    The SDK tells the moments apart by `isinstance`; its own constructors each assume to be the
    only one, so neither is called.
    """

    def __init__(self, name: str, description: str, **details: Any) -> None:  # noqa: ANN401  # the SDK checks them
        Policy.__init__(self, name, description, EnforcementLevel.MANDATORY, **details)

    @override
    def has_validation(self) -> bool:
        return True

    @override
    def has_remediation(self) -> bool:
        return False

    def validate(
        self, args: ResourceValidationArgs | StackValidationArgs, report_violation: Report
    ) -> None:
        if isinstance(args, StackValidationArgs):
            self.at_the_end(args, report_violation)
        else:
            self.at_registration(args, report_violation)

    def at_registration(self, args: ResourceValidationArgs, report: Report) -> None:
        """Asked about one resource before it is created."""

    def at_the_end(self, args: StackValidationArgs, report: Report) -> None:
        """Asked about all resources when they are registered."""


class PackPolicy(_BothMoments):
    """Carries the settings, keeps the record, and reports what belongs to no single control."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            SETTINGS_POLICY,
            "The pack's settings and exemptions are in order, and every resource was judged.",
            display_name="Settings, exemptions and completeness",
            severity=Severity.HIGH,
            config_schema=PolicyConfigSchema(properties=settings_schema()),
        )
        self._session = session

    @override
    def at_registration(self, args: ResourceValidationArgs, report: Report) -> None:
        sdk.new_request()
        self._session.record(args)

    @override
    def at_the_end(self, args: StackValidationArgs, report: Report) -> None:
        sdk.new_request()
        for urn in self._session.not_analysed(args.resources):
            report("undetermined: the inputs of this resource were never shown to the pack", urn)
        try:
            judgement = self._session.judgement(args.resources)
            for problem in judgement.problems:
                report(problem, None)
            # A report at any level would fail a preview whose configuration makes all policies
            # mandatory; what the pack writes here the CLI shows among its diagnostics.
            for result in judgement.results:
                if result.verdict is Verdict.EXEMPT:
                    sys.stderr.write(f"{result.control}: {result.reason} [{result.urn}]\n")
        except PolicyError as error:
            report(str(error), None)
        if self._session.refusal:
            report(self._session.refusal, None)


class ControlPolicy(_BothMoments):
    """One control."""

    def __init__(self, control: Control, session: Session) -> None:
        words = control.words
        framework = next(iter(mappings_for(control.id, control.family)), None)
        super().__init__(
            control.id,
            control.title,
            display_name=control.title,
            severity=Severity(control.severity.value),
            framework=framework
            and PolicyComplianceFramework(
                name=framework.framework,
                version=framework.edition,
                reference=framework.requirement,
                specification=framework.relationship,
            ),
            tags=[control.family.value],
            remediation_steps=words.fix or None,
        )
        self._control = control
        self._session = session

    @override
    def at_registration(self, args: ResourceValidationArgs, report: Report) -> None:
        result = self._session.judge_early(self._control, args)
        if result is not None:
            _tell(result, report)

    @override
    def at_the_end(self, args: StackValidationArgs, report: Report) -> None:
        for result in self._session.settle(self._control, args.resources):
            _tell(result, report)


class EvidencePolicy(_BothMoments):
    """Writes the evidence of the run once everything is judged."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            "evidence",
            "The evidence of the run is written where the settings ask for it.",
            display_name="Evidence file",
            severity=Severity.MEDIUM,
        )
        self._session = session

    @override
    def at_the_end(self, args: StackValidationArgs, report: Report) -> None:
        session = self._session
        name = session.environment.get(EVIDENCE_VARIABLE) or session.settings.evidence_file
        if not name:
            return
        mode = "preview" if session.environment.get("PULUMI_DRY_RUN") == "true" else "update"
        facts = RunFacts(
            started=session.started, source="crossguard", mode=mode, directory=session.directory
        )
        document = assemble(session.judgement(args.resources), facts)
        try:
            (session.directory / name).write_bytes(documents.to_json(document))
        except OSError as error:
            report(f"cannot write the evidence to {name} ({error.strerror})", None)


def _tell(result: Result, report: Report) -> None:
    advice = (
        "; run `python -m policy check` to have it decided offline, or make the value known"
        if result.verdict is not Verdict.FAIL
        else ""
    )
    report(f"{result.verdict.value}: {result.reason}{advice}", result.urn)


def all_policies(controls: Iterable[Control], session: Session) -> list[Policy]:
    """The pack's own policy first, then one a control, and the evidence last."""
    return [
        PackPolicy(session),
        *(ControlPolicy(control, session) for control in controls),
        EvidencePolicy(session),
    ]
