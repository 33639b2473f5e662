"""Least privilege: what identities may do, who may use a resource, and under which conditions."""

from typing import Final

from policy.control import Control
from policy.controls.least_privilege import (
    action_exists,
    action_not_service_wide,
    action_without_wildcard,
    allow_lists_what_it_grants,
    attached_policy_known,
    condition_can_hold,
    condition_confines,
    cross_account_trust_confined,
    document_well_formed,
    kms_key_named,
    pass_role_names_service,
    permissions_cannot_grow,
    principal_account_trusted,
    principal_not_public,
    resource_fits_action,
    resource_named,
    resource_policy_service_confined,
    role_policies_declared_one_way,
    trust_service_confined,
)

CONTROLS: Final[tuple[Control, ...]] = (
    document_well_formed.CONTROL,
    action_exists.CONTROL,
    action_not_service_wide.CONTROL,
    action_without_wildcard.CONTROL,
    resource_named.CONTROL,
    kms_key_named.CONTROL,
    resource_fits_action.CONTROL,
    condition_can_hold.CONTROL,
    condition_confines.CONTROL,
    allow_lists_what_it_grants.CONTROL,
    pass_role_names_service.CONTROL,
    permissions_cannot_grow.CONTROL,
    attached_policy_known.CONTROL,
    role_policies_declared_one_way.CONTROL,
    trust_service_confined.CONTROL,
    resource_policy_service_confined.CONTROL,
    principal_not_public.CONTROL,
    principal_account_trusted.CONTROL,
    cross_account_trust_confined.CONTROL,
)
