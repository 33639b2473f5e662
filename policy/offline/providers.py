"""Default providers, which the engine registers when a resource or look-up first needs one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from policy.graph import Options
from policy.offline.records import Record
from policy.offline.session import Session
from policy.sources.providers import PROVIDER_PREFIX, configured


@dataclass(slots=True)
class Providers:
    """The default providers of one run, and the packages that the program registered.

    Attributes:
        packages: Name and version of parameterised packages, by reference.
    """

    session: Session
    packages: dict[str, tuple[str, str]] = field(default_factory=dict)

    def register_package(self, name: str, version: str) -> str:
        """A reference by which resources of the package ask for their provider."""
        reference = f"{name}@{version}"
        self.packages[reference] = (name, version)
        return reference

    def serving(self, explicit: str, token: str, version: str, package: str = "") -> str:
        """The URN of the provider that serves a token: the explicit one or a default one.

        Args:
            explicit: A provider reference (`URN::id`), empty if the program gave none.
            token: A type or function token, whose first part names the package.
            version: The version that the program's SDK asks for.
            package: A reference from `register_package`.
        """
        if explicit:
            return explicit.rpartition("::")[0]
        name, wanted = self.packages.get(package, (token.partition(":")[0], version))
        return self._default(name, wanted)

    def _default(self, package: str, version: str) -> str:
        name = re.sub(r"\W", "_", f"default_{version}") if version else "default"
        token = f"{PROVIDER_PREFIX}{package}"
        urn = self.session.urn("", token, name)
        if urn not in self.session.records:
            project = self.session.project
            inputs = configured(package, project.configuration, project.secret_keys)
            if version:
                inputs["version"] = version
            self.session.add(
                Record(urn=urn, type=token, name=name, inputs=inputs, options=Options(custom=True))
            )
        return urn
