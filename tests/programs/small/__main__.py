import json

import pulumi
import pulumi_aws as aws

key = aws.kms.Key("orders", enable_key_rotation=True)
bucket = aws.s3.Bucket("orders", bucket="orders-dev", tags={"team": "a", "key": key.arn})
policy = aws.s3.BucketPolicy(
    "orders",
    bucket=bucket.bucket,
    policy=pulumi.Output.json_dumps(
        {
            "Statement": [
                {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": bucket.arn}
            ]
        }
    ),
)
queue = aws.sqs.Queue(
    "orders",
    kms_master_key_id=key.arn,
    fifo_queue=key.arn.apply(lambda arn: arn.startswith("x")),
    name=bucket.arn.apply(lambda a: a.split(":")[3] + "x"),
)
pulumi.export("bucket", bucket.arn)
