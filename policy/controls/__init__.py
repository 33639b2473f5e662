"""The table of contents: every control, by family, in the order of reports."""

from typing import Final

from policy.control import Control
from policy.controls import (
    destroyable,
    encryption_at_rest,
    encryption_in_transit,
    least_privilege,
    multi_az,
    naming,
    network,
    observability,
    region,
    secrets,
)

CONTROLS: Final[tuple[Control, ...]] = (
    *region.CONTROLS,
    *encryption_at_rest.CONTROLS,
    *encryption_in_transit.CONTROLS,
    *multi_az.CONTROLS,
    *naming.CONTROLS,
    *destroyable.CONTROLS,
    *least_privilege.CONTROLS,
    *network.CONTROLS,
    *observability.CONTROLS,
    *secrets.CONTROLS,
)
