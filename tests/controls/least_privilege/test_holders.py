"""What a role, user or group holds, put together from wherever the program declares it."""

import pytest

from policy.graph import Origin, Provenance, Resource, Unknown
from policy.iam.writing import allow, document
from policy.verdict import Verdict
from tests.iam.judged import OWN, Bench, policy, resource

GROW = Bench("iam-permissions-cannot-grow")
ROLE = "aws:iam/role:Role"
GROUP = "aws:iam/group:Group"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
ROLES = f"arn:aws:iam::{OWN}:role/*"
FUNCTION = f"arn:aws:lambda:ap-northeast-1:{OWN}:function:score"
PASSING = document(allow("iam:PassRole", ROLES))
CREATING = document(allow(["lambda:CreateFunction", "lambda:InvokeFunction"], FUNCTION))
APP = resource(ROLE, "app", name="role-app")


def output(of: Resource, name: str = "name") -> Unknown:
    return Unknown((Origin(of.urn, name),), Provenance.EXACT)


def growing(*others: Resource, subject: Resource = APP) -> Verdict:
    return Bench("iam-permissions-cannot-grow", others).verdict(subject)


def inline(name: str, content: object, holder: object = "role-app") -> Resource:
    return resource(ROLE_POLICY, name, role=holder, policy=content)


def attached(name: str, arn: object, holder: object = "role-app") -> Resource:
    return resource(ATTACHMENT, name, role=holder, policyArn=arn)


def test_two_harmless_policies_open_a_way_together() -> None:
    assert growing(inline("a", PASSING)) is Verdict.PASS
    assert growing(inline("b", CREATING)) is Verdict.PASS
    assert growing(inline("a", PASSING), inline("b", CREATING)) is Verdict.FAIL


@pytest.mark.parametrize("holder", ["role-app", output(APP), output(APP, "id")])
def test_holder_is_found_by_name_and_by_reference(holder: object) -> None:
    assert growing(inline("a", PASSING), inline("b", CREATING, holder)) is Verdict.FAIL


def test_policies_of_other_roles_do_not_count() -> None:
    other = resource(ROLE, "other", name="role-other")

    assert growing(other, inline("a", PASSING), inline("b", CREATING, "role-other")) is Verdict.PASS


def test_attached_policy_of_the_program_counts() -> None:
    managed = resource("aws:iam/policy:Policy", "managed", name="managed", policy=CREATING)
    for arn in (output(managed, "arn"), f"arn:aws:iam::{OWN}:policy/managed"):
        held = (managed, inline("a", PASSING), attached("b", arn))

        assert growing(*held) is Verdict.FAIL


def test_attached_policy_of_aws_counts_by_its_content() -> None:
    assert growing(attached("a", "arn:aws:iam::aws:policy/IAMFullAccess")) is Verdict.FAIL


def test_policies_on_the_role_itself_count() -> None:
    own = resource(
        ROLE,
        "app",
        name="role-app",
        inlinePolicies=[{"name": "a", "policy": PASSING}],
        managedPolicyArns=["arn:aws:iam::aws:policy/AWSLambda_FullAccess"],
    )

    assert growing(subject=own) is Verdict.FAIL


def test_attachment_to_several_counts_for_each() -> None:
    group = resource(GROUP, "people", name="group-people")
    both = resource(
        "aws:iam/policyAttachment:PolicyAttachment",
        "both",
        roles=["role-app"],
        groups=["group-people"],
        policyArn="arn:aws:iam::aws:policy/AdministratorAccess",
    )

    assert growing(group, both) is Verdict.FAIL
    assert growing(APP, both, subject=group) is Verdict.FAIL


def test_policy_with_a_holder_is_judged_there_and_not_twice() -> None:
    subject = inline("a", PASSING)

    assert growing(APP, subject=subject) is Verdict.NOT_APPLICABLE


def test_policy_without_a_holder_in_the_program_is_judged_alone() -> None:
    subject = policy(document(allow("iam:PutRolePolicy", ROLES)))

    assert GROW.verdict(subject) is Verdict.FAIL


def test_deny_closes_a_way() -> None:
    deny = document({"Effect": "Deny", "Action": "iam:*", "Resource": "*"})
    conditional = document(
        {
            "Effect": "Deny",
            "Action": "iam:*",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalTag/x": "y"}},
        }
    )
    grants = inline("a", document(allow("iam:CreateAccessKey", f"arn:aws:iam::{OWN}:user/*")))

    assert growing(grants, inline("b", deny)) is Verdict.PASS
    assert growing(grants, inline("b", conditional)) is Verdict.FAIL


def test_boundary_closes_a_way() -> None:
    condition = {"StringEquals": {"iam:PermissionsBoundary": f"arn:aws:iam::{OWN}:policy/b"}}
    bounded = document(allow("iam:AttachRolePolicy", ROLES, Condition=condition))

    assert growing(inline("a", bounded)) is Verdict.PASS


def test_passing_to_another_service_closes_a_way() -> None:
    condition = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    passing = inline("a", document(allow("iam:PassRole", ROLES, Condition=condition)))

    assert growing(passing, inline("b", CREATING)) is Verdict.PASS


def test_passing_named_roles_closes_a_way() -> None:
    passing = inline("a", document(allow("iam:PassRole", f"arn:aws:iam::{OWN}:role/score")))

    assert growing(passing, inline("b", CREATING)) is Verdict.PASS


@pytest.mark.parametrize(
    ("action", "target", "verdict"),
    [
        ("sts:AssumeRole", ROLES, Verdict.FAIL),
        ("sts:AssumeRole", f"arn:aws:iam::{OWN}:role/reader", Verdict.PASS),
        ("lambda:UpdateFunctionCode", FUNCTION, Verdict.PASS),
        ("lambda:UpdateFunctionCode", f"{FUNCTION}:*", Verdict.PASS),
        ("lambda:UpdateFunctionCode", "*", Verdict.FAIL),
        ("ssm:SendCommand", "*", Verdict.FAIL),
        ("ec2:RunInstances", "*", Verdict.PASS),
        ("iam:*", "*", Verdict.FAIL),
        ("*", "*", Verdict.FAIL),
        ("*", f"arn:aws:sqs:ap-northeast-1:{OWN}:queue", Verdict.PASS),
        ("iam:Get*", "*", Verdict.PASS),
    ],
)
def test_single_actions(action: str, target: str, verdict: Verdict) -> None:
    assert growing(inline("a", document(allow(action, target)))) is verdict


@pytest.mark.parametrize(
    "others",
    [
        (inline("a", Unknown()),),
        (attached("a", Unknown()),),
        (inline("a", document(allow(Unknown(), "*"))),),
        (inline("a", document({**allow("iam:CreateAccessKey", "*"), "Effect": Unknown()})),),
        (inline("a", document(allow("sts:AssumeRole", Unknown()))),),
        (inline("a", PASSING), inline("b", CREATING, Unknown())),
        (inline("a", "{"),),
    ],
)
def test_doubt_is_told(others: tuple[Resource, ...]) -> None:
    assert growing(*others) is Verdict.UNDETERMINED


def test_doubt_about_something_else_does_not_matter() -> None:
    condition = {"StringEquals": {"aws:ResourceTag/x": Unknown()}}
    harmless = document(allow("sqs:SendMessage", Unknown(), Condition=condition))

    assert growing(inline("a", harmless)) is Verdict.PASS


def test_role_without_policies_has_nothing_to_judge() -> None:
    assert growing() is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("arn", "verdict"),
    [
        ("arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess", Verdict.PASS),
        ("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", Verdict.FAIL),
        ("arn:aws:iam::aws:policy/AdministratorAccess", Verdict.FAIL),
        ("arn:aws:iam::aws:policy/ReadOnlyAccess", Verdict.FAIL),
        (f"arn:aws:iam::{OWN}:policy/elsewhere", Verdict.UNDETERMINED),
        (Unknown(), Verdict.UNDETERMINED),
    ],
)
def test_attached_policies(arn: object, verdict: Verdict) -> None:
    bench = Bench("iam-attached-policy-narrow", (APP,))

    assert bench.verdict(attached("a", arn)) is verdict
    both = resource(ROLE, "other", managedPolicyArns=[arn])
    assert bench.verdict(both) is verdict


@pytest.mark.parametrize(
    ("rival", "verdict"),
    [
        (attached("a", "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"), Verdict.FAIL),
        (attached("a", "x", "role-other"), Verdict.PASS),
        (attached("a", "x", Unknown()), Verdict.UNDETERMINED),
        (
            resource(
                "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
                "a",
                roleName="role-app",
                policyArns=[],
            ),
            Verdict.FAIL,
        ),
        (inline("a", PASSING), Verdict.PASS),
    ],
)
def test_policies_are_declared_one_way(rival: Resource, verdict: Verdict) -> None:
    own = resource(ROLE, "app", name="role-app", managedPolicyArns=["x"])

    assert Bench("iam-role-policies-declared-one-way", (rival,)).verdict(own) is verdict
