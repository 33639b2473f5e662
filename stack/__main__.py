"""The transaction monitoring system of JapanCart, from settings to dashboard."""

import sys
from pathlib import Path

# Pulumi runs this directory, which puts it on the path; its modules must not pose as top-level
# ones, and the repository's packages must be found.
HERE = Path(__file__).resolve().parent
sys.path[:] = [str(HERE.parent), *(entry for entry in sys.path if Path(entry).resolve() != HERE)]

import pulumi  # noqa: E402

from stack.alerts import Alerts  # noqa: E402
from stack.backups import Backups  # noqa: E402
from stack.credentials import fetch_credentials  # noqa: E402
from stack.deployment import deploy, load_settings  # noqa: E402
from stack.endpoints import Endpoints  # noqa: E402
from stack.failures import Failures  # noqa: E402
from stack.history import History  # noqa: E402
from stack.keys import Keys  # noqa: E402
from stack.ledger import Ledger  # noqa: E402
from stack.log_groups import LogGroups  # noqa: E402
from stack.monitoring import Monitoring  # noqa: E402
from stack.names import Key, Topic  # noqa: E402
from stack.network import Network  # noqa: E402
from stack.processing import Neighbours, Processing  # noqa: E402
from stack.security_groups import Role, SecurityGroups  # noqa: E402
from stack.store import Surroundings  # noqa: E402
from stack.stream import TransactionStream  # noqa: E402

deployment = deploy(load_settings())
credentials = fetch_credentials(deployment)

keys = Keys(deployment)
logs = LogGroups(deployment, keys[Key.LOGS])
network = Network(deployment, logs)
groups = SecurityGroups(deployment, network.vpc)
endpoints = Endpoints(deployment, network, groups)
failures = Failures(deployment, keys[Key.FAILED_RECORDS], keys[Key.ALERTS])
alerts = Alerts(deployment, key=keys[Key.ALERTS], logs=logs, dead_letters=failures.queue)
stream = TransactionStream(deployment, keys[Key.STREAM])


def surroundings(key: Key, role: Role) -> Surroundings:
    """What a store is given; the stores differ in their key and in who reaches them."""
    return Surroundings(
        key=keys[key],
        logs=logs,
        credentials=credentials,
        subnets=network.data_subnets,
        security_group=groups[role],
    )


history = History(deployment, surroundings(Key.HISTORY, Role.HISTORY))
ledger = Ledger(deployment, surroundings(Key.LEDGER, Role.LEDGER))
Backups(deployment, ledger, keys[Key.LEDGER])
Processing(
    deployment,
    Neighbours(
        keys=keys,
        logs=logs,
        network=network,
        groups=groups,
        endpoints=endpoints,
        stream=stream,
        history=history,
        ledger=ledger,
        failures=failures,
        alerts=alerts,
    ),
)
monitoring = Monitoring(deployment, alerts=alerts, logs=logs, ledger=ledger)

pulumi.export("streamName", stream.stream.name)
pulumi.export("streamArn", stream.stream.arn)
pulumi.export("producerPolicyArn", stream.producer_policy.arn)
pulumi.export("fraudAlertTopicArn", alerts[Topic.FRAUD_ALERTS].arn)
pulumi.export("operationsTopicArn", alerts[Topic.OPERATIONS].arn)
pulumi.export("failedRecordBucket", failures.bucket.bucket)
pulumi.export("deadLetterQueueUrl", failures.queue.url)
pulumi.export("ledgerEndpoint", ledger.instance.endpoint)
pulumi.export("historyEndpoint", history.host)
pulumi.export("dashboardName", monitoring.dashboard.dashboard_name)
