"""Every environment can be destroyed without leaving anything behind."""

from typing import Final

from policy.control import Control
from policy.controls.destroyable import (
    bucket_policy_can_be_removed,
    deleted_by_itself,
    deletion_protection_off,
    destroy_empties_and_forces,
    judged_properties_not_ignored,
    no_final_snapshot,
    no_immutable_retention,
    nothing_left_behind,
    protect_off,
    retain_on_delete_off,
    shortest_deletion_window,
)

CONTROLS: Final[tuple[Control, ...]] = (
    protect_off.CONTROL,
    retain_on_delete_off.CONTROL,
    deleted_by_itself.CONTROL,
    judged_properties_not_ignored.CONTROL,
    deletion_protection_off.CONTROL,
    no_final_snapshot.CONTROL,
    destroy_empties_and_forces.CONTROL,
    nothing_left_behind.CONTROL,
    no_immutable_retention.CONTROL,
    shortest_deletion_window.CONTROL,
    bucket_policy_can_be_removed.CONTROL,
)
