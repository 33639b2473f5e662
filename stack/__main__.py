"""The transaction monitoring system of JapanCart, from settings to dashboard."""

import sys
from pathlib import Path

# Pulumi runs this directory, which puts it on the path; its modules must not pose as top-level
# ones, and the repository's packages must be found.
HERE = Path(__file__).resolve().parent
sys.path[:] = [str(HERE.parent), *(entry for entry in sys.path if Path(entry).resolve() != HERE)]

import pulumi

from stack.alerts import Alerts
from stack.backups import Backups
from stack.credentials import fetch_credentials
from stack.deployment import deploy, load_settings
from stack.endpoints import Endpoints
from stack.failures import Failures
from stack.history import History
from stack.keys import Keys
from stack.ledger import Ledger
from stack.log_groups import LogGroups
from stack.monitoring import Monitoring
from stack.names import Key, Topic
from stack.network import Network
from stack.processing import Neighbours, Processing
from stack.security_groups import Role, SecurityGroups
from stack.store import Surroundings
from stack.stream import TransactionStream

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
