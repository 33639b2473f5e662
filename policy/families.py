"""The ten families of controls; their ids are public and never change."""

from enum import StrEnum


class Family(StrEnum):
    """What a control is about."""

    REGION = "region"
    ENCRYPTION_AT_REST = "encryption-at-rest"
    ENCRYPTION_IN_TRANSIT = "encryption-in-transit"
    MULTI_AZ = "multi-az"
    NAMING = "naming"
    DESTROYABLE = "destroyable"
    LEAST_PRIVILEGE = "least-privilege"
    NETWORK = "network"
    OBSERVABILITY = "observability"
    SECRETS = "secrets"
