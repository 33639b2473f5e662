"""Where resources live, who decides it, and what belongs to us-east-1."""

import pytest

from policy.demands.regions import is_zone_of, regions_named_in, zone_id_prefix
from policy.graph import Origin, Provenance, Resource, StandIn, Unknown
from policy.settings import Settings
from tests.catalog.graphs import output, referring, resource, urn, verdict, with_options

PROVIDER = "pulumi:providers:aws"
QUEUE = "aws:sqs/queue:Queue"
CERTIFICATE = "aws:acm/certificate:Certificate"
DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
TOKYO = {"aws:region": "ap-northeast-1"}
VIRGINIA = resource(PROVIDER, "virginia", region="us-east-1")


def of(provider: Resource, subject: Resource) -> Resource:
    return with_options(subject, provider=f"{provider.urn}::4f0c")


class TestProvider:
    @pytest.mark.parametrize(
        ("properties", "configuration", "expected"),
        [
            ({"region": "ap-northeast-1"}, {}, "pass"),
            ({"region": "us-west-2"}, TOKYO, "fail"),
            ({"region": Unknown()}, TOKYO, "undetermined"),
            ({}, TOKYO, "undetermined"),
            ({}, {}, "undetermined"),
        ],
    )
    def test_explicit(
        self, properties: dict[str, object], configuration: dict[str, str], expected: str
    ) -> None:
        provider = resource(PROVIDER, "tokyo", **properties)

        assert verdict("provider-region-allowed", provider, configuration=configuration) == expected

    @pytest.mark.parametrize(
        ("configuration", "expected"),
        [(TOKYO, "pass"), ({"aws:region": "eu-west-1"}, "fail"), ({}, "undetermined")],
    )
    def test_default(self, configuration: dict[str, str], expected: str) -> None:
        provider = resource(PROVIDER, "default_7_51_1")

        assert verdict("provider-region-allowed", provider, configuration=configuration) == expected

    @pytest.mark.parametrize(
        ("endpoints", "expected"),
        [
            ([{"sqs": "https://sqs.ap-northeast-1.amazonaws.com"}], "pass"),
            ('[{"sqs":"https://sqs.us-east-1.amazonaws.com"}]', "fail"),
            ([{"sqs": "http://localhost:4566"}], "fail"),
            ([{"sqs": Unknown()}], "undetermined"),
            (Unknown(), "undetermined"),
            ([], "pass"),
        ],
    )
    def test_endpoints(self, endpoints: object, expected: str) -> None:
        provider = resource(PROVIDER, "tokyo", region="ap-northeast-1", endpoints=endpoints)

        assert verdict("provider-region-allowed", provider) == expected

    def test_one_that_serves_only_cloudfront_may_be_in_virginia(self) -> None:
        certificate = of(VIRGINIA, resource(CERTIFICATE, "certificate"))
        distribution = referring(
            resource(DISTRIBUTION, "cdn", viewerCertificate={}), viewerCertificate=certificate
        )
        stray = of(VIRGINIA, resource(QUEUE, "queue"))
        control = "provider-region-allowed"

        assert verdict(control, VIRGINIA, certificate, distribution) == "pass"
        assert verdict(control, VIRGINIA, certificate, distribution, stray) == "fail"
        assert verdict(control, VIRGINIA) == "fail"


class TestResource:
    def test_own_region_beats_that_of_the_provider(self) -> None:
        tokyo = resource(PROVIDER, "tokyo", region="ap-northeast-1")
        osaka = of(tokyo, resource(QUEUE, region="ap-northeast-3"))

        assert verdict("resource-region-allowed", osaka, tokyo) == "fail"
        assert verdict("resource-region-allowed", of(tokyo, resource(QUEUE)), tokyo) == "pass"

    def test_explicit_provider_beats_the_configuration(self) -> None:
        queue = of(VIRGINIA, resource(QUEUE))

        assert verdict("resource-region-allowed", queue, VIRGINIA) == "fail"

    def test_a_provider_out_of_sight_is_not_the_default_one(self) -> None:
        queue = with_options(resource(QUEUE), provider=f"{urn(PROVIDER, 'gone')}::1")

        assert verdict("resource-region-allowed", queue) == "undetermined"

    def test_without_any_region_the_shell_decides(self) -> None:
        assert verdict("resource-region-allowed", resource(QUEUE), configuration={}) == (
            "undetermined"
        )

    def test_more_regions_can_be_allowed(self) -> None:
        queue = resource(QUEUE, region="ap-northeast-3")
        both = Settings(allowed_regions=("ap-northeast-1", "ap-northeast-3"))

        assert verdict("resource-region-allowed", queue, settings=both) == "pass"

    def test_the_region_of_another_resource_is_followed(self) -> None:
        osaka = resource(QUEUE, "osaka", region="ap-northeast-3")
        tokyo = resource(QUEUE, "tokyo")
        control = "resource-region-allowed"

        assert verdict(control, resource(QUEUE, region=output(osaka, "region")), osaka) == "fail"
        assert verdict(control, resource(QUEUE, region=output(tokyo, "region")), tokyo) == "pass"
        assert verdict(control, resource(QUEUE, region=output(tokyo, "arn")), tokyo) == (
            "undetermined"
        )

    def test_regions_that_go_round_in_circles_are_undetermined(self) -> None:
        one = resource(QUEUE, "one")
        two = resource(QUEUE, "two", region=output(one, "region"))
        one = resource(QUEUE, "one", region=output(two, "region"))

        assert verdict("resource-region-allowed", one, two) == "undetermined"

    def test_services_without_regions_are_not_applicable(self) -> None:
        role = of(VIRGINIA, resource("aws:iam/role:Role"))

        assert verdict("resource-region-allowed", role, VIRGINIA) == "not_applicable"

    def test_a_list_called_region_is_no_region(self) -> None:
        replicas = resource("aws:ssmincidents/replicationSet:ReplicationSet", region=[{}])

        assert verdict("resource-region-allowed", replicas) == "not_applicable"


class TestUsEast1:
    def test_a_certificate_of_cloudfront_passes_also_through_its_validation(self) -> None:
        certificate = of(VIRGINIA, resource(CERTIFICATE, "certificate"))
        validation = of(
            VIRGINIA,
            referring(
                resource("aws:acm/certificateValidation:CertificateValidation", "validation"),
                certificateArn=certificate,
            ),
        )
        cdn = referring(resource(DISTRIBUTION, "cdn"), viewerCertificate=validation)
        others = (certificate, validation, cdn, VIRGINIA)

        assert verdict("resource-region-allowed", certificate, *others[1:]) == "pass"
        assert verdict("resource-region-allowed", validation, certificate, cdn, VIRGINIA) == "pass"
        assert verdict("resource-region-allowed", certificate, validation, VIRGINIA) == "fail"

    def test_a_certificate_of_a_load_balancer_fails(self) -> None:
        certificate = of(VIRGINIA, resource(CERTIFICATE, "certificate"))
        listener = referring(
            resource("aws:lb/listener:Listener", "listener"), certificateArn=certificate
        )

        assert verdict("resource-region-allowed", certificate, listener, VIRGINIA) == "fail"

    @pytest.mark.parametrize(
        ("token", "properties", "expected"),
        [
            ("aws:wafv2/webAcl:WebAcl", {"scope": "CLOUDFRONT"}, "pass"),
            ("aws:wafv2/webAcl:WebAcl", {"scope": "REGIONAL"}, "fail"),
            ("aws:cloudwatch/metricAlarm:MetricAlarm", {"namespace": "AWS/Billing"}, "pass"),
            ("aws:cloudwatch/metricAlarm:MetricAlarm", {"namespace": "AWS/SQS"}, "fail"),
        ],
    )
    def test_what_the_resource_itself_says_counts(
        self, token: str, properties: dict[str, object], expected: str
    ) -> None:
        subject = of(VIRGINIA, resource(token, **properties))

        assert verdict("resource-region-allowed", subject, VIRGINIA) == expected

    def test_only_us_east_1_is_excepted(self) -> None:
        acl = resource("aws:wafv2/webAcl:WebAcl", scope="CLOUDFRONT", region="us-west-2")

        assert verdict("resource-region-allowed", acl) == "fail"


class TestArns:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("arn:aws:sqs:ap-northeast-1:1:q", "pass"),
            ("arn:aws:sqs:us-east-1:1:q", "fail"),
            ("arn:aws-cn:sqs:cn-north-1:1:q", "fail"),
            ("arn:aws:s3:::bucket", "not_applicable"),
            ("arn:aws:sqs:*:1:q", "not_applicable"),
            ("123.dkr.ecr.eu-west-1.amazonaws.com/app:1", "fail"),
            ("https://sqs.ap-northeast-1.amazonaws.com/1/q", "pass"),
            ("com.amazonaws.us-east-1.s3", "fail"),
            ("com.amazonaws.vpce.eu-west-1.vpce-svc-1", "fail"),
            ('{"Resource":["arn:aws:sqs:eu-west-1:1:q"]}', "fail"),
            ("us-east-1 is only a word here", "not_applicable"),
        ],
    )
    def test_texts(self, text: str, expected: str) -> None:
        assert verdict("arns-in-region", resource(QUEUE, policy=text)) == expected

    def test_keys_and_depths_are_searched(self) -> None:
        nested = resource(
            QUEUE,
            tags={"arn:aws:sqs:us-west-1:1:q": "x"},
            deep=[{"a": ["sqs.eu-west-1.amazonaws.com"]}],
        )

        assert verdict("arns-in-region", nested) == "fail"

    def test_only_what_the_program_wrote_of_a_computed_text_counts(self) -> None:
        topic = resource("aws:sns/topic:Topic", "topic")
        invented = "arn:aws:sns:eu-west-1:000000000000:sym-7"
        stand_ins = {"sym-7": StandIn(invented, Origin(topic.urn, "arn"))}
        control = "arns-in-region"

        clean = resource(QUEUE, policy=output(topic, "arn", f'{{"Resource":"{invented}"}}'))
        dirty = resource(
            QUEUE, policy=output(topic, "arn", f"{invented} arn:aws:sqs:us-east-1:1:q")
        )

        assert verdict(control, clean, topic, stand_ins=stand_ins) == "not_applicable"
        assert verdict(control, dirty, topic, stand_ins=stand_ins) == "fail"

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (Unknown(), "undetermined"),
            (Unknown((Origin("x"),), Provenance.CANDIDATES), "undetermined"),
            (Unknown((Origin("x"),), Provenance.ONE_EACH), "not_applicable"),
        ],
    )
    def test_an_unreadable_document_is_undetermined(self, value: Unknown, expected: str) -> None:
        assert verdict("arns-in-region", resource(QUEUE, policy=value)) == expected
        assert verdict("arns-in-region", resource(QUEUE, delaySeconds=value)) == "not_applicable"

    def test_us_east_1_passes_only_where_aws_wants_it(self) -> None:
        arn = "arn:aws:acm:us-east-1:1:certificate/a"
        edge = resource(DISTRIBUTION, viewerCertificate={"acmCertificateArn": arn})
        regional = resource("aws:lb/listener:Listener", certificateArn=arn)

        assert verdict("arns-in-region", edge) == "pass"
        assert verdict("arns-in-region", regional) == "fail"


class TestZones:
    @pytest.mark.parametrize(
        ("zone", "expected"),
        [
            ("ap-northeast-1a", True),
            ("apne1-az4", True),
            ("ap-northeast-1-tpe-1a", False),
            ("apne1-tpe1-az1", False),
            ("ap-northeast-3a", False),
            ("apne3-az1", False),
        ],
    )
    def test_zones_of_tokyo(self, zone: str, *, expected: bool) -> None:
        assert is_zone_of("ap-northeast-1", zone) is expected

    @pytest.mark.parametrize(
        ("region", "prefix"),
        [
            ("us-east-1", "use1"),
            ("eu-central-1", "euc1"),
            ("ap-southeast-2", "apse2"),
            ("us-gov-west-1", "usgw1"),
        ],
    )
    def test_zone_ids(self, region: str, prefix: str) -> None:
        assert zone_id_prefix(region) == prefix

    def test_a_zone_of_a_resource_in_the_region_passes(self) -> None:
        subnet = resource("aws:ec2/subnet:Subnet", "subnet")
        instance = resource(
            "aws:ec2/instance:Instance", availabilityZone=output(subnet, "availabilityZone")
        )

        assert verdict("zones-in-region", instance, subnet) == "pass"
        assert verdict("zones-in-region", instance, configuration={}) == "undetermined"


def test_regions_are_found_quickly_in_long_texts() -> None:
    assert list(regions_named_in("a." * 50_000)) == []


class TestTypes:
    @pytest.mark.parametrize(
        ("token", "expected"),
        [
            (QUEUE, "pass"),
            ("aws:future/thing:Thing", "undetermined"),
            ("aws-native:sqs:Queue", "fail"),
            ("random:index/randomPet:RandomPet", "not_applicable"),
            ("gcp:storage/bucket:Bucket", "not_applicable"),
        ],
    )
    def test_reviewed_types(self, token: str, expected: str) -> None:
        assert verdict("resource-type-reviewed", resource(token)) == expected

    def test_components_of_another_process_cannot_be_read(self) -> None:
        remote = with_options(resource("awsx:ec2:Vpc"), custom=False, remote=True)
        local = with_options(resource("example:index:Pipeline"), custom=False)

        assert verdict("contents-readable", remote) == "undetermined"
        assert verdict("contents-readable", local) == "pass"


class TestReplication:
    def test_only_a_bucket_of_the_stack_is_known_to_be_in_the_region(self) -> None:
        target = resource("aws:s3/bucket:Bucket", "target", bucket="copies")
        abroad = resource("aws:s3/bucket:Bucket", "target", region="us-west-2")
        control = "s3-replication-stays-in-region"

        def rule(bucket: object) -> Resource:
            return resource(
                "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
                rules=[{"destination": {"bucket": bucket}}],
            )

        assert verdict(control, rule(output(target)), target) == "pass"
        assert verdict(control, rule("arn:aws:s3:::copies"), target) == "pass"
        assert verdict(control, rule("arn:aws:s3:::elsewhere"), target) == "undetermined"
        assert verdict(control, rule(output(abroad)), abroad) == "fail"
