"""Names: `{resource-type}[-{qualifier}]-{environmentSuffix}`; tags that say whose they are."""

from typing import Final

from policy.control import Control
from policy.controls.naming import (
    logical_name_follows_convention,
    physical_name_explicit,
    physical_name_fits,
    physical_name_follows_convention,
    provider_tags_resources,
    snapshots_copy_tags,
)

CONTROLS: Final[tuple[Control, ...]] = (
    logical_name_follows_convention.CONTROL,
    physical_name_follows_convention.CONTROL,
    physical_name_explicit.CONTROL,
    physical_name_fits.CONTROL,
    provider_tags_resources.CONTROL,
    snapshots_copy_tags.CONTROL,
)
