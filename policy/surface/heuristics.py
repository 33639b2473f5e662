"""Which properties smell of a family, by their names.

The patterns are wide on purpose: what they find must stand in a table or among the reviewed
properties. They cannot find everything, since some properties have general names such as `type`;
new ones of that kind show in the comparison with the recorded surface (`policy.surface`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from policy.families import Family
from policy.surface.extraction import Surface

SMELLS: Final[Mapping[Family, re.Pattern[str]]] = {
    Family.REGION: re.compile(
        r"[rR]egion|[aA]vailabilityZone|^locale$|[bB]orderGroup|globalCluster|globalReplication"
    ),
    Family.ENCRYPTION_AT_REST: re.compile(
        r"[kK]ms|[cC]mk|(?<!ransit)[eE]ncrypt|^sse|Sse(?=[A-Z]|$)|[mM]asterKeyId|customerManagedKey"
    ),
    Family.ENCRYPTION_IN_TRANSIT: re.compile(
        r"[tT]ls|[sS]sl|[hH]ttps|ransitEncryption|ncryptionInTransit|securityPolicy|ProtocolPolicy"
    ),
    Family.MULTI_AZ: re.compile(
        r"[mM]ultiAz|[sS]ubnetIds?$|[sS]ubnets$|[cC]rossZone|zoneAware|[sS]tandby|azMode|[fF]ailover"
    ),
    Family.DESTROYABLE: re.compile(
        r"(?:deletion|termination|delete|Deletion|Termination)Protection|^skip[A-Z]"
        r"|force(?:Destroy|Delete|Detach|Stop)|retain|Retain(?=[A-Z]|$)"
        r"|(?:deletion|recovery)Window|[oO]bjectLock|final(?:Snapshot|Backup)|disableApi"
        r"|mfaDelete|[dD]eleteOn|deletionPolicy|^preserve$|lockConfiguration"
    ),
    Family.LEAST_PRIVILEGE: re.compile(
        r"^policy$|[pP]olicyDocuments?$|[pP]olicyJson$|[pP]olicyArns?$|^accessPolicies$"
        r"|inlinePolicy$|assumeRolePolicy$|repositoryPolicy$|[pP]rincipals?$|^managedPolicyArns$"
    ),
    Family.NETWORK: re.compile(
        r"[pP]ublic(?!Key)(?=ly|[AICPS]|$)|[sS]ecurityGroups?(?:Ids?)?$|[cC]idrs?(?:Blocks?|s)?$"
        r"|^acl$|[aA]llowedOrigins|allowOrigins|authorizationType|^authType$|[aA]nonymous"
        r"|[uU]nauthenticated|^internal$|httpTokens"
    ),
    Family.OBSERVABILITY: re.compile(
        r"[lL]ogging|[lL]ogs$|[lL]ogConfig|[lL]ogDelivery|[lL]ogLevel|[lL]ogPublish|[tT]racing"
        r"|[xX]ray|[iI]nsights|[aA]uditLog|metricsEnabled|enhancedMonitoring|^monitoring|LogTypes"
        r"|logExports|LogsExports"
    ),
    Family.SECRETS: re.compile(
        r"[pP]assword|[sS]ecret(?!sManager|Arn|Id|Name|Version|Region)|[tT]oken$|privateKey"
        r"|PrivateKey|[aA]piKey$|[pP]assphrase|[aA]ccessKey$|[aA]uthKey|[sS]haredKey|userData"
        r"|environmentVariables|hostKey|certificateWallet|connectionString"
    ),
}
"""Names of properties, by family; the naming table has every type anyhow."""


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A property whose name smells of a family."""

    family: Family
    token: str
    path: str


def candidates(surface: Surface) -> Iterator[Candidate]:
    """Every property of the surface that smells of a family.

    A type's own `region` is left out: a control judges it on every type.
    """
    for token, paths in surface.items():
        for path in paths:
            name = plain(path).rpartition(".")[2]
            for family, smell in SMELLS.items():
                if smell.search(name) and (family, path) != (Family.REGION, "region"):
                    yield Candidate(family, token, path)


def plain(path: str) -> str:
    """A path without the marks of lists and maps."""
    return path.replace("[]", "").replace("{}", "")
