"""No credential is written in the program, its configuration or its state."""

from typing import Final

from policy.control import Control
from policy.controls.secrets import (
    account_passwords_strong,
    cache_authenticates_clients,
    cache_user_has_credentials,
    configuration_encrypted,
    credentials_by_reference,
    no_credential_in_text,
    no_credential_in_variables,
    no_key_material,
    no_literal_secret,
    no_long_lived_credentials,
    secret_rotates,
    secrets_fetched_not_created,
)

CONTROLS: Final[tuple[Control, ...]] = (
    no_literal_secret.CONTROL,
    configuration_encrypted.CONTROL,
    no_key_material.CONTROL,
    no_credential_in_variables.CONTROL,
    no_credential_in_text.CONTROL,
    credentials_by_reference.CONTROL,
    no_long_lived_credentials.CONTROL,
    secrets_fetched_not_created.CONTROL,
    cache_authenticates_clients.CONTROL,
    cache_user_has_credentials.CONTROL,
    secret_rotates.CONTROL,
    account_passwords_strong.CONTROL,
)
