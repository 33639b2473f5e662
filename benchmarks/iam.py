"""What judging least privilege costs: start-up, and evaluation at several sizes.

    python benchmarks/iam.py

Prints one line a measurement. Every fifth resource carries IAM documents of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median

from policy.control import Context
from policy.controls.least_privilege import CONTROLS
from policy.evaluation import evaluate
from policy.graph import Graph, Resource
from policy.settings import Settings

ACCOUNT = "111122223333"
SIZES = (100, 1_000, 5_000)
ROUNDS = 5


def main() -> None:
    """Measure and print."""
    tables = "from policy.iam.actions import expand; expand('s3:*'); import policy.iam"
    others = _seconds(lambda: _python("import policy.control"), time.perf_counter)
    whole = _seconds(lambda: _python(tables), time.perf_counter)
    print(f"start-up: {whole - others:.3f} s for tables and analysis")
    cold = _seconds(lambda: _judge(10), rounds=1)
    print(f"first evaluation, tables read: {cold:.3f} s")
    for size in SIZES:
        taken = _seconds(partial(_judge, size))
        print(f"{size:>5} resources: {taken * 1000 / size:.3f} ms a resource")


def _python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def _seconds(
    work: Callable[[], object],
    clock: Callable[[], float] = time.process_time,
    rounds: int = ROUNDS,
) -> float:
    """Seconds of the processor by default, so that other work on the machine does not count."""
    taken = []
    for _ in range(rounds):
        started = clock()
        work()
        taken.append(clock() - started)
    return median(taken)


def _judge(size: int) -> None:
    graph = Graph(resources=tuple(_resource(index) for index in range(size)))
    evaluate(Context(graph, Settings(account_id=ACCOUNT)), CONTROLS)


def _resource(index: int) -> Resource:
    makers = (_queue, _role, _queue, _role_policy, _queue, _queue, _key, _queue, _queue, _queue)
    return makers[index % len(makers)](index)


def _made(token: str, name: str, /, **properties: object) -> Resource:
    urn = f"urn:pulumi:dev::bench::{token}::{name}"
    return Resource(urn=urn, type=token, name=name, properties=properties)


def _queue(index: int) -> Resource:
    return _made("aws:sqs/queue:Queue", f"queue-{index}", name=f"queue-{index}")


def _role(index: int) -> Resource:
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    }
    name = f"role-{index}"
    return _made("aws:iam/role:Role", name, name=name, assumeRolePolicy=_document(trust))


def _role_policy(index: int) -> Resource:
    stream = f"arn:aws:kinesis:ap-northeast-1:{ACCOUNT}:stream/stream-{index}"
    key = f"arn:aws:kms:ap-northeast-1:{ACCOUNT}:key/*"
    alias = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": f"alias/key-{index}"}}
    statements = (
        {"Effect": "Allow", "Action": ["kinesis:GetRecords"], "Resource": [stream]},
        {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": key, "Condition": alias},
        {"Effect": "Allow", "Action": ["xray:PutTraceSegments"], "Resource": "*"},
    )
    return _made(
        "aws:iam/rolePolicy:RolePolicy",
        f"policy-{index}",
        role=f"role-{index - 2}",
        policy=_document(*statements),
    )


def _key(index: int) -> Resource:
    root = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    delegate = {"Effect": "Allow", "Principal": root, "Action": "kms:*", "Resource": "*"}
    return _made("aws:kms/key:Key", f"key-{index}", policy=_document(delegate))


def _document(*statements: object) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


if __name__ == "__main__":
    main()
