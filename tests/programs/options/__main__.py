"""Components, explicit providers, secrets, and every option that a resource can have."""

import pulumi
import pulumi_aws as aws


class Orders(pulumi.ComponentResource):
    """A queue with its own alarm topic."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("acme:shop:Orders", name, {"size": 3}, opts)
        inside = pulumi.ResourceOptions(parent=self)
        self.topic = aws.sns.Topic(f"{name}-alarms", opts=inside)
        self.queue = aws.sqs.Queue(f"{name}-queue", kms_master_key_id=self.topic.arn, opts=inside)
        self.register_outputs({"arn": self.queue.arn})


virginia = aws.Provider(
    "virginia",
    region="us-east-1",
    default_tags={"tags": {"owner": "payments"}},
    skip_metadata_api_check=True,
)
key = aws.kms.Key("orders", opts=pulumi.ResourceOptions(provider=virginia, protect=True))
orders = Orders(
    "orders", pulumi.ResourceOptions(retain_on_delete=True, providers={"aws": virginia})
)
aws.sns.Topic(
    "alerts",
    policy=pulumi.Output.secret("hidden"),
    tags={"queue": orders.queue.arn, "token": pulumi.Config().require_secret("token")},
    opts=pulumi.ResourceOptions(
        depends_on=[orders],
        deleted_with=key,
        ignore_changes=["tags"],
        aliases=[pulumi.Alias(name="old")],
        replace_on_changes=["name"],
        custom_timeouts=pulumi.CustomTimeouts(create="5m"),
        delete_before_replace=True,
    ),
)
