"""`python -m policy.surface` tells what an SDK adds, and what must be decided."""

import subprocess
import sys

from policy.surface.extraction import installed_version


def test_nothing_is_told_of_the_locked_sdk() -> None:
    done = subprocess.run(
        (sys.executable, "-m", "policy.surface"), capture_output=True, text=True, check=False
    )

    assert done.stdout == f"recorded {installed_version()}, installed {installed_version()}\n"
    assert done.stderr == ""
    assert done.returncode == 0
