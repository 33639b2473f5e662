"""Look-ups whose answer follows from the configuration or from public facts about AWS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from policy.offline import answers
from policy.offline.session import Session

_ZONES: Final = {
    # Tokyo's 1b is closed to new accounts.
    # https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
    "ap-northeast-1": {
        "ap-northeast-1a": "apne1-az4",
        "ap-northeast-1c": "apne1-az1",
        "ap-northeast-1d": "apne1-az2",
    }
}
_PARTITIONS: Final = {
    "cn-": ("aws-cn", "amazonaws.com.cn", "cn.com.amazonaws"),
    "us-gov-": ("aws-us-gov", "amazonaws.com", "com.amazonaws"),
}
_COMMERCIAL: Final = ("aws", "amazonaws.com", "com.amazonaws")


def answer(
    token: str, arguments: Mapping[str, object], session: Session, provider: str
) -> Mapping[str, object] | None:
    """What is known of a look-up's result; `None` if nothing is.

    Args:
        token: The look-up's token.
        arguments: Its arguments.
        session: The run.
        provider: URN of the provider that serves it.
    """
    builtin = _BUILTINS.get(token)
    if builtin is None:
        return None
    return builtin(region_of(arguments, session, provider), arguments, session)


def region_of(arguments: Mapping[str, object], session: Session, provider: str) -> str | None:
    """Where a look-up looks: in the region it names, else in its provider's, if that is known."""
    explicit = arguments.get("region")
    if isinstance(explicit, str):
        return explicit
    record = session.records.get(provider)
    region = answers.revealed(answers.plain(record.inputs.get("region"))) if record else None
    if not isinstance(region, str) or session.stand_ins.found_in(region):
        return None
    return region


def _caller(
    _region: str | None, _arguments: Mapping[str, object], session: Session
) -> Mapping[str, object] | None:
    return {"accountId": session.run.account, "id": session.run.account}


def _current_region(
    region: str | None, _arguments: Mapping[str, object], _session: Session
) -> Mapping[str, object] | None:
    if region is None:
        return None
    endpoint = f"ec2.{region}.{_partition_of(region)[1]}"
    return {"name": region, "region": region, "id": region, "endpoint": endpoint}


def _partition(
    region: str | None, _arguments: Mapping[str, object], _session: Session
) -> Mapping[str, object] | None:
    if region is None:
        return None
    name, suffix, prefix = _partition_of(region)
    return {"partition": name, "id": name, "dnsSuffix": suffix, "reverseDnsPrefix": prefix}


def _zones(
    region: str | None, arguments: Mapping[str, object], _session: Session
) -> Mapping[str, object] | None:
    if region not in _ZONES or arguments.get("allAvailabilityZones") or arguments.get("filters"):
        return None
    excluded_names = arguments.get("excludeNames") or []
    excluded_ids = arguments.get("excludeZoneIds") or []
    zones = {
        name: identity
        for name, identity in _ZONES[region].items()
        if name not in _texts(excluded_names) and identity not in _texts(excluded_ids)
    }
    return {
        "names": list(zones),
        "zoneIds": list(zones.values()),
        "groupNames": [region],
        "id": region,
    }


def _texts(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _partition_of(region: str) -> tuple[str, str, str]:
    return next(
        (names for prefix, names in _PARTITIONS.items() if region.startswith(prefix)),
        _COMMERCIAL,
    )


_Builtin = Callable[[str | None, Mapping[str, object], Session], Mapping[str, object] | None]
_BUILTINS: Final[Mapping[str, _Builtin]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": _caller,
    "aws:index/getRegion:getRegion": _current_region,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getAvailabilityZones:getAvailabilityZones": _zones,
}
