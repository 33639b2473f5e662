"""Data stays where it is allowed to be."""

from typing import Final

from policy.control import Control
from policy.controls.region import (
    arns_in_region,
    contents_readable,
    edge_delivery_not_used,
    models_answer_in_region,
    named_regions_allowed,
    no_cross_region_copies,
    provider_region_allowed,
    resource_region_allowed,
    resource_type_reviewed,
    s3_replication_stays_in_region,
    zones_in_region,
)

CONTROLS: Final[tuple[Control, ...]] = (
    provider_region_allowed.CONTROL,
    resource_region_allowed.CONTROL,
    arns_in_region.CONTROL,
    named_regions_allowed.CONTROL,
    zones_in_region.CONTROL,
    no_cross_region_copies.CONTROL,
    s3_replication_stays_in_region.CONTROL,
    models_answer_in_region.CONTROL,
    edge_delivery_not_used.CONTROL,
    contents_readable.CONTROL,
    resource_type_reviewed.CONTROL,
)
