"""Who may use a resource or take a role: accounts, services, identity providers, everybody."""

from dataclasses import replace

import pytest

from policy.graph import Origin, Provenance, StandIn, Unknown
from policy.iam.writing import document, let, trust
from policy.settings import Settings
from policy.verdict import Verdict
from tests.iam.judged import OTHER, OWN, Bench, queue_policy, resource, role, urn_of

QUEUE = f"arn:aws:sqs:ap-northeast-1:{OWN}:queue-dev"
SNS = {"Service": "sns.amazonaws.com"}
TOPIC_URN = urn_of("aws:sns/topic:Topic", "topic")
BUCKET_URN = urn_of("aws:s3/bucket:Bucket", "bucket")
TOPIC = resource("aws:sns/topic:Topic", "topic")
BUCKET = resource("aws:s3/bucket:Bucket", "bucket")
API = resource("aws:apigatewayv2/api:Api", "api")
EXECUTION_ARN = "arn:aws:apigatewayv2:sym-0:990123456789:api/sym-0"
TRUSTING = Settings(account_id=OWN, trusted_accounts=(OTHER,))


def key(principal: object, action: str = "kms:Decrypt", **more: object) -> object:
    return resource("aws:kms/key:Key", "key", policy=document(let(principal, action, "*", **more)))


def sending(principal: object, **more: object) -> object:
    return queue_policy(document(let(principal, "sqs:SendMessage", QUEUE, **more)))


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        ({"StringEquals": {"aws:SourceAccount": OWN}}, Verdict.PASS),
        ({"ArnLike": {"aws:SourceArn": f"arn:aws:sns:*:{OWN}:*"}}, Verdict.PASS),
        ({"StringEquals": {"aws:SourceOrgID": "o-abc1234567"}}, Verdict.PASS),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:topic"}}, Verdict.FAIL),
        ({"StringLike": {"aws:SourceAccount": "1111*"}}, Verdict.FAIL),
        ({"StringEqualsIfExists": {"aws:SourceAccount": OWN}}, Verdict.FAIL),
        ({"StringEquals": {"aws:RequestedRegion": "ap-northeast-1"}}, Verdict.FAIL),
        ({"StringEquals": {"kms:EncryptionContext:aws:sns:topicArn": "x"}}, Verdict.FAIL),
        ({"ArnEquals": {"aws:SourceArn": Unknown()}}, Verdict.UNDETERMINED),
        (Unknown(), Verdict.UNDETERMINED),
    ],
)
def test_service_must_say_for_whom_it_acts(condition: object, verdict: Verdict) -> None:
    bench = Bench("iam-resource-policy-service-confined")

    assert bench.verdict(sending(SNS, Condition=condition)) is verdict


@pytest.mark.parametrize(
    ("urn", "verdict"), [(TOPIC_URN, Verdict.PASS), (BUCKET_URN, Verdict.FAIL)]
)
def test_source_by_reference_tells_its_account_unless_it_is_a_bucket(
    urn: str, verdict: Verdict
) -> None:
    source = Unknown((Origin(urn, "arn"),), Provenance.EXACT)
    bench = Bench("iam-resource-policy-service-confined", (TOPIC, BUCKET))

    assert (
        bench.verdict(sending(SNS, Condition={"ArnEquals": {"aws:SourceArn": source}})) is verdict
    )


def test_encryption_context_confines_a_service_on_a_key() -> None:
    context = {"ArnLike": {"kms:EncryptionContext:aws:sns:topicArn": f"arn:aws:sns:*:{OWN}:*"}}
    bench = Bench("iam-resource-policy-service-confined")

    assert (
        bench.verdict(key({"Service": "events.amazonaws.com"}, Condition=context)) is Verdict.PASS
    )
    assert bench.verdict(key({"Service": "events.amazonaws.com"})) is Verdict.FAIL


@pytest.mark.parametrize(
    ("service", "verdict"),
    [
        ("lambda.amazonaws.com", Verdict.FAIL),
        ("ec2.amazonaws.com", Verdict.PASS),
        ("brand-new.amazonaws.com", Verdict.UNDETERMINED),
        (Unknown(), Verdict.UNDETERMINED),
    ],
)
def test_trust_without_a_condition(service: object, verdict: Verdict) -> None:
    bench = Bench("iam-trust-service-confined")

    assert bench.verdict(role(document(trust({"Service": service})))) is verdict


def test_condition_settles_a_service_that_is_not_listed() -> None:
    condition = {"StringEquals": {"aws:SourceAccount": OWN}}
    subject = role(document(trust({"Service": "brand-new.amazonaws.com"}, Condition=condition)))

    assert Bench("iam-trust-service-confined").verdict(subject) is Verdict.PASS


def test_every_service_of_a_statement_counts() -> None:
    subject = role(document(trust({"Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"]})))

    assert Bench("iam-trust-service-confined").verdict(subject) is Verdict.FAIL


@pytest.mark.parametrize(
    ("principal", "settings", "verdict"),
    [
        ({"AWS": OWN}, TRUSTING, Verdict.PASS),
        ({"AWS": f"arn:aws:iam::{OTHER}:root"}, TRUSTING, Verdict.PASS),
        ({"AWS": "999900001111"}, TRUSTING, Verdict.FAIL),
        ({"AWS": [OWN, "999900001111"]}, TRUSTING, Verdict.FAIL),
        ({"AWS": OTHER}, Settings(), Verdict.UNDETERMINED),
        ({"AWS": "AROAEXAMPLEEXAMPLE12"}, TRUSTING, Verdict.UNDETERMINED),
        ({"CanonicalUser": "79a59df900b949e5"}, TRUSTING, Verdict.UNDETERMINED),
        (SNS, TRUSTING, Verdict.NOT_APPLICABLE),
        (Unknown(), TRUSTING, Verdict.UNDETERMINED),
    ],
)
def test_accounts_must_be_own_or_trusted(
    principal: object, settings: Settings, verdict: Verdict
) -> None:
    bench = Bench("iam-principal-account-trusted", settings=settings)

    assert bench.verdict(sending(principal)) is verdict


def test_account_in_a_condition_counts_where_the_principal_is_everybody() -> None:
    condition = {"StringEquals": {"aws:PrincipalAccount": OTHER}}
    bench = Bench("iam-principal-account-trusted")

    assert bench.verdict(sending("*", Condition=condition)) is Verdict.FAIL


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        ({"StringEquals": {"aws:PrincipalOrgID": "o-abc1234567"}}, Verdict.PASS),
        ({"StringEquals": {"aws:SourceVpce": "vpce-0123456789abcdef0"}}, Verdict.PASS),
        ({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, Verdict.FAIL),
        ({"StringEquals": {"aws:UserAgent": "app"}}, Verdict.FAIL),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-abc1234567"}}, Verdict.FAIL),
        (Unknown(), Verdict.UNDETERMINED),
    ],
)
def test_everybody_needs_a_condition_that_confines(condition: object, verdict: Verdict) -> None:
    for principal in ("*", {"AWS": "*"}, {"AWS": [OWN, "*"]}):
        bench = Bench("iam-principal-not-public")

        assert bench.verdict(sending(principal, Condition=condition)) is verdict


@pytest.mark.parametrize(
    ("principal", "verdict"),
    [
        ({"AWS": f"arn:aws:iam::{OWN}:root"}, Verdict.PASS),
        ({"AWS": OWN}, Verdict.PASS),
        ({"AWS": f"arn:aws:iam::{OTHER}:root"}, Verdict.FAIL),
        ({"AWS": [f"arn:aws:iam::{OWN}:root", f"arn:aws:iam::{OWN}:role/app"]}, Verdict.FAIL),
        (SNS, Verdict.FAIL),
        ("*", Verdict.FAIL),
    ],
)
def test_all_actions_are_for_the_own_account_only(principal: object, verdict: Verdict) -> None:
    bench = Bench("iam-action-not-service-wide")

    assert bench.verdict(key(principal, "kms:*")) is verdict


def test_all_actions_for_an_account_that_may_be_the_own_one_stay_open() -> None:
    bench = Bench("iam-action-not-service-wide", settings=Settings())

    assert bench.verdict(key({"AWS": OWN}, "kms:*")) is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        ({"StringEquals": {"sts:ExternalId": "7f3a"}}, Verdict.PASS),
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, Verdict.PASS),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-abc1234567"}}, Verdict.PASS),
        ({"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}, Verdict.FAIL),
        ({"StringLike": {"sts:ExternalId": "*"}}, Verdict.FAIL),
        ({"StringEquals": {"sts:ExternalId": Unknown()}}, Verdict.UNDETERMINED),
    ],
)
def test_other_accounts_prove_more_than_their_number(condition: object, verdict: Verdict) -> None:
    bench = Bench("iam-cross-account-trust-confined", settings=TRUSTING)
    subject = role(document(trust({"AWS": f"arn:aws:iam::{OTHER}:root"}, Condition=condition)))

    assert bench.verdict(subject) is verdict


def test_external_id_is_not_shown() -> None:
    condition = {"StringEquals": {"sts:ExternalId": "very-confidential"}}
    subject = role(document(trust({"AWS": f"arn:aws:iam::{OTHER}:root"}, Condition=condition)))

    for control in ("iam-cross-account-trust-confined", "iam-condition-confines"):
        told = str(Bench(control, settings=TRUSTING).result(subject))
        assert "very-confidential" not in told


GITHUB = "token.actions.githubusercontent.com"


def federated(provider: object, conditions: object) -> object:
    return role(
        document(
            {
                "Effect": "Allow",
                "Principal": {"Federated": provider},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": conditions,
            }
        )
    )


@pytest.mark.parametrize(
    ("provider", "conditions", "verdict"),
    [
        (GITHUB, {"StringEquals": {f"{GITHUB}:sub": "repo:o/r:environment:dev"}}, Verdict.PASS),
        (GITHUB, {"StringLike": {f"{GITHUB}:sub": "repo:o/*"}}, Verdict.PASS),
        (GITHUB, {"StringLike": {f"{GITHUB}:sub": "repo:*:ref:refs/heads/main"}}, Verdict.FAIL),
        (GITHUB, {"StringLike": {f"{GITHUB}:sub": "*"}}, Verdict.FAIL),
        (GITHUB, {"StringEqualsIfExists": {f"{GITHUB}:sub": "repo:o/r:*"}}, Verdict.FAIL),
        (GITHUB, {"StringEquals": {f"{GITHUB}:sub": Unknown()}}, Verdict.UNDETERMINED),
        (
            "cognito-identity.amazonaws.com",
            {"StringEquals": {"cognito-identity.amazonaws.com:aud": "ap-northeast-1:pool"}},
            Verdict.PASS,
        ),
        (
            f"arn:aws:iam::{OWN}:saml-provider/people",
            {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}},
            Verdict.PASS,
        ),
        (f"arn:aws:iam::{OWN}:saml-provider/people", {}, Verdict.FAIL),
        (
            "oidc.eks.ap-northeast-1.amazonaws.com/id/ABC",
            {
                "StringEquals": {
                    "oidc.eks.ap-northeast-1.amazonaws.com/id/ABC:sub": "system:serviceaccount:a:b"
                }
            },
            Verdict.PASS,
        ),
    ],
)
def test_identity_provider_names_its_subjects(
    provider: str, conditions: object, verdict: Verdict
) -> None:
    assert Bench("iam-federated-trust-confined").verdict(federated(provider, conditions)) is verdict


@pytest.mark.parametrize(
    ("properties", "verdict"),
    [
        ({"principal": "sns.amazonaws.com", "sourceAccount": OWN}, Verdict.PASS),
        ({"principal": "sns.amazonaws.com", "principalOrgId": "o-abc1234567"}, Verdict.PASS),
        (
            {"principal": "s3.amazonaws.com", "sourceArn": "arn:aws:s3:::b", "sourceAccount": OWN},
            Verdict.PASS,
        ),
        (
            {
                "principal": "events.amazonaws.com",
                "sourceArn": Unknown((Origin(TOPIC_URN, "arn"),), Provenance.EXACT),
            },
            Verdict.PASS,
        ),
        (
            {
                "principal": "s3.amazonaws.com",
                "sourceArn": Unknown((Origin(BUCKET_URN, "arn"),), Provenance.EXACT),
            },
            Verdict.FAIL,
        ),
        (
            {
                "principal": "apigateway.amazonaws.com",
                "sourceArn": Unknown(
                    (Origin(API.urn, "executionArn"),), Provenance.EXACT, f"{EXECUTION_ARN}/*/*"
                ),
            },
            Verdict.PASS,
        ),
        ({"principal": "sns.amazonaws.com", "sourceArn": Unknown()}, Verdict.UNDETERMINED),
        ({"principal": Unknown()}, Verdict.UNDETERMINED),
        ({"principal": OWN}, Verdict.NOT_APPLICABLE),
    ],
)
def test_function_is_called_for_known_sources(
    properties: dict[str, object], verdict: Verdict
) -> None:
    subject = resource("aws:lambda/permission:Permission", "permission", **properties)

    around = {"sym-0": StandIn(EXECUTION_ARN, Origin(API.urn, "executionArn"))}
    bench = Bench("lambda-permission-names-source", (TOPIC, BUCKET, API), around)
    assert bench.verdict(subject) is verdict


@pytest.mark.parametrize(
    ("token", "properties", "verdict"),
    [
        ("aws:lambda/permission:Permission", {"principal": "*"}, Verdict.FAIL),
        (
            "aws:lambda/permission:Permission",
            {"principal": "*", "principalOrgId": "o-abc1234567"},
            Verdict.PASS,
        ),
        ("aws:lambda/permission:Permission", {"principal": Unknown()}, Verdict.UNDETERMINED),
        ("aws:ec2/amiLaunchPermission:AmiLaunchPermission", {"group": "all"}, Verdict.FAIL),
        ("aws:ssm/document:Document", {"permissions": {"account_ids": OWN}}, Verdict.PASS),
        ("aws:ssm/document:Document", {"permissions": {"account_ids": "All"}}, Verdict.FAIL),
        ("aws:ssm/document:Document", {}, Verdict.NOT_APPLICABLE),
        (
            "aws:lakeformation/permissions:Permissions",
            {"principal": "IAM_ALLOWED_PRINCIPALS"},
            Verdict.FAIL,
        ),
    ],
)
def test_grants_without_a_document_name_their_grantees(
    token: str, properties: dict[str, object], verdict: Verdict
) -> None:
    subject = resource(token, "grant", **properties)

    assert Bench("iam-grant-not-public").verdict(subject) is verdict


@pytest.mark.parametrize(
    ("accounts", "verdict"),
    [
        (f"{OWN},{OTHER}", Verdict.FAIL),
        (OWN, Verdict.PASS),
        (Unknown(), Verdict.UNDETERMINED),
        ("all", Verdict.NOT_APPLICABLE),
    ],
)
def test_grants_go_to_known_accounts(accounts: object, verdict: Verdict) -> None:
    subject = resource("aws:ssm/document:Document", "grant", permissions={"account_ids": accounts})

    assert Bench("iam-grant-account-trusted").verdict(subject) is verdict


ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"


@pytest.mark.parametrize(
    ("properties", "verdict"),
    [
        ({}, Verdict.FAIL),
        ({"policy": ""}, Verdict.FAIL),
        ({"vpcEndpointType": "GatewayLoadBalancer"}, Verdict.NOT_APPLICABLE),
        (
            {"serviceName": "com.amazonaws.vpce.ap-northeast-1.vpce-svc-0a1b"},
            Verdict.NOT_APPLICABLE,
        ),
        ({"policy": Unknown()}, Verdict.UNDETERMINED),
        ({"policy": document(let("*", "s3:*", "*"))}, Verdict.FAIL),
        ({"policy": document(let({"AWS": OWN}, "s3:*", "*"))}, Verdict.PASS),
        ({"policy": document(let("*", "s3:GetObject", "arn:aws:s3:::b/*"))}, Verdict.PASS),
        ({"policy": document(let("*", "s3:GetObject", ["arn:aws:s3:::b/*", "*"]))}, Verdict.FAIL),
    ],
)
def test_endpoint_has_a_policy_that_confines(
    properties: dict[str, object], verdict: Verdict
) -> None:
    subject = resource(ENDPOINT, "endpoint", **properties)

    assert Bench("vpc-endpoint-policy-confines").verdict(subject) is verdict


def test_policy_of_an_endpoint_may_be_a_resource_of_its_own() -> None:
    subject = resource(ENDPOINT, "endpoint")
    reference = Unknown((Origin(subject.urn, "id"),), Provenance.EXACT)
    separate = resource(
        "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
        "separate",
        vpcEndpointId=reference,
        policy=document(let("*", "s3:GetObject", "arn:aws:s3:::b/*")),
    )

    perhaps = replace(separate, properties={"vpcEndpointId": Unknown()})

    bench = Bench("vpc-endpoint-policy-confines", (separate,))
    assert bench.verdict(subject) is Verdict.PASS
    assert replace(bench, others=(perhaps,)).verdict(subject) is Verdict.UNDETERMINED
