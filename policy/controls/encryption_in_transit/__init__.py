"""Connections are encrypted."""

from typing import Final

from policy.control import Control
from policy.controls.encryption_in_transit import (
    addresses_use_tls,
    clear_text_protocols_not_used,
    encryption_in_transit_enabled,
    minimum_tls_version,
)

CONTROLS: Final[tuple[Control, ...]] = (
    encryption_in_transit_enabled.CONTROL,
    minimum_tls_version.CONTROL,
    clear_text_protocols_not_used.CONTROL,
    addresses_use_tls.CONTROL,
)
