"""Exposure: what can be reached, and from where."""

from typing import Final

from policy.control import Control
from policy.controls.network import (
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
