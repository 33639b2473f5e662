"""Both kinds of transforms, of the stack, of a resource and of its parent."""

import pulumi
import pulumi_aws as aws

QUEUE = "aws:sqs/queue:Queue"


def encrypt(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
    """Give every queue a key and protect it."""
    if args.type_ != QUEUE:
        return None
    protected = pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(protect=True))
    return pulumi.ResourceTransformResult(
        props={**args.props, "kmsMasterKeyId": "alias/orders"}, opts=protected
    )


def label(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
    """Give every queue a label, before it is registered."""
    if args.type_ != QUEUE:
        return None
    return pulumi.ResourceTransformationResult(
        props={**args.props, "tags": {"label": "x"}}, opts=args.opts
    )


def delay(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
    """Delay the messages of one queue."""
    return pulumi.ResourceTransformResult(props={**args.props, "delaySeconds": 5}, opts=args.opts)


def keep_longer(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
    """Keep the messages of all queues under one parent."""
    if args.type_ != QUEUE:
        return None
    props = {**args.props, "messageRetentionSeconds": 600}
    return pulumi.ResourceTransformResult(props=props, opts=args.opts)


pulumi.runtime.register_stack_transformation(label)
pulumi.runtime.register_resource_transform(encrypt)

topic = aws.sns.Topic("orders")
parent = pulumi.ComponentResource(
    "acme:shop:Parent", "parent", opts=pulumi.ResourceOptions(transforms=[keep_longer])
)
aws.sqs.Queue(
    "delayed",
    name=topic.arn,
    policy=topic.arn.apply(lambda arn: f"{arn}/x"),
    opts=pulumi.ResourceOptions(transforms=[delay], parent=parent),
)
aws.sqs.Queue("plain", name="orders-plain")
