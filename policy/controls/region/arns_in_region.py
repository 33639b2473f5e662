"""ARNs, endpoints and service names in any property belong to an allowed region.

Why: an ARN of another region sends data, events or permissions there, wherever in the program it
stands: in a property, in a policy document or in the address of an endpoint.

Fix: build ARNs from the region that the program deploys to:

    region = aws.get_region().region
    arn = f"arn:aws:logs:{region}:{account}:log-group:/aws/lambda/score-dev"

Severity: high, since data can leave the region through it.

Not covered: ARNs that carry no region, such as those of S3 buckets and IAM roles, and ARNs whose
region is a wildcard. Where AWS demands us-east-1, as for certificates of CloudFront, it passes.
"""

from __future__ import annotations

from collections.abc import Iterator

from policy.control import ANY_AWS, Context, Control, Example, Severity
from policy.edge_services import US_EAST_1, may_name_us_east_1
from policy.families import Family
from policy.graph import Resource
from policy.property_texts import texts
from policy.regions import regions_named_in
from policy.verdict import Observation, Verdict, phrase


def check(resource: Resource, context: Context) -> Iterator[Observation]:
    """Each text that names regions; nothing where no text does."""
    allowed = set(context.settings.allowed_regions)
    for path, text in texts(resource, context.graph):
        named = set(regions_named_in(text))
        if US_EAST_1 in named and may_name_us_east_1(resource.type, path):
            named.discard(US_EAST_1)
        if named:
            yield Observation(
                Verdict.PASS if named <= allowed else Verdict.FAIL,
                path,
                phrase("only ARNs and endpoints of {0}", ", ".join(sorted(allowed))),
                phrase("names of {0}", ", ".join(sorted(named))),
            )


CONTROL = Control(
    id="arns-in-region",
    family=Family.REGION,
    title="ARNs and endpoints belong to an allowed region",
    severity=Severity.HIGH,
    applies_to=(ANY_AWS,),
    check=check,
    passing=(
        Example(
            {"endpoint": "arn:aws:sqs:ap-northeast-1:123456789012:queue-dev"},
            type="aws:sns/topicSubscription:TopicSubscription",
        ),
        Example(
            {
                "viewerCertificate": {
                    "acmCertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/a"
                }
            },
            type="aws:cloudfront/distribution:Distribution",
        ),
    ),
    failing=(
        Example(
            {"endpoint": "arn:aws:sqs:us-west-2:123456789012:queue-dev"},
            type="aws:sns/topicSubscription:TopicSubscription",
        ),
        Example(
            {"policy": '{"Statement":[{"Resource":"arn:aws:kinesis:eu-west-1:1:stream/s"}]}'},
            type="aws:iam/policy:Policy",
        ),
        Example(
            {"serviceName": "com.amazonaws.us-east-1.secretsmanager"},
            type="aws:ec2/vpcEndpoint:VpcEndpoint",
        ),
    ),
)
