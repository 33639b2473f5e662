"""Time and memory of the offline engine, beside what no engine can be faster than.

    python -m benchmarks.offline_engine [--resources N ...]

Each row runs in a process of its own. The floor is a process that only imports the SDKs; beside it
stands the SDK's own `set_mocks`, which records the same registrations with less to each.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from textwrap import dedent
from typing import Final, NamedTuple

_SIZES: Final = (10, 100, 1_000, 5_000)
_FLOOR: Final = "import pulumi, pulumi_aws; pulumi_aws.sqs.Queue; pulumi_aws.kms.Key"
# A key, and for each four queues one queue policy: references, documents and plain values.
_PROGRAM: Final = """
    import pulumi
    import pulumi_aws as aws

    key = aws.kms.Key("key")
    for index in range({queues}):
        queue = aws.sqs.Queue(f"q{{index}}", name=f"q{{index}}-dev", kms_master_key_id=key.arn)
        if index % 4 == 0:
            statement = {{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": queue.arn}}
            document = pulumi.Output.json_dumps({{"Statement": [statement]}})
            aws.sqs.QueuePolicy(f"p{{index}}", queue_url=queue.url, policy=document)
"""
_ENGINE: Final = """
    from pathlib import Path
    from policy.offline import Mode, ProgramRun, run_program
    print(len(run_program(ProgramRun(directory=Path(DIRECTORY), mode=Mode(MODE))).graph.resources))
"""
_MOCKS: Final = """
    import asyncio, runpy
    import pulumi

    class Mocks(pulumi.runtime.Mocks):
        def new_resource(self, args):
            return f"{args.name}-id", {**args.inputs, "arn": "arn:aws:sqs:::x", "url": "https://x"}

        def call(self, args):
            return {}

    asyncio.set_event_loop(loop := asyncio.new_event_loop())
    pulumi.runtime.set_mocks(Mocks(), preview=True)
    runpy.run_path(DIRECTORY)
    loop.run_until_complete(pulumi.runtime.stack.wait_for_rpcs())
"""
_MEASURED: Final = """
import resource, time
started = time.perf_counter()
{work}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{{time.perf_counter() - started:.2f}} {{time.process_time():.2f}} {{peak:.0f}}")
"""


class Measure(NamedTuple):
    """What one process took."""

    wall_seconds: float
    cpu_seconds: float
    megabytes: float


def main() -> None:
    """Measure and print a row for each size and way."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--resources", type=int, nargs="+", default=_SIZES)
    sizes = parser.parse_args().resources
    print(f"{'what':<20}{'resources':>10}{'wall s':>8}{'CPU s':>8}{'MB':>6}{'CPU ms each':>13}")
    floor = _measure(_FLOOR)
    _show("imports only", 0, floor)
    for size in sizes:
        with tempfile.TemporaryDirectory() as directory:
            _write_program(Path(directory), size)
            for name, text, mode in (
                ("engine, symbolic", _ENGINE, "symbolic"),
                ("engine, preview", _ENGINE, "preview"),
                ("set_mocks", _MOCKS, ""),
            ):
                head = f"DIRECTORY, MODE = {directory!r}, {mode!r}"
                taken = _measure(f"{head}\n{dedent(text)}")
                each = (taken.cpu_seconds - floor.cpu_seconds) / size * 1000
                _show(name, size, taken, f"{each:.1f}")


def _write_program(directory: Path, resources: int) -> None:
    text = dedent(_PROGRAM).format(queues=resources * 4 // 5)
    (directory / "__main__.py").write_text(text, encoding="utf-8")


def _measure(work: str) -> Measure:
    """What some code takes in a fresh interpreter, whose start is not counted as wall time."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED.format(work=work)],
        capture_output=True,
        text=True,
        check=True,
    )
    return Measure(*map(float, done.stdout.split()[-3:]))


def _show(name: str, resources: int, taken: Measure, each: str = "") -> None:
    wall, cpu, megabytes = taken
    print(f"{name:<20}{resources:>10}{wall:>8.2f}{cpu:>8.2f}{megabytes:>6.0f}{each:>13}")


if __name__ == "__main__":
    main()
