"""Encryption in transit: no client can talk to a store or an endpoint in the clear."""

from typing import Final

from policy.control import Control
from policy.controls.encryption_in_transit import (
    addresses_use_tls,
    bucket_requires_tls,
    clear_text_protocols_not_used,
    database_ca_current,
    database_requires_tls,
    elasticache_transit_encryption,
    elasticache_transit_encryption_required,
    encryption_in_transit_enabled,
    file_system_requires_tls,
    minimum_tls_version,
    parameter_group_tls_version,
    queue_requires_tls,
    subscription_not_plain_http,
    topic_requires_tls,
    warehouse_requires_tls,
)

CONTROLS: Final[tuple[Control, ...]] = (
    database_requires_tls.CONTROL,
    warehouse_requires_tls.CONTROL,
    parameter_group_tls_version.CONTROL,
    database_ca_current.CONTROL,
    elasticache_transit_encryption.CONTROL,
    elasticache_transit_encryption_required.CONTROL,
    queue_requires_tls.CONTROL,
    topic_requires_tls.CONTROL,
    bucket_requires_tls.CONTROL,
    file_system_requires_tls.CONTROL,
    subscription_not_plain_http.CONTROL,
    encryption_in_transit_enabled.CONTROL,
    minimum_tls_version.CONTROL,
    clear_text_protocols_not_used.CONTROL,
    addresses_use_tls.CONTROL,
)
