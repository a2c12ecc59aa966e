"""Who called: the first frame from the top that is neither platform nor neutral library, and whose code that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import Protocol

import msgspec

from auditor import rulefiles
from auditor.model import AppFacts, Caller
from auditor.parties import Sdk

DEPTH = 3
REFLECTION = ("java.lang.reflect.", "java.lang.invoke.", "jdk.internal.reflect.", "sun.reflect.")


class Neutral(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`platform.yaml`: prefixes of class names."""

    platform: tuple[str, ...]
    library: tuple[str, ...]


@cache
def neutral() -> Neutral:
    """The rules that ship with the package."""
    return rulefiles.load(resources.files("auditor.runtime").joinpath("platform.yaml"), Neutral)


class SdkRules(Protocol):
    """Knows SDKs by their code (`auditor.parties.Parties` does)."""

    def sdk_of_code(self, class_name: str) -> Sdk | None: ...


class Callers:
    """Maps stacks of one app to callers."""

    def __init__(self, facts: AppFacts, parties: SdkRules) -> None:
        self._parties = parties
        self._own = self._prefixes(facts)
        self._versions = {sdk.id: sdk.version for sdk in facts.sdks}
        self._package = facts.package

    def caller(self, frames: Sequence[str], hooked: str = "") -> Caller:
        """The caller of a method of the class `hooked`, from its stack (`class.method(File.java:12)`), top first."""
        above = True
        for frame in frames:
            name = class_of(frame)
            above = above and name == hooked
            if above:
                continue
            if name.startswith(neutral().platform) or name.startswith(neutral().library):
                continue
            return self._owner(name, frame)
        return Caller(kind="unknown", confidence="unknown", because="no code of app or SDK on the stack")

    def is_direct(self, frames: Sequence[str], hooked: str) -> bool:
        """Is the frame right above the hooked class's own something else than the platform?

        A call by reflection is the call of who reflects.
        """
        above = next((name for name in map(class_of, frames) if name != hooked and not name.startswith(REFLECTION)), "")
        return not above.startswith(neutral().platform)

    def _owner(self, name: str, frame: str) -> Caller:
        sdk = self._parties.sdk_of_code(name)
        own = max((prefix for prefix in self._own if within(name, prefix)), key=len, default="")
        if sdk is not None and len(sdk.prefix) >= len(own):
            return Caller(
                kind="sdk",
                name=sdk.name,
                sdk=sdk.id,
                company=sdk.company,
                version=self._versions.get(sdk.id, ""),
                confidence=sdk.confidence,
                because=f"{frame} is below {sdk.prefix}",
            )
        if own:
            return Caller(kind="first_party", name=self._package, because=f"{frame} is below {own}")
        because = f"{frame} is neither below the app's package nor of an SDK that the rules know"
        return Caller(kind="unknown", name=name.rpartition(".")[0] or name, confidence="unknown", because=because)

    def _prefixes(self, facts: AppFacts) -> tuple[str, ...]:
        # Code often stays in its first package when the application id changes; the components tell where it is.
        launcher = [facts.launcher] if facts.launcher else []
        found = {facts.package}
        for name in [*launcher, *(component.name for component in facts.components)]:
            package = name.rpartition(".")[0]
            if package and not self._foreign(name):
                found.add(".".join(package.split(".")[:DEPTH]))
        return tuple(sorted(found))

    def _foreign(self, name: str) -> bool:
        return name.startswith((*neutral().platform, *neutral().library)) or self._parties.sdk_of_code(name) is not None


def class_of(frame: str) -> str:
    """`com.a.B.run(B.java:3)` -> `com.a.B`."""
    return frame.partition("(")[0].rpartition(".")[0]


def within(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith((prefix + ".", prefix + "$"))


def frames_of(lines: Iterable[str]) -> tuple[str, ...]:
    """Frames bounded in number and length: they come from inside the app."""
    return tuple(line[:300] for line, _ in zip(lines, range(64), strict=False))
