"""Lambda entry point of the migrations, invoked by the deployment."""

import logging
import os
from collections.abc import Mapping
from contextlib import closing
from typing import Final

from . import wiring
from .interface import Variable
from .migrations import migrate
from .observability import configure_logging
from .settings import text

_LOG: Final = logging.getLogger(__name__)


def handle(event: Mapping[str, object], context: object) -> dict[str, list[str]]:  # noqa: ARG001  # Lambda's signature
    """Bring the schema up to date; answers with the migrations applied now."""
    configure_logging(text(os.environ, Variable.ENVIRONMENT_SUFFIX))
    with closing(wiring.ledger_login(os.environ, role=None)()) as connection:
        applied = list(migrate(connection))
    _LOG.info("schema is up to date", extra={"applied": applied})
    return {"applied": applied}
