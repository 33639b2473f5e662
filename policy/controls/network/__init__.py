"""Nothing is reachable that need not be."""
"""Exposure: what can be reached, and from where."""

from typing import Final

from policy.control import Control
from policy.controls.network import (
    authorization_required,
    cross_origin_restricted,
    instance_metadata_protected,
    open_networks_not_allowed,
    own_security_groups,
    placed_in_vpc,
    public_access_off,
    public_sharing_blocked,
    web_tier_hardened,
)

CONTROLS: Final[tuple[Control, ...]] = (
    public_access_off.CONTROL,
    own_security_groups.CONTROL,
    placed_in_vpc.CONTROL,
    authorization_required.CONTROL,
    public_sharing_blocked.CONTROL,
    open_networks_not_allowed.CONTROL,
    instance_metadata_protected.CONTROL,
    web_tier_hardened.CONTROL,
    cross_origin_restricted.CONTROL,
    bucket_acls_disabled,
    bucket_public_access_blocked,
    data_stores_in_private_subnets,
    database_not_public,
    default_security_group_closed,
    lambda_function_in_vpc,
    lambda_function_url_authenticated,
    lambda_function_url_cors_restricted,
    network_acl_not_open,
    security_group_egress_not_open,
    security_group_ingress_not_open,
    security_group_rules_described,
    security_group_rules_in_one_form,
    security_group_rules_name_ports,
    security_group_used,
    snapshots_not_shared,
    store_in_own_subnet_group,
    store_port_not_default,
    subnet_gives_no_public_address,
    vpc_endpoint_private_dns,
    workload_not_reachable,
)

CONTROLS: Final[tuple[Control, ...]] = (
    security_group_ingress_not_open.CONTROL,
    security_group_egress_not_open.CONTROL,
    security_group_rules_name_ports.CONTROL,
    security_group_rules_described.CONTROL,
    security_group_rules_in_one_form.CONTROL,
    security_group_used.CONTROL,
    default_security_group_closed.CONTROL,
    subnet_gives_no_public_address.CONTROL,
    workload_not_reachable.CONTROL,
    database_not_public.CONTROL,
    data_stores_in_private_subnets.CONTROL,
    store_in_own_subnet_group.CONTROL,
    store_port_not_default.CONTROL,
    network_acl_not_open.CONTROL,
    vpc_endpoint_private_dns.CONTROL,
    lambda_function_in_vpc.CONTROL,
    lambda_function_url_authenticated.CONTROL,
    lambda_function_url_cors_restricted.CONTROL,
    bucket_public_access_blocked.CONTROL,
    bucket_acls_disabled.CONTROL,
    snapshots_not_shared.CONTROL,
)
