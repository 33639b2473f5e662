"""Since when the history in Redis is complete.

Each primary holds one epoch: the event time from which on nothing is missing, and the identity of
the server process that it was true for. An epoch that is gone (flush, empty replacement node) or
that names another process (failover, which loses the writes not yet replicated) is started anew;
until it has been backdated by a warm-up from the ledger, windows that reach behind it are
incomplete.
"""

from collections.abc import Mapping
from typing import Any, Final, Protocol, cast

from valkey import Valkey
from valkey.cluster import PRIMARY, ValkeyCluster
from valkey.crc import key_slot

KEY: Final = "tm:epoch"
_SLOTS: Final = 16_384
_REPLACE: Final = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('SET', KEYS[1], ARGV[2])
end
"""


class Commands(Protocol):
    """A client or a pipeline."""

    def execute_command(self, *arguments: object) -> object:
        """Run or queue one command."""


def servers(client: Valkey | ValkeyCluster) -> dict[str, str]:
    """The epoch key of each primary, with the identity of the process that serves it now."""
    if not isinstance(client, ValkeyCluster):
        return {KEY: _identity(client.info("server"))}
    return {
        key: _identity(client.info("server", target_nodes=node))
        for node, key in _keys_by_node(client)
    }


def _identity(information: object) -> str:
    return str(cast("Mapping[str, object]", information)["run_id"])


def _keys_by_node(client: ValkeyCluster) -> list[tuple[object, str]]:
    """The primaries, each with a key that hashes to one of its slots."""
    nodes: Any = client.nodes_manager  # valkey leaves it untyped
    primaries = len(nodes.get_nodes_by_server_type(PRIMARY))
    found: dict[str, tuple[object, str]] = {}
    for number in range(_SLOTS):
        key = f"{KEY}:{{{number}}}"
        node = nodes.get_node_from_slot(key_slot(key.encode()))
        found.setdefault(node.name, (node, key))
        if len(found) == primaries:
            break
    return list(found.values())


def complete_since(
    commands: Commands, found: Mapping[str, object], identities: Mapping[str, str], now_ms: int
) -> int:
    """The event time since which all primaries are complete; starts broken epochs anew.

    Args:
        commands: A client, to write new epochs with.
        found: The stored epochs by key, None where there is none.
        identities: As `servers` tells.
        now_ms: Wall clock.
    """
    since = 0
    for key, identity in identities.items():
        stored, _, served_by = _text(found.get(key)).partition("|")
        if served_by == identity:
            since = max(since, int(stored))
            continue
        commands.execute_command("SET", key, f"{now_ms}|{identity}")
        since = now_ms
    return since


def backdate(commands: Commands, key: str, stored: str, since_ms: int) -> bool:
    """Move one epoch back, unless it has been started anew meanwhile; tells whether it moved."""
    identity = stored.partition("|")[2]
    answer = commands.execute_command("EVAL", _REPLACE, 1, key, stored, f"{since_ms}|{identity}")
    return answer is not None


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else ""
