"""A private, encrypted, versioned bucket, reached over TLS only and deletable when full."""

from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from stack.deployment import Component, Deployment
from stack.documents import Statement, deny_plain_text, document

ABORT_UPLOAD_DAYS = 7
OLD_VERSION_DAYS = 90


@dataclass(frozen=True, slots=True)
class CreatedBucket:
    """A bucket, and the policy without which no service writes to it: depend on it."""

    bucket: aws.s3.Bucket
    policy: aws.s3.BucketPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateBucket:
    """What distinguishes one bucket from another.

    Attributes:
        qualifier: its part of the logical names.
        name: its physical name.
        key: encrypts every object.
        keep_days: how long objects live.
        statements: who may use it beside the roles that IAM permits.
    """

    qualifier: str
    name: str
    key: aws.kms.Key
    keep_days: int
    statements: tuple[Statement, ...] = field(default=())

    def create(self, parent: Component, deployment: Deployment) -> CreatedBucket:
        """Create the bucket with everything that makes it private."""
        inside = parent.inside()
        name = deployment.names.of(aws.s3.Bucket, self.qualifier)
        bucket = aws.s3.Bucket(name, bucket=self.name, force_destroy=True, opts=inside)
        policy = self._close(bucket, deployment, inside)
        self._encrypt(bucket, deployment, inside)
        self._version(bucket, deployment, inside)
        self._expire(bucket, deployment, inside)
        return CreatedBucket(bucket, policy)

    def _close(
        self, bucket: aws.s3.Bucket, deployment: Deployment, inside: pulumi.ResourceOptions
    ) -> aws.s3.BucketPolicy:
        names, arn = deployment.names, deployment.arns.of(aws.s3.Bucket, self.name)
        block = aws.s3.BucketPublicAccessBlock(
            names.of(aws.s3.BucketPublicAccessBlock, self.qualifier),
            bucket=bucket.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=inside,
        )
        aws.s3.BucketOwnershipControls(
            names.of(aws.s3.BucketOwnershipControls, self.qualifier),
            bucket=bucket.bucket,
            rule=aws.s3.BucketOwnershipControlsRuleArgs(object_ownership="BucketOwnerEnforced"),
            opts=inside,
        )
        return aws.s3.BucketPolicy(
            names.of(aws.s3.BucketPolicy, self.qualifier),
            bucket=bucket.bucket,
            policy=document(deny_plain_text([arn, f"{arn}/*"], ["s3:*"]), *self.statements),
            # S3 changes one setting of a bucket at a time.
            opts=pulumi.ResourceOptions.merge(inside, pulumi.ResourceOptions(depends_on=[block])),
        )

    def _encrypt(
        self, bucket: aws.s3.Bucket, deployment: Deployment, inside: pulumi.ResourceOptions
    ) -> None:
        configuration = aws.s3.BucketServerSideEncryptionConfiguration
        aws.s3.BucketServerSideEncryptionConfiguration(
            deployment.names.of(configuration, self.qualifier),
            bucket=bucket.bucket,
            rules=[
                aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
                    apply_server_side_encryption_by_default=aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
                        sse_algorithm="aws:kms", kms_master_key_id=self.key.arn
                    ),
                    bucket_key_enabled=True,
                    blocked_encryption_types=["SSE-C"],
                )
            ],
            opts=inside,
        )

    def _version(
        self, bucket: aws.s3.Bucket, deployment: Deployment, inside: pulumi.ResourceOptions
    ) -> None:
        aws.s3.BucketVersioning(
            deployment.names.of(aws.s3.BucketVersioning, self.qualifier),
            bucket=bucket.bucket,
            versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(
                status="Enabled"
            ),
            opts=inside,
        )

    def _expire(
        self, bucket: aws.s3.Bucket, deployment: Deployment, inside: pulumi.ResourceOptions
    ) -> None:
        rule = aws.s3.BucketLifecycleConfigurationRuleArgs(
            id="expire",
            status="Enabled",
            filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
            expiration=aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(days=self.keep_days),
            noncurrent_version_expiration=aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                noncurrent_days=OLD_VERSION_DAYS
            ),
            abort_incomplete_multipart_upload=aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                days_after_initiation=ABORT_UPLOAD_DAYS
            ),
        )
        aws.s3.BucketLifecycleConfiguration(
            deployment.names.of(aws.s3.BucketLifecycleConfiguration, self.qualifier),
            bucket=bucket.bucket,
            rules=[rule],
            opts=inside,
        )
