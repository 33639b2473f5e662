"""What the pack adds to the start of a process: its controls, catalogues and the action table."""

from __future__ import annotations

from policy.catalog.judged import judged_paths
from policy.controls import CONTROLS
from policy.demands.edge_services import global_types
from policy.iam.actions import expand
from policy.iam.escalation import ACTIONS

IN_A_BARE_PROCESS = """
import time, pulumi, pulumi_aws
started = time.process_time()
from benchmarks.start_up import load
load()
print(time.process_time() - started)
"""
"""A program that prints the seconds of processor that importing and reading everything takes.

A process without the pack imports the SDK, and with it half of the standard library, all the same.
"""


def load() -> None:
    """Read what a check would else read when it judges its first resources."""
    judged_paths(CONTROLS[0].applies_to[0])
    global_types()
    for action in ACTIONS:
        expand(action)
