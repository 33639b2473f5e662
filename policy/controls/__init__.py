"""The table of contents: every control, by family, in the order of reports."""

from typing import Final

from policy.control import Control
from policy.controls import (
    multi_az,
    network,
    region,
)

CONTROLS: Final[tuple[Control, ...]] = (
    *region.CONTROLS,
    *multi_az.CONTROLS,
    *network.CONTROLS,
)
