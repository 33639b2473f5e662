"""The last 24 hours in Redis."""

from collections.abc import Callable

from valkey import Valkey
from valkey.cluster import ValkeyCluster


class History:
    """Sorted sets, one an entity; `client` is made when first needed."""

    def __init__(
        self, client: Callable[[], Valkey | ValkeyCluster], *, clock: Callable[[], int]
    ) -> None:
        self._client = client
        self._clock = clock
