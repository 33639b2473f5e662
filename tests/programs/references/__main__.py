"""Values that come from other resources, alone, nested, in documents and through callbacks."""

import pulumi
import pulumi_aws as aws

identity = aws.get_caller_identity()
zones = aws.get_availability_zones(state="available")

key = aws.kms.Key("orders", enable_key_rotation=True)
bucket = aws.s3.Bucket("orders", bucket="orders-dev", tags={"team": "payments", "key": key.arn})
policy = aws.s3.BucketPolicy(
    "orders",
    bucket=bucket.bucket,
    policy=pulumi.Output.json_dumps(
        {"Statement": [{"Effect": "Deny", "Principal": "*", "Resource": bucket.arn}]}
    ),
)
queue = aws.sqs.Queue(
    "orders",
    name=pulumi.Output.concat(bucket.bucket, "-queue"),
    kms_master_key_id=key.arn,
    fifo_queue=key.arn.apply(lambda arn: arn.startswith("x")),
    tags={"account": identity.account_id, "zones": ",".join(zones.names)},
)
aws.lambda_.Function(
    "processor",
    role=f"arn:aws:iam::{identity.account_id}:role/processor",
    code=pulumi.AssetArchive({"main.py": pulumi.StringAsset("print(1)")}),
    memory_size=256,
    environment={"variables": {"QUEUE": queue.url, "BUCKET": bucket.bucket, "PLAIN": "x"}},
    vpc_config={"subnet_ids": [queue.id, bucket.id, "subnet-1"], "security_group_ids": []},
)
pulumi.export("bucket", bucket.arn)
