"""Least privilege: what identities may do, who may use a resource, and under which conditions."""

from typing import Final

from policy.control import Control
from policy.controls.least_privilege import (
    action_exists,
    action_not_service_wide,
    action_without_wildcard,
    document_well_formed,
    kms_key_named,
    resource_fits_action,
    resource_named,
)

CONTROLS: Final[tuple[Control, ...]] = (
    document_well_formed.CONTROL,
    action_exists.CONTROL,
    action_not_service_wide.CONTROL,
    action_without_wildcard.CONTROL,
    resource_named.CONTROL,
    kms_key_named.CONTROL,
    resource_fits_action.CONTROL,
)
