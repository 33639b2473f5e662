"""What the engine records of a resource, and that it is what the CLI's engine would."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from policy.graph import ABSENT, Graph, SourcePosition, Unknown
from policy.offline import Mode
from tests.offline.written import Programs, named

STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"

COMPONENT = """
    import pulumi
    import pulumi_aws as aws


    class Orders(pulumi.ComponentResource):
        def __init__(self, name, opts=None):
            super().__init__("acme:shop:Orders", name, {"size": 3}, opts)
            self.queue = aws.sqs.Queue(f"{name}-queue", opts=pulumi.ResourceOptions(parent=self))
            self.register_outputs({"arn": self.queue.arn})


    orders = Orders("orders", pulumi.ResourceOptions(protect=True, retain_on_delete=True))
    aws.sns.Topic(
        "alerts",
        kms_master_key_id=orders.queue.arn,
        opts=pulumi.ResourceOptions(
            depends_on=[orders],
            ignore_changes=["tags"],
            deleted_with=orders.queue,
            aliases=[pulumi.Alias(name="old")],
            import_="alerts",
            replace_on_changes=["*"],
            custom_timeouts=pulumi.CustomTimeouts(create="5m"),
        ),
    )
"""


def test_children_of_a_component_carry_its_type_in_their_urn(programs: Programs) -> None:
    queue = named(programs.graph(COMPONENT), "orders-queue")
    assert queue.urn == ("urn:pulumi:dev::shop::acme:shop:Orders$aws:sqs/queue:Queue::orders-queue")
    assert queue.options.parent == "urn:pulumi:dev::shop::acme:shop:Orders::orders"


def test_components_are_resources_of_their_own(programs: Programs) -> None:
    graph = programs.graph(COMPONENT)
    (component,) = graph.by_type["acme:shop:Orders"]
    assert component.properties == {"size": 3}
    assert component.options.custom is False
    assert component.options.provider is None
    assert component.options.parent == STACK


def test_children_inherit_protection_and_retention(programs: Programs) -> None:
    graph = programs.graph(COMPONENT)
    queue, topic = named(graph, "orders-queue"), named(graph, "alerts")
    assert (queue.options.protect, queue.options.retain_on_delete) == (True, True)
    assert (topic.options.protect, topic.options.retain_on_delete) == (False, False)


def test_options_of_a_resource(programs: Programs) -> None:
    graph = programs.graph(COMPONENT)
    topic, queue = named(graph, "alerts"), named(graph, "orders-queue")
    assert topic.options.ignore_changes == ("tags",)
    assert topic.options.deleted_with == queue.urn
    assert topic.options.dependencies == (queue.urn,)
    assert topic.references == {"kmsMasterKeyId": (queue.urn,)}


def test_source_positions_are_lines_of_the_program(programs: Programs) -> None:
    graph = programs.graph(COMPONENT)
    (component,) = graph.by_type["acme:shop:Orders"]
    assert named(graph, "orders-queue").source == SourcePosition("__main__.py", 9)
    assert component.source == SourcePosition("__main__.py", 13)
    assert named(graph, "alerts").source == SourcePosition("__main__.py", 14)


def test_source_positions_in_other_modules_and_directories(programs: Programs) -> None:
    programs.write("parts/__init__.py", "")
    programs.write(
        "parts/queues.py",
        """
        import pulumi_aws as aws

        def make():
            return aws.sqs.Queue("orders")
        """,
    )
    graph = programs.graph("from parts.queues import make\n\nmake()\n")
    assert named(graph, "orders").source == SourcePosition("parts/queues.py", 5)


def test_a_resource_made_in_a_callback_has_its_own_line(programs: Programs) -> None:
    graph = programs.graph(
        """
        import pulumi_aws as aws

        bucket = aws.s3.Bucket("orders")


        def make(arn):
            aws.sqs.Queue("late", name=arn)


        bucket.arn.apply(make)
        """
    )
    assert named(graph, "late").source == SourcePosition("__main__.py", 8)


def test_default_providers_are_registered_with_the_configuration(programs: Programs) -> None:
    programs.write(
        "Pulumi.dev.yaml",
        """
        config:
          aws:defaultTags:
            tags: {owner: payments}
          aws:skipMetadataApiCheck: true
        """,
    )
    graph = programs.graph('import pulumi_aws as aws\naws.sqs.Queue("orders")\n')
    (provider,) = graph.by_type["pulumi:providers:aws"]
    assert provider.urn == "urn:pulumi:dev::shop::pulumi:providers:aws::default_7_51_1"
    assert provider.properties == {
        "region": "ap-northeast-1",
        "defaultTags": {"tags": {"owner": "payments"}},
        "skipMetadataApiCheck": True,
        "version": "7.51.1",
    }
    assert named(graph, "orders").options.provider == provider.urn


def test_explicit_providers_serve_their_resources(programs: Programs) -> None:
    graph = programs.graph(
        """
        import pulumi
        import pulumi_aws as aws

        virginia = aws.Provider(
            "virginia", region="us-east-1", default_tags={"tags": {"owner": "payments"}}
        )
        aws.sqs.Queue("orders", opts=pulumi.ResourceOptions(provider=virginia))
        """
    )
    (provider,) = graph.by_type["pulumi:providers:aws"]
    assert provider.get("region") == "us-east-1"
    assert provider.get("version") == "7.51.1"
    assert provider.get("defaultTags") == {"tags": {"owner": "payments"}}
    assert named(graph, "orders").options.provider == provider.urn


def test_a_stack_reference_brings_the_default_provider_of_pulumi(programs: Programs) -> None:
    graph = programs.graph('import pulumi\npulumi.StackReference("acme/network/dev")\n')
    assert "urn:pulumi:dev::shop::pulumi:providers:pulumi::default" in graph.by_urn


def test_resources_that_are_only_read_are_none(programs: Programs) -> None:
    graph = programs.graph('import pulumi_aws as aws\naws.s3.Bucket.get("old", "audit-logs")\n')
    assert not graph.of_types("aws:s3/bucket:Bucket")


@pytest.mark.parametrize("mode", Mode)
def test_assets_and_archives(programs: Programs, mode: Mode) -> None:
    graph = programs.graph(
        """
        import pulumi
        import pulumi_aws as aws

        aws.lambda_.Function(
            "processor",
            role="arn:aws:iam::123456789012:role/processor",
            code=pulumi.AssetArchive({
                "main.py": pulumi.StringAsset("print(1)"),
                "lib": pulumi.FileArchive("./lib"),
            }),
        )
        aws.s3.BucketObject("page", bucket="pages", source=pulumi.FileAsset("page.html"))
        """,
        mode=mode,
    )
    assert named(graph, "processor").get("code") == {
        "assets": {"main.py": {"text": "print(1)"}, "lib": {"path": "./lib"}}
    }
    assert named(graph, "page").get("source") == {"path": "page.html"}


def test_secrets_keep_their_value_and_their_mark(programs: Programs) -> None:
    graph = programs.graph(
        """
        import pulumi
        import pulumi_aws as aws

        aws.lambda_.Function(
            "processor",
            role="arn:aws:iam::123456789012:role/processor",
            environment={"variables": {"TOKEN": pulumi.Output.secret("abc"), "PLAIN": "x"}},
        )
        aws.rds.Instance("ledger", password="hunter2", instance_class="db.t3.micro")
        """
    )
    function, database = named(graph, "processor"), named(graph, "ledger")
    assert function.get("environment") == {"variables": {"TOKEN": "abc", "PLAIN": "x"}}
    assert function.secrets == {"environment.variables.TOKEN"}
    assert database.secrets == {"password"}


def test_whole_numbers_are_integers_and_nulls_are_absent(programs: Programs) -> None:
    queue = named(
        programs.graph(
            'import pulumi_aws as aws\naws.sqs.Queue("orders", delay_seconds=5, name=None)\n'
        ),
        "orders",
    )
    assert type(queue.get("delaySeconds")) is int
    assert queue.get("name") is ABSENT


@pytest.mark.parametrize("mode", Mode)
def test_resources_that_travel_in_outputs_are_found_again(programs: Programs, mode: Mode) -> None:
    graph = programs.graph(
        """
        import pulumi
        import pulumi_aws as aws

        key = aws.kms.Key("orders", description="for orders")
        carried = pulumi.Output.from_input({"key": key}).apply(lambda parts: parts["key"])
        aws.sqs.Queue("orders", name=carried.description)
        """,
        mode=mode,
    )
    (queue,) = graph.by_type["aws:sqs/queue:Queue"]
    assert queue.get("name") == "for orders"


@pytest.mark.parametrize("mode", Mode)
def test_remote_components_are_there_and_noted(programs: Programs, mode: Mode) -> None:
    ran = programs.run(
        """
        import pulumi
        import pulumi_aws as aws


        class Network(pulumi.ComponentResource):
            def __init__(self, name):
                super().__init__("awsx:ec2:Vpc", name, {"vpcId": None, "size": 3}, remote=True)

            @property
            @pulumi.getter(name="vpcId")
            def vpc_id(self) -> pulumi.Output[str]:
                return pulumi.get(self, "vpc_id")


        network = Network("main")
        aws.ec2.SecurityGroup("group", vpc_id=network.vpcId)
        """,
        mode=mode,
    )
    (network,) = ran.graph.by_type["awsx:ec2:Vpc"]
    assert network.options.remote is True
    assert network.properties == {"size": 3}
    value = named(ran.graph, "group").get("vpcId")
    assert isinstance(value, Unknown)
    assert [origin.urn for origin in value.origins] == [network.urn]
    assert ran.notes == ("awsx:ec2:Vpc 'main' at __main__.py:16 hides the resources that it makes",)


def test_dynamic_resources_run_without_their_provider(programs: Programs) -> None:
    graph = programs.graph(
        """
        import pulumi
        from pulumi.dynamic import Resource, ResourceProvider


        class Provider(ResourceProvider):
            def create(self, props):
                raise AssertionError


        class Thing(Resource):
            def __init__(self, name):
                super().__init__(Provider(), name, {"size": 3})


        Thing("thing")
        """
    )
    (thing,) = graph.by_type["pulumi-python:dynamic:Resource"]
    assert thing.properties == {"size": 3}


def test_order_of_registration_does_not_matter(graph_of: Callable[..., Graph]) -> None:
    lines = ['aws.sqs.Queue("a")', 'aws.sqs.Queue("b")', 'aws.sns.Topic("c")']
    header = "import pulumi_aws as aws\n"
    forwards = graph_of(header + "\n".join(lines))
    backwards = graph_of(header + "\n".join(reversed(lines)))
    assert [item.urn for item in forwards.resources] == [item.urn for item in backwards.resources]
