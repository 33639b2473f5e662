"""The stack's settings: read, validated as a whole, and typed, before any resource exists."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Final

from policy.naming import SUFFIX
from stack.capacity import Load, Plan, plan_for

REGION: Final = "ap-northeast-1"
AVAILABILITY_ZONES: Final = ("ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d")
"""Tokyo's zones for new accounts; 1b is closed to them."""
MAXIMUM_SUFFIX_LENGTH: Final = 17
"""The tightest name: `elasticache-user-group-<suffix>` within 40 characters."""
DEFAULT_NETWORK: Final = "10.42.0.0/20"
LARGEST_PREFIX: Final = 16
SMALLEST_PREFIX: Final = 22
"""AWS allows /16 to /28; a /22 leaves each of six subnets a /25 for functions, nodes, endpoints."""
LOG_RETENTION_DAYS: Final = (365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
"""What CloudWatch Logs accepts, from the year that PCI DSS 10.5.1 asks for."""
DEFAULT_LOG_RETENTION_DAYS: Final = 400
MAXIMUM_RECORD_BYTES: Final = 2**20
"""Kinesis takes 1 MiB a record unless the stream is told otherwise."""
KEYS: Final = (
    "backupRetentionDays",
    "environmentSuffix",
    "headroomPercent",
    "historyClusterMode",
    "ledgerSecretName",
    "logRetentionDays",
    "operationsEmail",
    "owner",
    "peakTransactionsPerMinute",
    "recordBytes",
    "vpcCidr",
)
"""What `Pulumi.<stack>.yaml` may set."""
SECRET_NAME: Final = re.compile(r"[A-Za-z0-9/_+=.@-]{1,512}")
EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
OWNER: Final = re.compile(r"[A-Za-z0-9 ._:/=+@-]{1,256}")


class SettingsError(Exception):
    """The configuration cannot be used; `problems` has one sentence for each thing to correct."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(
            "The stack's configuration has "
            + ("one problem:" if len(problems) == 1 else f"{len(problems)} problems:")
            + "".join(f"\n  - {problem}." for problem in problems)
        )
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What distinguishes one deployment from another.

    Attributes:
        environment_suffix: ends every resource name.
        ledger_secret_name: existing Secrets Manager secret, JSON with `username` and `password`.
        network: address range of the VPC.
        history_cluster_mode: whether ElastiCache shards its keys.
        log_retention_days: how long every log group keeps its events.
        backup_retention_days: how far back the ledger can be restored.
        owner: value of the `owner` tag.
        operations_email: who is told of alarms, or nobody.
        plan: the size of everything.
    """

    environment_suffix: str
    ledger_secret_name: str
    network: IPv4Network
    history_cluster_mode: bool
    log_retention_days: int
    backup_retention_days: int
    owner: str
    operations_email: str | None
    plan: Plan


def read_settings(values: Mapping[str, str], region: str | None) -> Settings:
    """Validate the whole configuration.

    Args:
        values: the project's configuration, key to text, without its namespace.
        region: `aws:region`.

    Raises:
        SettingsError: with every problem that was found.
    """
    reader = _Reader(values)
    if region != REGION:
        reader.problems.append(f"aws:region is {region or 'missing'}; it must be {REGION}")
    settings = Settings(
        environment_suffix=reader.suffix(),
        ledger_secret_name=reader.text(
            "ledgerSecretName", SECRET_NAME, "the name of an existing Secrets Manager secret"
        ),
        network=reader.network(),
        history_cluster_mode=reader.flag("historyClusterMode"),
        log_retention_days=reader.log_retention(),
        backup_retention_days=reader.integer("backupRetentionDays", 7, 35, default=35),
        owner=reader.text("owner", OWNER, "a tag value of 1 to 256 characters"),
        operations_email=reader.email(),
        plan=plan_for(reader.load()),
    )
    problems = (*reader.problems, *_plan_problems(settings))
    if problems:
        raise SettingsError(problems)
    return settings


def _plan_problems(settings: Settings) -> list[str]:
    problems = list(settings.plan.problems)
    shards = settings.plan.history.shards
    if shards > 1 and not settings.history_cluster_mode:
        problems.append(
            f"the history needs {shards} shards for this load: set historyClusterMode to true"
        )
    return problems


@dataclass(slots=True)
class _Reader:
    """Takes values out of the raw configuration and remembers every problem."""

    values: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def text(self, key: str, pattern: re.Pattern[str], meaning: str) -> str:
        value = self.values.get(key, "")
        if not value:
            self.problems.append(f"{key} is missing; set it to {meaning}")
        elif not pattern.fullmatch(value):
            self.problems.append(f"{key} is {value!r}, which is not {meaning}")
        return value

    def suffix(self) -> str:
        meaning = "lower-case letters and digits in words joined by single hyphens, such as dev"
        value = self.text("environmentSuffix", SUFFIX, meaning)
        if len(value) > MAXIMUM_SUFFIX_LENGTH:
            self.problems.append(
                f"environmentSuffix is {value!r}, {len(value)} characters long; "
                f"the tightest AWS name leaves room for {MAXIMUM_SUFFIX_LENGTH}"
            )
        return value

    def network(self) -> IPv4Network:
        value = self.values.get("vpcCidr", DEFAULT_NETWORK)
        try:
            network = IPv4Network(value)
        except ValueError:
            self.problems.append(
                f"vpcCidr is {value!r}, which is not an IPv4 range such as {DEFAULT_NETWORK}"
            )
            return IPv4Network(DEFAULT_NETWORK)
        if not network.is_private or not LARGEST_PREFIX <= network.prefixlen <= SMALLEST_PREFIX:
            self.problems.append(
                f"vpcCidr is {value!r}; it must be a private range "
                f"from /{LARGEST_PREFIX} to /{SMALLEST_PREFIX}"
            )
        return network

    def flag(self, key: str) -> bool:
        value = self.values.get(key, "false")
        if value not in {"true", "false"}:
            self.problems.append(f"{key} is {value!r}, which is neither true nor false")
        return value == "true"

    def integer(self, key: str, low: int, high: int, *, default: int) -> int:
        value = self.values.get(key, str(default))
        if value.isdecimal() and low <= int(value) <= high:
            return int(value)
        self.problems.append(
            f"{key} is {value!r}, which is not a whole number from {low:,} to {high:,}"
        )
        return default

    def log_retention(self) -> int:
        low, high = LOG_RETENTION_DAYS[0], LOG_RETENTION_DAYS[-1]
        days = self.integer("logRetentionDays", low, high, default=DEFAULT_LOG_RETENTION_DAYS)
        if days not in LOG_RETENTION_DAYS:
            allowed = ", ".join(str(each) for each in LOG_RETENTION_DAYS)
            self.problems.append(
                f"logRetentionDays is {days}; CloudWatch Logs takes one of {allowed}"
            )
        return days

    def email(self) -> str | None:
        value = self.values.get("operationsEmail")
        if value is not None and not EMAIL.fullmatch(value):
            self.problems.append(f"operationsEmail is {value!r}, which is not an e-mail address")
        return value

    def load(self) -> Load:
        return Load(
            self.integer("peakTransactionsPerMinute", 1, 10**9, default=1_000),
            self.integer("recordBytes", 100, MAXIMUM_RECORD_BYTES, default=1_024),
            self.integer("headroomPercent", 100, 1_000, default=200) / 100,
        )
