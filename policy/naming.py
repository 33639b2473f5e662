"""Names of resources: `{resource-type}[-{qualifier}]-{environmentSuffix}`.

The stack builds its names here and the pack judges names here, so the two cannot drift apart. The
resource type comes first, either in full (module and class of the type token in kebab case,
repeated words dropped: `aws:sqs/queue:Queue` is `sqs-queue`) or as the class alone (`queue`), which
tight service limits need. Where a service dictates a form of its own, `FORMS` has a row.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from types import MappingProxyType
from typing import Final

SUFFIX: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""Letters, digits and single inner hyphens: the strictest form that AWS asks of any name."""

_WORD_BOUNDARY: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_")
_SHORTEST_MODULE_ENDING: Final = 3


class Reason(StrEnum):
    """What was found about one name."""

    CONFORMS = "follows {resource-type}[-{qualifier}]-{environmentSuffix}"
    NO_TYPE = "does not start with its resource type"
    NO_SUFFIX = "does not end with the environment suffix"
    WRONG_FORM = "does not have the form that the service dictates"


@dataclass(frozen=True)
class Form:
    """How one service writes names, as regular expressions around the name proper.

    Attributes:
        lead: what the service puts in front, such as `alias/`.
        tail: what the service puts behind, such as `.fifo`.
        separator: what joins the words where hyphens are forbidden.
        typed: false where the name is that of another resource, as a log group's is: then one part
            of the path ends with the suffix.
    """

    lead: str = ""
    tail: str = ""
    separator: str = "-"
    typed: bool = True

    @cached_property
    def shape(self) -> re.Pattern[str]:
        """What a whole name looks like, the name proper as a group of that name."""
        return re.compile(rf"{self.lead}(?P<proper>.+){self.tail}")


@dataclass(frozen=True, slots=True)
class Judgement:
    """The finding about one name, with the beginnings that would have been accepted."""

    reason: Reason
    prefixes: tuple[str, ...]

    @property
    def conforms(self) -> bool:
        """Whether the name follows the convention."""
        return self.reason is Reason.CONFORMS


PLAIN: Final = Form()
_UNDERSCORES: Final = (Form(separator="_"),)
_FIFO: Final = (PLAIN, Form(tail=r"\.fifo"))
_PATH: Final = (PLAIN, Form(lead=r"/(?:[^/]+/)*"))

FORMS: Final = MappingProxyType(
    {
        "aws:athena/database:Database": _UNDERSCORES,
        "aws:athena/preparedStatement:PreparedStatement": _UNDERSCORES,
        "aws:backup/framework:Framework": _UNDERSCORES,
        "aws:backup/reportPlan:ReportPlan": _UNDERSCORES,
        "aws:backup/restoreTestingPlan:RestoreTestingPlan": _UNDERSCORES,
        "aws:backup/restoreTestingSelection:RestoreTestingSelection": _UNDERSCORES,
        "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime": _UNDERSCORES,
        "aws:bedrock/agentcoreBrowser:AgentcoreBrowser": _UNDERSCORES,
        "aws:bedrock/agentcoreBrowserProfile:AgentcoreBrowserProfile": _UNDERSCORES,
        "aws:bedrock/agentcoreCodeInterpreter:AgentcoreCodeInterpreter": _UNDERSCORES,
        "aws:bedrock/agentcoreEvaluator:AgentcoreEvaluator": _UNDERSCORES,
        "aws:bedrock/agentcoreHarness:AgentcoreHarness": _UNDERSCORES,
        "aws:bedrock/agentcoreMemory:AgentcoreMemory": _UNDERSCORES,
        "aws:bedrock/agentcoreOnlineEvaluationConfig:AgentcoreOnlineEvaluationConfig": _UNDERSCORES,
        "aws:bedrock/agentcorePolicy:AgentcorePolicy": _UNDERSCORES,
        "aws:bedrock/agentcorePolicyEngine:AgentcorePolicyEngine": _UNDERSCORES,
        "aws:ecr/repository:Repository": _PATH,
        "aws:fsx/ontapVolume:OntapVolume": _UNDERSCORES,
        "aws:cloudwatch/logGroup:LogGroup": (
            PLAIN,
            Form(lead=r"/aws/", typed=False),
            Form(lead=r"sns/", typed=False),
            Form(lead=r"aws-waf-logs-", typed=False),
        ),
        "aws:glue/catalogDatabase:CatalogDatabase": _UNDERSCORES,
        "aws:glue/catalogTable:CatalogTable": _UNDERSCORES,
        "aws:keyspaces/keyspace:Keyspace": _UNDERSCORES,
        "aws:keyspaces/table:Table": _UNDERSCORES,
        "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": (
            PLAIN,
            Form(lead=r"aws-waf-logs-"),
        ),
        "aws:kms/alias:Alias": (Form(lead=r"alias/"),),
        "aws:s3/bucket:Bucket": (
            PLAIN,
            Form(lead=r"aws-waf-logs-"),
            Form(tail=r"-\d{12}-[a-z0-9-]+-an"),
        ),
        "aws:s3/directoryBucket:DirectoryBucket": (Form(tail=r"--[a-z0-9-]+--x-s3"),),
        "aws:s3tables/namespace:Namespace": _UNDERSCORES,
        "aws:s3tables/table:Table": _UNDERSCORES,
        "aws:secretsmanager/secret:Secret": (*_PATH, Form(lead=r"AmazonMSK_")),
        "aws:sns/topic:Topic": _FIFO,
        "aws:sqs/queue:Queue": _FIFO,
        "aws:ssm/parameter:Parameter": _PATH,
    }
)
"""Forms that services dictate; a token without a row takes `PLAIN`.

Sources: the "naming" and "quotas" pages of each service's user guide. `-an` ends bucket names in
the account-regional namespace.
"""


@cache
def full_prefix(token: str) -> str:
    """The resource type in full, from a Pulumi type token such as `aws:sqs/queue:Queue`."""
    module, words = _split(token)
    parts = _words(module)
    for word in _without_module_ending(module, words):
        if not _alike(word, parts[-1]) and not _alike(word, module):
            parts.append(word)
    return "-".join(parts)


@cache
def short_prefix(token: str) -> str:
    """The class alone, for names whose length the service limits tightly."""
    return "-".join(_split(token)[1])


@cache
def prefixes(token: str) -> tuple[str, ...]:
    """The beginnings that a conforming name may have, the full resource type first."""
    return tuple(dict.fromkeys((full_prefix(token), short_prefix(token))))


def build_name(token: str, suffix: str, qualifier: str = "", *, short: bool = False) -> str:
    """The conforming name of a resource, without what a service puts around it."""
    prefix = short_prefix(token) if short else full_prefix(token)
    return "-".join(filter(None, (prefix, qualifier, suffix)))


def judge_name(token: str, name: str, suffix: str) -> Judgement:
    """Whether a logical or physical name follows the convention."""
    beginnings = prefixes(token)
    reasons = [_judge_form(form, beginnings, name, suffix) for form in FORMS.get(token, (PLAIN,))]
    order = (Reason.CONFORMS, Reason.NO_SUFFIX, Reason.NO_TYPE, Reason.WRONG_FORM)
    return Judgement(min(reasons, key=order.index), beginnings)


def judge_logical_name(token: str, name: str, suffix: str) -> Judgement:
    """Whether a logical name follows the convention; no service has a say in its form."""
    return Judgement(_judge_form(PLAIN, prefixes(token), name, suffix), prefixes(token))


def _judge_form(form: Form, beginnings: tuple[str, ...], name: str, suffix: str) -> Reason:
    match = form.shape.fullmatch(name)
    if match is None:
        return Reason.WRONG_FORM
    ending = suffix.replace("-", form.separator)
    if not form.typed:
        owners = (_ends_with(part, ending, form.separator) for part in name.split("/"))
        return Reason.CONFORMS if any(owners) else Reason.NO_SUFFIX
    return _judge_proper(match["proper"], form.separator, beginnings, ending)


def _judge_proper(proper: str, separator: str, beginnings: tuple[str, ...], ending: str) -> Reason:
    whole = proper + separator
    starts = _starts(beginnings, separator)
    rests = [proper[len(start) :] for start in starts if whole.startswith(start)]
    if not rests:
        return Reason.NO_TYPE
    if any(_ends_with(rest, ending, separator) for rest in rests):
        return Reason.CONFORMS
    return Reason.NO_SUFFIX


@cache
def _starts(beginnings: tuple[str, ...], separator: str) -> tuple[str, ...]:
    return tuple(prefix.replace("-", separator) + separator for prefix in beginnings)


def _ends_with(text: str, ending: str, separator: str) -> bool:
    return text == ending or text.endswith(separator + ending)


def _split(token: str) -> tuple[str, list[str]]:
    module, class_name = token.split(":")[1:]
    return module.partition("/")[0].lower(), _words(class_name)


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD_BOUNDARY.split(name) if word]


def _without_module_ending(module: str, words: list[str]) -> list[str]:
    for count in range(len(words), 0, -1):
        joined = "".join(words[:count])
        if len(joined) >= _SHORTEST_MODULE_ENDING and module.rstrip("s").endswith(
            joined.rstrip("s")
        ):
            return words[count:]
    return words


def _alike(word: str, other: str) -> bool:
    return word.rstrip("s") == other.rstrip("s")
