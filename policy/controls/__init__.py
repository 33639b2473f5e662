"""The table of contents: every control, by family, in the order of reports."""

from typing import Final

from policy.control import Control
from policy.controls import (
    encryption_in_transit,
    least_privilege,
    multi_az,
    network,
    observability,
)

CONTROLS: Final[tuple[Control, ...]] = (
    *encryption_in_transit.CONTROLS,
    *multi_az.CONTROLS,
    *least_privilege.CONTROLS,
    *network.CONTROLS,
    *observability.CONTROLS,
)
