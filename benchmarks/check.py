"""What `check` costs: on the stack beside its floor, at its start, and per resource.

    python -m benchmarks.check

The floor is a bare interpreter that imports the SDK's packages which the stack uses, as a program
without a check does. Both are run in turn, several times, and told in seconds of processor, on
which other work on the machine has little influence, and in seconds that a person waits. What the
start is charged with, the tables that judging reads, is read before resources are judged.
"""

from __future__ import annotations

import gc
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.start_up import IN_A_BARE_PROCESS, load
from policy.controls import CONTROLS
from policy.exemptions import ExemptionFile
from policy.gate import judge_graph
from policy.graph import Graph
from policy.offline import ProgramRun, run_program
from policy.offline.isolation import few_collections
from policy.pack_config import PackConfig

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5
SIZES = (100, 1000, 5000)
SERVICES = [
    "backup",
    "cloudwatch",
    "ec2",
    "elasticache",
    "iam",
    "kinesis",
    "kms",
    "lambda_",
    "rds",
    "s3",
    "scheduler",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "vpc",
    "xray",
]
# The SDK loads a package when it is asked for a name in it.
FLOOR = "import pulumi, pulumi_aws as a; " + "; ".join(f"a.{name}._utilities" for name in SERVICES)
PROGRAM = """
import pulumi_aws as aws
for number in range({count} // 4):
    key = aws.kms.Key(f"kms-key-{{number}}-dev", enable_key_rotation=True)
    queue = aws.sqs.Queue(
        f"sqs-queue-{{number}}-dev", name=f"sqs-queue-{{number}}-dev", kms_master_key_id=key.arn
    )
    topic = aws.sns.Topic(
        f"sns-topic-{{number}}-dev", name=f"sns-topic-{{number}}-dev", kms_master_key_id=key.arn
    )
    aws.iam.Role(
        f"iam-role-{{number}}-dev",
        name=f"iam-role-{{number}}-dev",
        assume_role_policy='{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow",'
        '"Action":"sts:AssumeRole","Principal":{{"Service":"lambda.amazonaws.com"}}}}]}}',
    )
"""


def seconds(command: Sequence[str]) -> tuple[float, float]:
    """Seconds of processor and of waiting that one process takes, whatever its exit code."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    waited = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, waited


def beside_the_floor() -> None:
    """Print what a check of the stack takes, and what importing its SDK takes."""
    check = (sys.executable, "-m", "policy", "check", "--stack", "dev")
    floor = (sys.executable, "-c", FLOOR)
    _, *pairs = [(seconds(check), seconds(floor)) for _ in range(RUNS + 1)]
    checks, floors = zip(*pairs, strict=True)
    print(f"check of the stack      {_told(checks)}")
    print(f"imports alone (floor)   {_told(floors)}")
    print(f"ratio, pair by pair     {median(one[0] / other[0] for one, other in pairs):6.2f}")


def _told(runs: Sequence[tuple[float, float]]) -> str:
    processor, waited = ([run[index] for run in runs] for index in (0, 1))
    return (
        f"{median(processor):6.2f} s of processor, lowest {min(processor):.2f} s;"
        f" {median(waited):.2f} s of waiting, lowest {min(waited):.2f} s"
    )


def at_the_start() -> None:
    """Print what controls, catalogues and action table add to the start of a process."""
    command = (sys.executable, "-c", IN_A_BARE_PROCESS)
    runs = [
        float(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
        for _ in range(RUNS + 1)
    ]
    print(f"added to the start      {median(runs[1:]):6.2f} s, lowest {min(runs[1:]):.2f} s")


@few_collections()
def by_size(count: int) -> None:
    """Print what running and judging a program of so many resources takes."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "__main__.py").write_text(PROGRAM.format(count=count), encoding="utf-8")
        started = time.process_time()
        graph = run_program(ProgramRun(directory=Path(folder), stack="dev")).graph
        # The program pays for what it leaves behind, or judging would be charged with it.
        gc.collect()
        ran = time.process_time()
    # A copy of the graph remembers nothing of what an earlier judgement worked out.
    judged = [judging(replace(graph)) for _ in range(RUNS)]
    print(
        f"{count:5} resources: program {1000 * (ran - started) / count:6.2f} ms,"
        f" judgement {1000 * median(judged) / count:6.2f} ms a resource (CPU;"
        f" the first {1000 * judged[0] / count:.2f})"
    )


def judging(graph: Graph) -> float:
    """Seconds of processor that judging a graph by all controls takes."""
    today = datetime.now(UTC).date()
    started = time.process_time()
    judge_graph(graph, CONTROLS, PackConfig(), ExemptionFile(), today)
    return time.process_time() - started


if __name__ == "__main__":
    beside_the_floor()
    at_the_start()
    load()
    for size in SIZES:
        by_size(size)
