"""For each of Checkov's checks that a bare resource does not fail, resources that fail it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from policy.graph import Resource
from tests.checkov.graphs import output, resource

ACCOUNT: Final = "111122223333"
STRANGER: Final = f"arn:aws:iam::{ACCOUNT}:root"
ACL: Final = "aws:ec2/networkAclRule:NetworkAclRule"
API: Final = "aws:apigateway/restApi:RestApi"
BUCKET: Final = "aws:s3/bucket:Bucket"
BUCKET_ACL: Final = "aws:s3/bucketAcl:BucketAcl"
BALANCER: Final = "aws:lb/loadBalancer:LoadBalancer"
DATABASE: Final = "aws:rds/instance:Instance"
DISTRIBUTION: Final = "aws:cloudfront/distribution:Distribution"
DOMAIN: Final = "aws:opensearch/domain:Domain"
FUNCTION: Final = "aws:lambda/function:Function"
GRAPH_API: Final = "aws:appsync/graphQLApi:GraphQLApi"
LISTENER: Final = "aws:lb/listener:Listener"
METHODS: Final = "aws:apigateway/methodSettings:MethodSettings"
PARAMETERS: Final = "aws:rds/parameterGroup:ParameterGroup"
PROJECT: Final = "aws:codebuild/project:Project"
QUEUE_POLICY: Final = "aws:sqs/queuePolicy:QueuePolicy"
ROLE: Final = "aws:iam/role:Role"
ROUTES: Final = "aws:ec2/routeTable:RouteTable"
SECRET: Final = "aws:secretsmanager/secret:Secret"
STAGE: Final = "aws:apigateway/stage:Stage"
TASK: Final = "aws:ecs/taskDefinition:TaskDefinition"
TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
TOPIC_POLICY: Final = "aws:sns/topicPolicy:TopicPolicy"
USER: Final = "aws:iam/user:User"
VOLUME: Final = "aws:ebs/volume:Volume"
WEB_ACL: Final = "aws:wafv2/webAcl:WebAcl"
_GROUPS: Final = "http://acs.amazonaws.com/groups/global"
_EVENTS: Final = "token.actions.githubusercontent.com"

SESSIONS: Final = {
    "schemaVersion": "1.0",
    "sessionType": "Standard_Stream",
    "inputs": {"kmsKeyId": "", "s3BucketName": "", "s3EncryptionEnabled": False},
}
EMR: Final = {
    "EncryptionConfiguration": {
        "EnableAtRestEncryption": True,
        "EnableInTransitEncryption": False,
        "AtRestEncryptionConfiguration": {
            "S3EncryptionConfiguration": {"EncryptionMode": "SSE-S3"},
            "LocalDiskEncryptionConfiguration": {"EnableEbsEncryption": False},
        },
    }
}
NO_TLS: Final = {"name": "rds.force_ssl", "value": "0"}
COPY: Final = {"target": "us-west-2", "encrypted": False}
SCHEDULE: Final = {"name": "one", "createRule": {"interval": 24}, "crossRegionCopyRules": [COPY]}
EVENT: Final = {
    "name": "one",
    "crossRegionCopies": [{"target": "us-west-2", "encryptionConfiguration": {"encrypted": False}}],
}


def _document(**statement: object) -> str:
    whole = {"Effect": "Allow", "Resource": "*", **statement}
    return json.dumps({"Version": "2012-10-17", "Statement": [whole]})


def _public(action: str) -> str:
    return _document(Principal="*", Action=action)


def _opened(port: int) -> tuple[str, Mapping[str, object]]:
    return ACL, {
        "networkAclId": "acl-0123456789abcdef0",
        "ruleNumber": 100,
        "ruleAction": "allow",
        "egress": False,
        "protocol": "tcp",
        "cidrBlock": "0.0.0.0/0",
        "fromPort": port,
        "toPort": port,
    }


def _granted(group: str, permission: str) -> tuple[str, Mapping[str, object]]:
    grant = {"grantee": {"type": "Group", "uri": f"{_GROUPS}/{group}"}, "permission": permission}
    policy = {"owner": {"id": "owner"}, "grants": [grant]}
    return BUCKET_ACL, {"bucket": "one", "accessControlPolicy": policy}


def _origin(**more: object) -> Mapping[str, object]:
    return {"origins": [{"originId": "one", "domainName": "example.jp", **more}]}


PLAIN: Final[Mapping[str, tuple[str, Mapping[str, object]]]] = {
    "CKV_AWS_2": (LISTENER, {"protocol": "HTTP", "port": 80, "defaultActions": [
        {"type": "forward"}]}),
    "CKV_AWS_6": (DOMAIN, {"clusterConfig": {"instanceCount": 3},
        "nodeToNodeEncryption": {"enabled": False}}),
    "CKV_AWS_23": ("aws:ec2/securityGroupRule:SecurityGroupRule", {"type": "ingress"}),
    "CKV_AWS_32": ("aws:ecr/repositoryPolicy:RepositoryPolicy",
        {"repository": "one", "policy": _public("ecr:BatchGetImage")}),
    "CKV_AWS_34": (DISTRIBUTION, {"defaultCacheBehavior": {"viewerProtocolPolicy": "allow-all"}}),
    "CKV_AWS_40": ("aws:iam/userPolicyAttachment:UserPolicyAttachment",
        {"user": "one", "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}),
    "CKV_AWS_46": ("aws:ec2/instance:Instance", {"userData":
        "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}),
    "CKV_AWS_61": (ROLE, {"assumeRolePolicy": _document(
        Principal={"AWS": STRANGER}, Action="sts:AssumeRole")}),
    "CKV_AWS_72": (QUEUE_POLICY, {"queueUrl": "one", "policy": _document(
        Principal={"AWS": STRANGER}, Action="*")}),
    "CKV_AWS_82": ("aws:athena/workgroup:Workgroup",
        {"configuration": {"enforceWorkgroupConfiguration": False}}),
    "CKV_AWS_83": (DOMAIN, {"domainEndpointOptions": {"enforceHttps": False}}),
    "CKV_AWS_87": ("aws:redshift/cluster:Cluster", {"publiclyAccessible": True}),
    "CKV_AWS_89": ("aws:dms/replicationInstance:ReplicationInstance",
        {"publiclyAccessible": True}),
    "CKV_AWS_90": ("aws:docdb/clusterParameterGroup:ClusterParameterGroup",
        {"family": "docdb5.0", "parameters": [{"name": "tls", "value": "disabled"}]}),
    "CKV_AWS_93": ("aws:s3/bucketPolicy:BucketPolicy", {"bucket": "one", "policy": _document(
        Effect="Deny", Principal="*", Action="s3:*")}),
    "CKV_AWS_94": ("aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings",
        {"dataCatalogEncryptionSettings": {
            "connectionPasswordEncryption": {"returnConnectionPasswordEncrypted": False},
            "encryptionAtRest": {"catalogEncryptionMode": "DISABLED"}}}),
    "CKV_AWS_97": (TASK, {"volumes": [{"name": "one", "efsVolumeConfiguration": {
        "fileSystemId": "fs-1", "transitEncryption": "DISABLED"}}]}),
    "CKV_AWS_99": ("aws:glue/securityConfiguration:SecurityConfiguration",
        {"encryptionConfiguration": {
            "cloudwatchEncryption": {"cloudwatchEncryptionMode": "DISABLED"},
            "jobBookmarksEncryption": {"jobBookmarksEncryptionMode": "DISABLED"},
            "s3Encryption": {"s3EncryptionMode": "DISABLED"}}}),
    "CKV_AWS_100": ("aws:eks/nodeGroup:NodeGroup", {"remoteAccess": {"ec2SshKey": "one"}}),
    "CKV_AWS_102": ("aws:neptune/clusterInstance:ClusterInstance", {"publiclyAccessible": True}),
    "CKV_AWS_103": (LISTENER, {"protocol": "HTTPS", "port": 443,
        "sslPolicy": "ELBSecurityPolicy-2016-08", "defaultActions": [{"type": "forward"}]}),
    "CKV_AWS_105": ("aws:redshift/parameterGroup:ParameterGroup", {"family": "redshift-1.0",
        "parameters": [{"name": "require_ssl", "value": "false"}]}),
    "CKV_AWS_106": ("aws:ebs/encryptionByDefault:EncryptionByDefault", {"enabled": False}),
    "CKV_AWS_112": ("aws:ssm/document:Document",
        {"documentType": "Session", "content": json.dumps(SESSIONS)}),
    "CKV_AWS_113": ("aws:ssm/document:Document",
        {"documentType": "Session", "content": json.dumps(SESSIONS)}),
    "CKV_AWS_114": ("aws:emr/cluster:Cluster", {"kerberosAttributes": {"kdcAdminPassword": "one"}}),
    "CKV_AWS_122": ("aws:sagemaker/notebookInstance:NotebookInstance",
        {"directInternetAccess": "Enabled"}),
    "CKV_AWS_127": ("aws:elb/loadBalancer:LoadBalancer", {"listeners": [
        {"instancePort": 80, "instanceProtocol": "http", "lbPort": 80, "lbProtocol": "http"}]}),
    "CKV_AWS_129": (DATABASE, {"engine": "postgres"}),
    "CKV_AWS_138": ("aws:elb/loadBalancer:LoadBalancer", {"crossZoneLoadBalancing": False}),
    "CKV_AWS_141": ("aws:redshift/cluster:Cluster", {"allowVersionUpgrade": False}),
    "CKV_AWS_143": (BUCKET, {"objectLockConfiguration": {"objectLockEnabled": "Disabled"}}),
    "CKV_AWS_147": (PROJECT, {"artifacts": {"type": "S3"}}),
    "CKV_AWS_152": (BALANCER,
        {"loadBalancerType": "network", "enableCrossZoneLoadBalancing": False}),
    "CKV_AWS_159": ("aws:athena/workgroup:Workgroup", {"configuration": {
        "resultConfiguration": {"outputLocation": "s3://one/"}}}),
    "CKV_AWS_167": ("aws:glacier/vault:Vault",
        {"accessPolicy": _public("glacier:InitiateJob")}),
    "CKV_AWS_168": (QUEUE_POLICY, {"queueUrl": "one", "policy": _public("sqs:SendMessage")}),
    "CKV_AWS_169": (TOPIC_POLICY, {"arn": "one", "policy": _public("sns:Publish")}),
    "CKV_AWS_171": ("aws:emr/securityConfiguration:SecurityConfiguration",
        {"configuration": json.dumps(EMR)}),
    "CKV_AWS_172": ("aws:qldb/ledger:Ledger", {"deletionProtection": False}),
    "CKV_AWS_181": ("aws:s3/objectCopy:ObjectCopy", {"bucket": "one",
        "serverSideEncryption": "AES256"}),
    "CKV_AWS_186": ("aws:s3/bucketObject:BucketObject", {"bucket": "one",
        "serverSideEncryption": "AES256"}),
    "CKV_AWS_199": ("aws:imagebuilder/distributionConfiguration:DistributionConfiguration",
        {"distributions": [{"region": "ap-northeast-1",
            "amiDistributionConfiguration": {"name": "one"}}]}),
    "CKV_AWS_200": ("aws:imagebuilder/imageRecipe:ImageRecipe", {"blockDeviceMappings": [
        {"deviceName": "one", "ebs": {"volumeSize": 8}}]}),
    "CKV_AWS_202": ("aws:memorydb/cluster:Cluster", {"tlsEnabled": False}),
    "CKV_AWS_204": ("aws:ec2/ami:Ami", {"ebsBlockDevices": [
        {"deviceName": "one", "volumeSize": 8, "encrypted": False}]}),
    "CKV_AWS_210": ("aws:batch/jobDefinition:JobDefinition",
        {"containerProperties": json.dumps({"privileged": True})}),
    "CKV_AWS_211": (DATABASE, {"engine": "postgres", "caCertIdentifier": "rds-ca-2019"}),
    "CKV_AWS_213": ("aws:elb/loadBalancerPolicy:LoadBalancerPolicy",
        {"policyTypeName": "SSLNegotiationPolicyType",
         "policyAttributes": [{"name": "Protocol-SSLv3", "value": "true"}]}),
    "CKV_AWS_216": (DISTRIBUTION, {"enabled": False}),
    "CKV_AWS_219": ("aws:codepipeline/pipeline:Pipeline",
        {"artifactStores": [{"location": "one", "type": "S3"}]}),
    "CKV_AWS_223": ("aws:ecs/cluster:Cluster",
        {"configuration": {"executeCommandConfiguration": {"logging": "NONE"}}}),
    "CKV_AWS_224": ("aws:ecs/cluster:Cluster",
        {"configuration": {"executeCommandConfiguration": {"logging": "OVERRIDE",
         "logConfiguration": {"cloudWatchEncryptionEnabled": False}}}}),
    "CKV_AWS_226": (DATABASE, {"engine": "postgres", "autoMinorVersionUpgrade": False}),
    "CKV_AWS_229": _opened(21),
    "CKV_AWS_230": _opened(20),
    "CKV_AWS_231": _opened(3389),
    "CKV_AWS_232": _opened(22),
    "CKV_AWS_234": ("aws:acm/certificate:Certificate", {"domainName": "example.jp",
        "options": {"certificateTransparencyLoggingPreference": "DISABLED"}}),
    "CKV_AWS_238": ("aws:guardduty/detector:Detector", {"enable": False}),
    "CKV_AWS_249": (TASK, {"taskRoleArn": f"arn:aws:iam::{ACCOUNT}:role/one",
        "executionRoleArn": f"arn:aws:iam::{ACCOUNT}:role/one"}),
    "CKV_AWS_250": (DATABASE, {"engine": "postgres", "engineVersion": "13.1"}),
    "CKV_AWS_251": ("aws:cloudtrail/trail:Trail", {"enableLogging": False}),
    "CKV_AWS_253": ("aws:dlm/lifecyclePolicy:LifecyclePolicy",
        {"policyDetails": {"action": EVENT}}),
    "CKV_AWS_254": ("aws:dlm/lifecyclePolicy:LifecyclePolicy",
        {"policyDetails": {"action": EVENT}}),
    "CKV_AWS_255": ("aws:dlm/lifecyclePolicy:LifecyclePolicy",
        {"policyDetails": {"schedules": [SCHEDULE]}}),
    "CKV_AWS_256": ("aws:dlm/lifecyclePolicy:LifecyclePolicy",
        {"policyDetails": {"schedules": [SCHEDULE]}}),
    "CKV_AWS_259": ("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
        {"securityHeadersConfig": {"strictTransportSecurity": {
            "override": False, "accessControlMaxAgeSec": 60}}}),
    "CKV_AWS_269": ("aws:connect/instanceStorageConfig:InstanceStorageConfig",
        {"storageConfig": {"storageType": "KINESIS_VIDEO_STREAM", "kinesisVideoStreamConfig": {
            "encryptionConfig": {"encryptionType": "KMS", "keyId": ""}}}}),
    "CKV_AWS_270": ("aws:connect/instanceStorageConfig:InstanceStorageConfig",
        {"storageConfig": {"storageType": "S3", "s3Config": {"bucketName": "one"}}}),
    "CKV_AWS_276": (METHODS, {"settings": {"dataTraceEnabled": True}}),
    "CKV_AWS_291": ("aws:msk/cluster:Cluster", {"brokerNodeGroupInfo": {
        "connectivityInfo": {"publicAccess": {"type": "SERVICE_PROVIDED_EIPS"}}}}),
    "CKV_AWS_295": ("aws:datasync/locationObjectStorage:LocationObjectStorage",
        {"secretKey": "written-in-this-file"}),
    "CKV_AWS_302": ("aws:rds/snapshot:Snapshot", {"sharedAccounts": ["all"]}),
    "CKV_AWS_303": ("aws:ssm/document:Document", {"documentType": "Command",
        "permissions": {"type": "Share", "account_ids": "All"}}),
    "CKV_AWS_308": (METHODS, {"settings": {"cachingEnabled": True, "cacheDataEncrypted": False}}),
    "CKV_AWS_311": (PROJECT, {"artifacts": {"type": "NO_ARTIFACTS"}, "logsConfig": {
        "s3Logs": {"status": "ENABLED", "encryptionDisabled": True}}}),
    "CKV_AWS_314": (PROJECT, {"logsConfig": {}}),
    "CKV_AWS_316": (PROJECT, {"environment": {"privilegedMode": True}}),
    "CKV_AWS_319": ("aws:cloudwatch/metricAlarm:MetricAlarm", {"actionsEnabled": False}),
    "CKV_AWS_322": ("aws:elasticache/cluster:Cluster",
        {"engine": "redis", "autoMinorVersionUpgrade": "false"}),
    "CKV_AWS_324": ("aws:rds/cluster:Cluster", {"engine": "aurora-postgresql"}),
    "CKV_AWS_325": ("aws:rds/cluster:Cluster", {"engine": "aurora-mysql"}),
    "CKV_AWS_328": (BALANCER, {"desyncMitigationMode": "monitor"}),
    "CKV_AWS_331": ("aws:ec2transitgateway/transitGateway:TransitGateway",
        {"autoAcceptSharedAttachments": "enable"}),
    "CKV_AWS_332": ("aws:ecs/service:Service",
        {"launchType": "FARGATE", "platformVersion": "1.3.0"}),
    "CKV_AWS_333": ("aws:ecs/service:Service",
        {"networkConfiguration": {"assignPublicIp": True, "subnets": ["subnet-1"]}}),
    # These two look for what no container can have, so that they pass every one.
    "CKV_AWS_334": (TASK, {"containerDefinitions": json.dumps([{"privileged": True}])}),
    "CKV_AWS_335": (TASK, {"containerDefinitions": json.dumps([{}]), "pidMode": "host"}),
    "CKV_AWS_336": (TASK,
        {"containerDefinitions": json.dumps([{"readonlyRootFilesystem": False}])}),
    "CKV_AWS_337": ("aws:ssm/parameter:Parameter", {"type": "SecureString"}),
    "CKV_AWS_339": ("aws:eks/cluster:Cluster", {"version": "1.21"}),
    "CKV_AWS_341": (TEMPLATE, {"metadataOptions": {"httpPutResponseHopLimit": 3}}),
    "CKV_AWS_342": (WEB_ACL, {"rules": [{"name": "one", "priority": 1, "statement": {
        "geoMatchStatement": {"countryCodes": ["JP"]}}}]}),
    "CKV_AWS_343": ("aws:redshift/cluster:Cluster", {"automatedSnapshotRetentionPeriod": 0}),
    "CKV_AWS_348": ("aws:iam/accessKey:AccessKey", {"user": "root"}),
    "CKV_AWS_352": (ACL, {**_opened(0)[1], "protocol": "-1"}),
    "CKV_AWS_354": (DATABASE, {"engine": "postgres", "performanceInsightsEnabled": True}),
    "CKV_AWS_357": ("aws:transfer/server:Server", {"protocols": ["FTP"]}),
    "CKV_AWS_364": ("aws:lambda/permission:Permission",
        {"function": "one", "principal": "s3.amazonaws.com"}),
    "CKV_AWS_366": ("aws:cognito/identityPool:IdentityPool",
        {"allowUnauthenticatedIdentities": True}),
    "CKV_AWS_367": ("aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition",
        {"dataQualityJobOutputConfig": {"monitoringOutputs": {"s3Output": {"s3Uri": "s3://one"}}}}),
    "CKV_AWS_368": ("aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition",
        {"jobResources": {"clusterConfig": {"instanceCount": 1, "volumeSizeInGb": 1}}}),
    "CKV_AWS_372": ("aws:sagemaker/flowDefinition:FlowDefinition",
        {"outputConfig": {"s3OutputPath": "s3://one"}}),
    "CKV_AWS_374": (DISTRIBUTION,
        {"restrictions": {"geoRestriction": {"restrictionType": "none"}}}),
    "CKV_AWS_375": _granted("AllUsers", "READ_ACP"),
    "CKV_AWS_376": ("aws:elb/loadBalancer:LoadBalancer", {"listeners": [
        {"instancePort": 80, "instanceProtocol": "http", "lbPort": 80, "lbProtocol": "http"}]}),
    "CKV_AWS_377": ("aws:route53domains/registeredDomain:RegisteredDomain",
        {"domainName": "example.jp", "transferLock": False}),
    "CKV_AWS_385": (TOPIC_POLICY, {"arn": "one", "policy": _document(
        Principal={"AWS": STRANGER}, Action="sns:Publish")}),
    "CKV_AWS_387": (QUEUE_POLICY, {"queueUrl": "one", "policy": _public("sqs:*")}),
    "CKV_AWS_388": (DATABASE, {"engine": "aurora-postgresql", "engineVersion": "10.11"}),
    "CKV_AWS_389": ("aws:ec2/launchConfiguration:LaunchConfiguration",
        {"associatePublicIpAddress": True}),
    "CKV_AWS_392": ("aws:s3/accessPoint:AccessPoint", {"publicAccessBlockConfiguration": {
        "blockPublicAcls": False, "blockPublicPolicy": False, "ignorePublicAcls": False,
        "restrictPublicBuckets": False}}),
    "CKV_AWS_393": (ROLE, {"assumeRolePolicy": _document(
        Principal={"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{_EVENTS}"},
        Action="sts:AssumeRoleWithWebIdentity",
        Condition={"StringLike": {f"{_EVENTS}:sub": "*"}})}),
    "CKV_AWS_78": (PROJECT, {"artifacts": {"type": "S3", "encryptionDisabled": True}}),
    "CKV2_AWS_3": ("aws:guardduty/detector:Detector", {"enable": False}),
    "CKV2_AWS_23": ("aws:route53/record:Record",
        {"type": "A", "records": ["192.0.2.1"], "name": "one"}),
    "CKV2_AWS_43": _granted("AuthenticatedUsers", "READ"),
    "CKV2_AWS_48": ("aws:cfg/recorder:Recorder", {"recordingGroup": {"allSupported": False}}),
    "CKV2_AWS_49": ("aws:dms/endpoint:Endpoint", {"endpointType": "target",
        "engineName": "postgres", "sslMode": "none"}),
    "CKV2_AWS_54": (DISTRIBUTION, _origin(customOriginConfig={
        "originProtocolPolicy": "https-only", "originSslProtocols": ["SSLv3"]})),
    "CKV2_AWS_56": ("aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        {"role": "one", "policyArn": "arn:aws:iam::aws:policy/IAMFullAccess"}),
    "CKV2_AWS_66": ("aws:mwaa/environment:Environment", {"webserverAccessMode": "PUBLIC_ONLY"}),
    "CKV2_AWS_71": ("aws:acm/certificate:Certificate", {"domainName": "*.example.jp"}),
    "CKV2_AWS_72": (DISTRIBUTION, {"enabled": True, **_origin(
        domainName="one.ap-northeast-1.elb.amazonaws.com", customOriginConfig={
            "originProtocolPolicy": "http-only", "originSslProtocols": ["TLSv1.2"]})}),
    "CKV2_AWS_73": ("aws:sqs/queue:Queue", {"kmsMasterKeyId": "alias/aws/sqs"}),
    "CKV2_AWS_74": (LISTENER, {"protocol": "HTTPS", "port": 443,
        "sslPolicy": "ELBSecurityPolicy-TLS-1-0-2015-04",
        "defaultActions": [{"type": "forward"}]}),
}  # fmt: skip
"""Each on one resource, by check."""


def weakest() -> tuple[Resource, ...]:
    """All of them; the resources of a check are named after it."""
    plain = (resource(token, check, values) for check, (token, values) in PLAIN.items())
    together = (resource(token, name, values) for name, token, values in _together())
    return (*plain, *together)


def _together() -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """Checks of several resources together."""
    yield from _buckets()
    yield from _web()
    yield from _networks()
    yield from _others()


def _buckets() -> Iterator[tuple[str, str, Mapping[str, object]]]:
    for check, acl in {
        "CKV_AWS_20": "public-read",
        "CKV_AWS_57": "public-read-write",
        "CKV_AWS_379": "public-read",
    }.items():
        yield check, BUCKET, {}
        yield f"{check}--acl", BUCKET_ACL, {"bucket": output(BUCKET, check, "id"), "acl": acl}
    yield "CKV_AWS_19", BUCKET, {}
    yield (
        "CKV_AWS_19--encryption",
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        {
            "bucket": output(BUCKET, "CKV_AWS_19", "id"),
            "rules": [{"bucketKeyEnabled": False}],
        },
    )


def _web() -> Iterator[tuple[str, str, Mapping[str, object]]]:
    for check, token, values in (
        ("CKV2_AWS_76", BALANCER, {"internal": False}),
        ("CKV2_AWS_77", STAGE, {"restApi": "one"}),
        ("CKV2_AWS_78", GRAPH_API, {"authenticationType": "API_KEY"}),
    ):
        yield check, token, values
        yield f"{check}--acl", WEB_ACL, {"scope": "REGIONAL"}
        yield (
            f"{check}--association",
            "aws:wafv2/webAclAssociation:WebAclAssociation",
            {
                "resourceArn": output(token, check),
                "webAclArn": output(WEB_ACL, f"{check}--acl"),
            },
        )
    yield "CKV2_AWS_29", API, {"endpointConfiguration": {"types": "REGIONAL"}}
    yield "CKV2_AWS_29--stage", STAGE, {"restApi": output(API, "CKV2_AWS_29", "id")}
    yield "CKV2_AWS_70--api", API, {"policy": _public("execute-api:Invoke")}
    yield (
        "CKV2_AWS_70",
        "aws:apigateway/method:Method",
        {
            "restApi": output(API, "CKV2_AWS_70--api", "id"),
            "httpMethod": "OPTIONS",
            "authorization": "NONE",
        },
    )
    yield "CKV2_AWS_46--bucket", BUCKET, {}
    address = output(BUCKET, "CKV2_AWS_46--bucket", "bucketRegionalDomainName")
    yield "CKV2_AWS_46", DISTRIBUTION, {"origins": [{"originId": "one", "domainName": address}]}
    yield "CKV2_AWS_75", FUNCTION, {"runtime": "python3.13"}
    yield (
        "CKV2_AWS_75--url",
        "aws:lambda/functionUrl:FunctionUrl",
        {
            "functionName": output(FUNCTION, "CKV2_AWS_75", "name"),
            "authorizationType": "AWS_IAM",
            "cors": {"allowOrigins": ["*"], "allowMethods": ["*"]},
        },
    )


def _networks() -> Iterator[tuple[str, str, Mapping[str, object]]]:
    everything = {"cidrBlock": "0.0.0.0/0", "vpcPeeringConnectionId": "pcx-1"}
    yield "CKV2_AWS_44", ROUTES, {"vpcId": "vpc-1", "routes": [everything]}


def _others() -> Iterator[tuple[str, str, Mapping[str, object]]]:
    yield "CKV2_AWS_2", VOLUME, {"size": 1, "encrypted": False}
    yield (
        "CKV2_AWS_2--attachment",
        "aws:ec2/volumeAttachment:VolumeAttachment",
        {"volumeId": output(VOLUME, "CKV2_AWS_2", "id"), "instanceId": "i-1"},
    )
    yield "CKV2_AWS_22", USER, {"name": "one"}
    yield (
        "CKV2_AWS_22--login",
        "aws:iam/userLoginProfile:UserLoginProfile",
        {"user": output(USER, "CKV2_AWS_22", "name")},
    )
    yield "CKV2_AWS_69--group", PARAMETERS, {"family": "postgres17", "parameters": [NO_TLS]}
    group = output(PARAMETERS, "CKV2_AWS_69--group", "name")
    yield "CKV2_AWS_69", DATABASE, {"engine": "postgres", "parameterGroupName": group}
    yield "CKV_AWS_304--secret", SECRET, {}
    yield (
        "CKV_AWS_304",
        "aws:secretsmanager/secretRotation:SecretRotation",
        {
            "secretId": output(SECRET, "CKV_AWS_304--secret", "id"),
            "rotationRules": {"automaticallyAfterDays": 120},
        },
    )
