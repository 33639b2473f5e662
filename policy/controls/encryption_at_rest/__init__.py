"""Stored data is encrypted with keys that the customer controls."""

from typing import Final

from policy.control import Control
from policy.controls.encryption_at_rest import (
    bucket_encrypts_by_default,
    data_store_offers_customer_key,
    encryption_at_rest_customer_key,
    encryption_at_rest_enabled,
    kms_key_policy_explicit,
    kms_key_rotates,
    kms_key_stays_usable,
    snapshot_of_encrypted_database,
)

CONTROLS: Final[tuple[Control, ...]] = (
    encryption_at_rest_enabled.CONTROL,
    encryption_at_rest_customer_key.CONTROL,
    bucket_encrypts_by_default.CONTROL,
    data_store_offers_customer_key.CONTROL,
    kms_key_stays_usable.CONTROL,
    kms_key_rotates.CONTROL,
    kms_key_policy_explicit.CONTROL,
    snapshot_of_encrypted_database.CONTROL,
)
