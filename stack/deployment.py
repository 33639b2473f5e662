"""What every component is given, and what every component is."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from policy.naming import build_name
from stack.arns import Arns
from stack.names import Names, token_of
from stack.settings import KEYS, REGION, Settings, SettingsError, read_settings


@dataclass(frozen=True, slots=True)
class Deployment:
    """One deployment of the stack: its settings, its names, and how to reach AWS."""

    settings: Settings
    names: Names
    arns: Arns
    provider: aws.Provider


def load_settings() -> Settings:
    """Read the configuration of the Pulumi stack.

    Raises:
        pulumi.RunError: with every problem; Pulumi prints it without a traceback.
    """
    config = pulumi.Config()
    values = {key: value for key in KEYS if (value := config.get(key)) is not None}
    try:
        return read_settings(values, pulumi.Config("aws").get("region"))
    except SettingsError as error:
        raise pulumi.RunError(str(error)) from None


class Component(pulumi.ComponentResource):
    """A part of the system; everything in it uses the one provider and is named alike."""

    def __init__(self, kind: str, deployment: Deployment) -> None:
        token = f"transaction-monitoring:stack:{kind}"
        name = build_name(token, deployment.names.suffix, short=True)
        options = pulumi.ResourceOptions(providers=[deployment.provider])
        super().__init__(token, name, None, options)

    def inside(self, *after: pulumi.Resource) -> pulumi.ResourceOptions:
        """Options of a resource of this component that is created after others."""
        return pulumi.ResourceOptions(parent=self, depends_on=list(after))


def deploy(settings: Settings) -> Deployment:
    """Reach the account through a provider that is pinned to it and to the region."""
    suffix = settings.environment_suffix
    account = aws.get_caller_identity().account_id
    provider = aws.Provider(
        build_name(token_of(aws.Provider), suffix),
        region=REGION,
        allowed_account_ids=[account],
        default_tags=aws.ProviderDefaultTagsArgs(tags=default_tags(settings)),
    )
    return Deployment(settings, Names(suffix, account), Arns(account), provider)


def default_tags(settings: Settings) -> dict[str, str]:
    """Tags of every resource: whose it is, where it runs, how its data is to be treated."""
    return {
        "service": "transaction-monitoring",
        "environment": settings.environment_suffix,
        "data-classification": "confidential",
        "owner": settings.owner,
        "managed-by": "pulumi",
    }


def named(name: str) -> dict[str, str]:
    """The `Name` tag of a resource that has no name of its own."""
    return {"Name": name}


def ids(resources: Sequence[pulumi.CustomResource]) -> list[pulumi.Output[str]]:
    """The ids of several resources, each still traceable to its resource."""
    return [resource.id for resource in resources]
