"""The table of contents: every control, by family, in the order of reports."""

from typing import Final

from policy.control import Control
from policy.controls import (
    multi_az,
    network,
)

CONTROLS: Final[tuple[Control, ...]] = (
    *multi_az.CONTROLS,
    *network.CONTROLS,
)
