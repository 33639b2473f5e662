"""Checks that judge a resource only when it is set in a certain way: each on such a resource."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policy.checkov.asking import Asking, Opinion, ask
from policy.checkov.mapping.names import load_names
from policy.checkov.reconciliation import Relation, reconciliation
from policy.verdict import Verdict
from tests.checkov.graphs import fixture_graph, graph, resource

SESSIONS = {
    "schemaVersion": "1.0",
    "sessionType": "Standard_Stream",
    "inputs": {"kmsKeyId": "", "s3BucketName": "", "s3EncryptionEnabled": False},
}
EMR = {
    "EncryptionConfiguration": {
        "EnableAtRestEncryption": True,
        "EnableInTransitEncryption": False,
        "AtRestEncryptionConfiguration": {
            "S3EncryptionConfiguration": {"EncryptionMode": "SSE-S3"},
            "LocalDiskEncryptionConfiguration": {"EnableEbsEncryption": False},
        },
    }
}
COPY = {"target": "us-west-2", "encrypted": False}
SCHEDULE = {"name": "one", "createRule": {"interval": 24}, "crossRegionCopyRules": [COPY]}
EVENT = {
    "name": "one",
    "crossRegionCopies": [{"target": "us-west-2", "encryptionConfiguration": {"encrypted": False}}],
}

CASES: dict[str, tuple[str, dict[str, object], Verdict]] = {
    "CKV_AWS_112": ("aws:ssm/document:Document",
        {"documentType": "Session", "content": json.dumps(SESSIONS)}, Verdict.FAIL),
    "CKV_AWS_113": ("aws:ssm/document:Document",
        {"documentType": "Session", "content": json.dumps(SESSIONS)}, Verdict.FAIL),
    "CKV_AWS_114": ("aws:emr/cluster:Cluster",
        {"kerberosAttributes": {"kdcAdminPassword": "one"}}, Verdict.FAIL),
    "CKV_AWS_143": ("aws:s3/bucket:Bucket",
        {"objectLockConfiguration": {"objectLockEnabled": "Disabled"}}, Verdict.EXEMPT),
    "CKV_AWS_152": ("aws:lb/loadBalancer:LoadBalancer",
        {"loadBalancerType": "network", "enableCrossZoneLoadBalancing": False}, Verdict.FAIL),
    "CKV_AWS_171": ("aws:emr/securityConfiguration:SecurityConfiguration",
        {"configuration": json.dumps(EMR)}, Verdict.FAIL),
    "CKV_AWS_210": ("aws:batch/jobDefinition:JobDefinition",
        {"containerProperties": json.dumps({"privileged": True})}, Verdict.FAIL),
    "CKV_AWS_213": ("aws:elb/loadBalancerPolicy:LoadBalancerPolicy",
        {"policyTypeName": "SSLNegotiationPolicyType",
         "policyAttributes": [{"name": "Protocol-SSLv3", "value": "true"}]}, Verdict.FAIL),
    "CKV_AWS_224": ("aws:ecs/cluster:Cluster",
        {"configuration": {"executeCommandConfiguration": {"logging": "OVERRIDE",
         "logConfiguration": {"cloudWatchEncryptionEnabled": False}}}}, Verdict.FAIL),
    "CKV_AWS_253": ("aws:dlm/lifecyclePolicy:LifecyclePolicy",
        {"policyDetails": {"action": EVENT}}, Verdict.FAIL),
    "CKV_AWS_254": ("aws:dlm/lifecyclePolicy:LifecyclePolicy",
        {"policyDetails": {"action": EVENT}}, Verdict.FAIL),
    "CKV_AWS_255": ("aws:dlm/lifecyclePolicy:LifecyclePolicy",
        {"policyDetails": {"schedules": [SCHEDULE]}}, Verdict.FAIL),
    "CKV_AWS_256": ("aws:dlm/lifecyclePolicy:LifecyclePolicy",
        {"policyDetails": {"schedules": [SCHEDULE]}}, Verdict.FAIL),
    "CKV_AWS_332": ("aws:ecs/service:Service",
        {"launchType": "FARGATE", "platformVersion": "1.3.0"}, Verdict.FAIL),
    "CKV_AWS_342": ("aws:wafv2/webAcl:WebAcl",
        {"rules": [{"name": "one", "priority": 1, "statement": {
            "geoMatchStatement": {"countryCodes": ["JP"]}}}]}, Verdict.FAIL),
    "CKV_AWS_78": ("aws:codebuild/project:Project",
        {"artifacts": {"type": "S3", "encryptionDisabled": True}}, Verdict.FAIL),
    "CKV_AWS_147": ("aws:codebuild/project:Project",
        {"artifacts": {"type": "S3"}}, Verdict.FAIL),
    # These two look for what no container can have, so that they pass every one.
    "CKV_AWS_334": ("aws:ecs/taskDefinition:TaskDefinition",
        {"containerDefinitions": json.dumps([{"privileged": True}])}, Verdict.PASS),
    "CKV_AWS_335": ("aws:ecs/taskDefinition:TaskDefinition",
        {"containerDefinitions": json.dumps([{}]), "pidMode": "host"}, Verdict.PASS),
    "CKV_AWS_336": ("aws:ecs/taskDefinition:TaskDefinition",
        {"containerDefinitions": json.dumps([{"readonlyRootFilesystem": False}])}, Verdict.FAIL),
    "CKV_AWS_337": ("aws:ssm/parameter:Parameter", {"type": "SecureString"}, Verdict.FAIL),
    "CKV2_AWS_23": ("aws:route53/record:Record",
        {"type": "A", "records": ["192.0.2.1"], "name": "one"}, Verdict.FAIL),
}  # fmt: skip


@pytest.fixture(scope="module")
def particular(checkov: Path) -> Opinion:
    resources = (resource(token, check, values) for check, (token, values, _) in CASES.items())
    return ask(graph(*resources), Asking(checkov))


def test_each_judges_what_it_is_for(particular: Opinion) -> None:
    verdicts = {
        item.control: item.verdict
        for item in particular.results
        if item.control == item.urn.rpartition("::")[2]
    }

    assert verdicts == {check: verdict for check, (_, _, verdict) in CASES.items()}


def test_every_check_that_can_judge_a_pulumi_program_does(
    particular: Opinion, checkov: Path
) -> None:
    """On one of the cases above, on a bare resource of its type, or on a program of this folder."""
    bare = ask(graph(*(resource(token, "bare") for token in load_names().types)), Asking(checkov))
    programs = [ask(fixture_graph(name), Asking(checkov)) for name in ("weak", "strong")]
    fired = {
        record.check
        for opinion in (particular, bare, *programs)
        for record in opinion.found.records
    }
    reachable = {
        row.check for row in reconciliation().values() if row.relation is not Relation.UNREACHABLE
    }

    assert len(reachable) == 433
    assert fired == reachable
