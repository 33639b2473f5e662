"""Starts the CrossGuard pack; nothing runs on import, since `PolicyPack` serves until its end."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from pulumi_policy import EnforcementLevel, PolicyPack

from policy.controls import CONTROLS
from policy.crossguard import sdk
from policy.crossguard.policies import all_policies
from policy.crossguard.session import Session

NAME: Final = "japancart-compliance"


def main() -> None:
    """Serve the pack to the Pulumi CLI until it ends the process."""
    session = Session(CONTROLS, Path.cwd(), dict(os.environ))
    sdk.install(session.configure)
    PolicyPack(
        NAME,
        policies=all_policies(CONTROLS, session),
        enforcement_level=EnforcementLevel.MANDATORY,
        description="Region, encryption, availability, naming, destroyability, least privilege.",
        display_name="JapanCart compliance",
        provider="aws",
    )
