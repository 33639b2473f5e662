"""Nothing is reachable that need not be."""

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
)
