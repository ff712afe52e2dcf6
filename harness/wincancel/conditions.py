"""Conditions on what a run measured of its target: version, build and ABI, never the name the target was given.

A condition is written as a table, `{ version = ">= 8.0, < 10.0", abi = ["i686"], build = ["*repack-6*"] }`: what is not
mentioned may be anything. An array of such tables holds where any of them does, and no table at all holds everywhere.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .case_list import pattern_matcher

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from .records import Header

VersionKey = tuple[tuple[int, ...], int, int]

_VERSION = re.compile(
    r"([0-9]{1,9}(?:\.[0-9]{1,9}){0,7})"
    r"(?:-?(rc|dev|alpha|beta)[.-]?([0-9]{0,6})|-([0-9]{1,9})(?:-g[0-9a-f]+)?)?"
)
_COMPARISON = re.compile(r"\s*(>=|<=|!=|=|>|<)\s*(\S+)\s*")
_OPERATORS: Mapping[str, Callable[[VersionKey, VersionKey], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "!=": operator.ne,
    "=": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}


class BadConditionError(ValueError):
    """A condition that cannot be read; the message is one line for the user."""


def version_key(text: str) -> VersionKey | None:
    """What orders versions as their makers do, or None where `text` is no version.

    `8.0` and `8.0.0` are equal; `11.0-rc2` comes before `11.0`, and `11.0-57-gabcdef`, 57 changes later, after it.
    """
    match = _VERSION.fullmatch(text)
    if match is None:
        return None
    numbers = [int(part) for part in match[1].split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    if match[2]:
        return tuple(numbers), -1 if match[2] == "rc" else -2, int(match[3] or 0)
    return tuple(numbers), int(match[4] is not None), int(match[4] or 0)


def version_order(text: str) -> tuple[VersionKey, str]:
    """Sorts versions as their makers do; what is no version comes first."""
    return version_key(text) or ((), 0, 0), text


@dataclass(frozen=True)
class Measured:
    """What a run measured of its target, as far as conditions look at it. `kind` is the target's family."""

    kind: str
    version: str
    build: str
    abi: str

    @property
    def order(self) -> tuple[object, ...]:
        """Sorts targets by family, then as their versions go; what has no readable version comes first."""
        return self.kind, version_order(self.version), self.abi, self.build

    def __str__(self) -> str:
        return f"{self.kind} {self.version} {self.abi} ({self.build})"


def measured_by(header: Header) -> Measured:
    """The target as the header of its run describes it."""
    return Measured(header.target.kind, header.target.version, header.target.build, header.abi)


@dataclass(frozen=True)
class Condition:
    """One table: all its parts must hold. `version` is its text, a list of comparisons with commas in between."""

    version: str | None = None
    abi: tuple[str, ...] = ()
    build: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _comparisons(self.version)

    def holds(self, measured: Measured) -> bool:
        """Whether this describes the target; what has no readable version is described by no comparison."""
        if self.abi and measured.abi not in self.abi:
            return False
        if self.build and not any(pattern_matcher(pattern)(measured.build) for pattern in self.build):
            return False
        comparisons = _comparisons(self.version)
        key = version_key(measured.version)
        return all(key is not None and _OPERATORS[sign](key, wanted) for sign, wanted in comparisons)

    def as_table(self) -> dict[str, object]:
        """The condition as it is written."""
        table: dict[str, object] = {}
        if self.version is not None:
            table["version"] = self.version
        for name, words in (("abi", self.abi), ("build", self.build)):
            if words:
                table[name] = list(words)
        return table


def _comparisons(text: str | None) -> list[tuple[str, VersionKey]]:
    found: list[tuple[str, VersionKey]] = []
    for part in [] if text is None else text.split(","):
        match = _COMPARISON.fullmatch(part)
        key = version_key(match[2]) if match else None
        if match is None or key is None:
            raise BadConditionError(f"{part.strip()!r} is no comparison of versions, such as >= 8.0")
        found.append((match[1], key))
    return found


def read_conditions(given: Any) -> tuple[Condition, ...]:
    """Conditions as a file of expectations has them: None, a table, or an array of tables. Raises BadConditionError."""
    tables = [] if given is None else given if isinstance(given, list) else [given]
    return tuple(
        Condition(table.get("version"), tuple(table.get("abi", ())), tuple(table.get("build", ()))) for table in tables
    )


def any_holds(conditions: Sequence[Condition], measured: Measured) -> bool:
    """Whether one of the conditions describes the target; where there is none, they all do."""
    return not conditions or any(condition.holds(measured) for condition in conditions)
