"""What happens is recorded and watched."""

from typing import Final

from policy.control import Control
from policy.controls.observability import (
    failed_deliveries_kept,
    logging_enabled,
    metrics_enabled,
    payloads_not_logged,
    threat_detection_on,
)

CONTROLS: Final[tuple[Control, ...]] = (
    logging_enabled.CONTROL,
    metrics_enabled.CONTROL,
    payloads_not_logged.CONTROL,
    threat_detection_on.CONTROL,
    failed_deliveries_kept.CONTROL,
)
