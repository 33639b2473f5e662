"""ARNs, endpoints and service names in any property belong to an allowed region.

Why: an ARN of another region sends data, events or permissions there, wherever in the program it
stands: in a property, in a policy document or in the address of an endpoint.
Fix: build ARNs from the region that the program deploys to.

```python
region = aws.get_region().region
log_group_arn = f"arn:aws:logs:{region}:{account_id}:log-group:/aws/lambda/score-dev"
```

Severity: high; data can leave the region through it.
Not covered: ARNs without a region, such as those of S3 buckets and IAM roles, and ARNs whose
region is a wildcard. Where AWS demands us-east-1, as for certificates of CloudFront, it passes.
"""

import re
from collections.abc import Iterator
from typing import Final

from policy.control import ANY_AWS, Context, Control, Example, Severity
from policy.demands.edge_services import US_EAST_1, may_name_us_east_1
from policy.demands.property_texts import contents
from policy.demands.regions import may_name_regions, regions_named_in
from policy.families import Family
from policy.graph import Provenance, Resource, Unknown
from policy.verdict import Observation, Phrase, Verdict, phrase

_HOLDS_ARNS: Final = re.compile(
    r"(?:arn|ur[il]|polic(?:y|ies)|document|endpoint|principal|serviceName|definition|destination"
    r"|target|image)s?(?:\[\d+\])*$",
    re.IGNORECASE,
)


def _check(resource: Resource, context: Context) -> Iterator[Observation]:
    held = contents(resource, context.graph)
    for path, text in held.texts if may_name_regions(held.joined) else ():
        yield from _judge_text(resource, path, text, context)
    for path, value in held.unknowns:
        if _may_hide_an_arn(path, value):
            yield _observe(Verdict.UNDETERMINED, path, context, phrase("not known"))


def _judge_text(
    resource: Resource, path: str, text: str, context: Context
) -> Iterator[Observation]:
    named = set(regions_named_in(text))
    if named:
        allowed = set(context.settings.allowed_regions)
        if may_name_us_east_1(resource.type, path):
            allowed.add(US_EAST_1)
        found = phrase("names of {0}", ", ".join(sorted(named)))
        yield _observe(Verdict.PASS if named <= allowed else Verdict.FAIL, path, context, found)


def _may_hide_an_arn(path: str, value: Unknown) -> bool:
    """Whether an unreadable value may be an ARN that comes from nowhere in the stack."""
    explained = value.text is not None or (
        value.origins and value.provenance is not Provenance.CANDIDATES
    )
    return not explained and _HOLDS_ARNS.search(path) is not None


def _observe(verdict: Verdict, path: str, context: Context, found: Phrase) -> Observation:
    expected = phrase(
        "only ARNs and endpoints of {0}", ", ".join(sorted(context.settings.allowed_regions))
    )
    return Observation(verdict, path, expected, found)


CONTROL = Control(
    id="arns-in-region",
    family=Family.REGION,
    title="ARNs and endpoints belong to an allowed region",
    severity=Severity.HIGH,
    applies_to=(ANY_AWS,),
    check=_check,
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
