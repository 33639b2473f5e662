"""Ways in which permissions let their holder get more permissions.

Sources: the paths that https://pathfinding.cloud and Rhino Security Labs
(https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/) describe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from policy.iam.actions import expand
from policy.iam.document import Document, Effect, Statement
from policy.iam.grants import grants, hidden_actions
from policy.iam.restriction import confined_by
from policy.iam.scoping import acts_on_some
from policy.iam.text import Text
from policy.verdict import Verdict

_GIVING_A_ROLE: Final = "iam:PassRole"

_PLACE_SEGMENTS: Final = 5

_ALONE: Final = (
    # Each changes what somebody may do or who may act for them.
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreatePolicyVersion",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteUserPermissionsBoundary",
    "iam:PutGroupPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateLoginProfile",
    "sso:PutInlinePolicyToPermissionSet",
    "sso:AttachManagedPolicyToPermissionSet",
)
_PASSED_TO: Final = ("iam:passedtoservice",)
_BOUNDED_BY: Final = ("iam:permissionsboundary",)

_ON_ANYTHING: Final = (
    # Each runs code under a role that is already there; on a named resource that is its purpose.
    "sts:AssumeRole",
    "lambda:UpdateFunctionCode",
    "lambda:UpdateFunctionConfiguration",
    "ssm:SendCommand",
    "ssm:StartSession",
    "ec2-instance-connect:SendSSHPublicKey",
    "cloudformation:UpdateStack",
    "codebuild:UpdateProject",
    "glue:UpdateDevEndpoint",
    "glue:UpdateJob",
    "sagemaker:CreatePresignedNotebookInstanceUrl",
    "ecs:ExecuteCommand",
)

_WITH_A_ROLE: Final = (
    # With the right to pass a role, each starts code under it.
    ("ec2.amazonaws.com", ("ec2:RunInstances",)),
    ("ec2.amazonaws.com", ("autoscaling:CreateAutoScalingGroup", "ec2:CreateLaunchTemplate")),
    ("lambda.amazonaws.com", ("lambda:CreateFunction", "lambda:InvokeFunction")),
    ("lambda.amazonaws.com", ("lambda:CreateFunction", "lambda:CreateEventSourceMapping")),
    ("lambda.amazonaws.com", ("lambda:CreateFunction", "lambda:AddPermission")),
    ("lambda.amazonaws.com", ("lambda:CreateFunction", "lambda:CreateFunctionUrlConfig")),
    ("cloudformation.amazonaws.com", ("cloudformation:CreateStack",)),
    ("codebuild.amazonaws.com", ("codebuild:CreateProject", "codebuild:StartBuild")),
    ("datapipeline.amazonaws.com", ("datapipeline:CreatePipeline",)),
    ("ecs-tasks.amazonaws.com", ("ecs:RegisterTaskDefinition", "ecs:RunTask")),
    ("ecs-tasks.amazonaws.com", ("ecs:RegisterTaskDefinition", "ecs:CreateService")),
    ("glue.amazonaws.com", ("glue:CreateDevEndpoint",)),
    ("glue.amazonaws.com", ("glue:CreateJob", "glue:StartJobRun")),
    ("glue.amazonaws.com", ("glue:CreateJob", "glue:CreateTrigger")),
    ("sagemaker.amazonaws.com", ("sagemaker:CreateNotebookInstance",)),
    ("sagemaker.amazonaws.com", ("sagemaker:CreateTrainingJob",)),
    ("sagemaker.amazonaws.com", ("sagemaker:CreateProcessingJob",)),
    ("ssm.amazonaws.com", ("ssm:StartAutomationExecution",)),
    ("states.amazonaws.com", ("states:CreateStateMachine", "states:StartExecution")),
    ("scheduler.amazonaws.com", ("scheduler:CreateSchedule",)),
    ("tasks.apprunner.amazonaws.com", ("apprunner:CreateService",)),
    (
        "bedrock-agentcore.amazonaws.com",
        ("bedrock-agentcore:CreateCodeInterpreter", "bedrock-agentcore:InvokeCodeInterpreter"),
    ),
)

ACTIONS: Final = frozenset(
    (_GIVING_A_ROLE, *_ALONE, *_ON_ANYTHING, *(name for _, names in _WITH_A_ROLE for name in names))
)
"""Every action that some path takes."""
_SERVICES: Final = frozenset({"*", *(name.partition(":")[0] for name in ACTIONS)})


@dataclass(frozen=True, slots=True)
class Path:
    """A way to more permissions: the actions that it takes together."""

    actions: tuple[str, ...]

    def __str__(self) -> str:
        return " + ".join(self.actions)


def paths(documents: Iterable[Document], *, doubtful: bool = False) -> Iterator[Path]:
    """The ways that the documents of one holder open when they are taken together.

    An action that some Deny forbids without a condition and on everything does not count. If
    `doubtful`, whatever is not known before deployment is taken for the worst that it could be.
    """
    statements = [item for document in documents for item in document.statements if _concerns(item)]
    granting = {Effect.ALLOW, Effect.UNKNOWN} if doubtful else {Effect.ALLOW}
    reach = _Reach(
        [item for item in statements if item.effect in granting],
        [item for item in statements if _forbids(item)],
        doubtful,
    )
    if not reach.granting:
        return
    yield from (Path((name,)) for name in _ALONE if reach.changes(name))
    yield from (Path((name,)) for name in _ON_ANYTHING if reach.is_open(name))
    for service, names in _WITH_A_ROLE:
        if reach.passes_to(service) and all(map(reach.has, names)):
            yield Path((_GIVING_A_ROLE, *names))


def _concerns(statement: Statement) -> bool:
    """Whether a statement may speak of any action that counts here."""
    if statement.not_actions:
        return True
    return any(
        text.gaps or text.literals.partition(":")[0].lower() in _SERVICES
        for text in statement.actions
    )


def _forbids(statement: Statement) -> bool:
    everything = any(text.known == "*" for text in statement.resources)
    plain = not statement.conditions and not statement.has_unknown_conditions
    return statement.effect is Effect.DENY and everything and plain


@dataclass(frozen=True, slots=True)
class _Reach:
    """What a holder's statements allow, all taken together."""

    granting: list[Statement]
    denied: list[Statement]
    doubtful: bool

    def has(self, name: str) -> bool:
        """Whether an action is allowed on anything that it can act on."""
        return any(self._allowing(name))

    def changes(self, name: str) -> bool:
        """Whether an action is allowed for principals that no boundary has to hold."""
        return any(not self._confined(item, _BOUNDED_BY) for item in self._allowing(name))

    def is_open(self, name: str) -> bool:
        """Whether an action is allowed on more than what is named."""
        return any(map(self._reaches_far, self._allowing(name)))

    def passes_to(self, service: str) -> bool:
        """Whether more than named roles may be passed to a service."""
        return any(
            self._reaches_far(statement) and self._admits(statement, service)
            for statement in self._allowing(_GIVING_A_ROLE)
        )

    def _allowing(self, name: str) -> Iterator[Statement]:
        if any(grants(statement, name) for statement in self.denied):
            return
        action = expand(name)[0]
        for statement in self.granting:
            hidden = self.doubtful and hidden_actions(statement)
            if (hidden or grants(statement, name)) and acts_on_some(action, statement):
                yield statement

    def _confined(self, statement: Statement, keys: tuple[str, ...]) -> bool:
        loose = {Verdict.FAIL, Verdict.UNDETERMINED} if self.doubtful else {Verdict.FAIL}
        return confined_by(statement, keys) not in loose

    def _reaches_far(self, statement: Statement) -> bool:
        return bool(statement.not_resources) or any(map(self._is_wide, statement.resources))

    def _is_wide(self, resource: Text) -> bool:
        if self.doubtful and resource.is_vague:
            return True
        # A trailing `:*` stands for the versions of one named function.
        named = resource.render(lambda _: "-").removesuffix(":*")
        return "*" in named.split(":", _PLACE_SEGMENTS)[-1]

    def _admits(self, statement: Statement, service: str) -> bool:
        if not self._confined(statement, _PASSED_TO):
            return True
        named = [
            value.known or "*"
            for condition in statement.conditions
            if condition.name in _PASSED_TO
            for value in condition.values
        ]
        return service in named or any("*" in name for name in named)
