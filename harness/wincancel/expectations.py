"""What is expected of each case on each target: PASS, unless an entry of a file says otherwise.

One TOML file for each family of targets, `fixtures/expectations/FAMILY.toml`, of the form that
reports/schema/expectations-1.schema.json publishes. A file with a fault is refused as a whole, naming the entry.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from itertools import groupby
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, Any

import fastjsonschema

from .case_list import pattern_matcher
from .clauses import clause_of
from .conditions import BadConditionError, Condition, Measured, any_holds, read_conditions
from .layout import EXPECTATIONS, SCHEMAS
from .outcomes import Outcome, read_outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

SCHEMA_VERSION = 1

_RATE = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


class BadExpectationsError(Exception):
    """A file of expectations that cannot be used; the message names file, entry and fault in one line."""


class EntryClass(StrEnum):
    """Why a case is not expected to pass."""

    KNOWN = "known"
    FLAKY = "flaky"
    CEILING = "ceiling"
    """No verdict can be expected here: the case is UNSUPPORTED or UNTESTED, or DONE, which judges nothing."""


@dataclass(frozen=True)
class Rate:
    """How often the outcomes of a flaky entry came, of how many times."""

    seen: int
    of: int

    def __str__(self) -> str:
        return f"{self.seen}/{self.of}"


@dataclass(frozen=True)
class Entry:
    """One expectation; `conditions` are empty where it holds everywhere.

    `number` is its place in the file, counted from 1, or 0 where it comes from another run.
    """

    number: int
    patterns: tuple[str, ...]
    conditions: tuple[Condition, ...]
    entry_class: EntryClass
    outcomes: tuple[Outcome, ...]
    rate: Rate | None
    reason: str
    bug: str
    found: str

    def names(self, case: str) -> bool:
        """Whether the entry is about a case; an exact id is a pattern that matches itself."""
        return case in self.patterns or any(matches(case) for matches in self._matchers)

    @cached_property
    def _matchers(self) -> tuple[Callable[[str], bool], ...]:
        return tuple(pattern_matcher(pattern) for pattern in self.patterns if set(pattern) & set("*?"))

    @property
    def origin(self) -> str:
        """Where the expectation stands, for a line that compares something with it."""
        return f"entry {self.number}, {self.entry_class}" if self.number else "before"

    @property
    def why(self) -> str:
        """The reason, and the link, in one line."""
        return " ".join(part for part in (self.reason, self.bug) if part)


@dataclass(frozen=True)
class Recorded:
    """A target the entries were found on: in how many runs, the day of the newest, and which builds of the suite."""

    measured: Measured
    runs: int
    date: str
    suite: tuple[str, ...]


@dataclass(frozen=True)
class Expectations:
    """A whole file."""

    family: str
    subject: str | None
    recorded: tuple[Recorded, ...]
    entries: tuple[Entry, ...]
    cases: frozenset[str]

    def entry_for(self, case: str, measured: Measured) -> Entry | None:
        """The entry for a case on a target; `load` has seen to it that recorded targets have at most one."""
        return next(
            (entry for entry in self.entries if any_holds(entry.conditions, measured) and entry.names(case)), None
        )

    def knows(self, measured: Measured) -> bool:
        """Whether a target of this version and ABI is among those recorded."""
        return any(
            (one.measured.version, one.measured.abi) == (measured.version, measured.abi) for one in self.recorded
        )


def shipped_path(family: str) -> Path:
    """Where the expectations of a family of targets are kept."""
    return EXPECTATIONS / f"{family}.toml"


def shipped_files() -> list[Path]:
    """The files that there are."""
    return sorted(EXPECTATIONS.glob("*.toml"))


def subject_name(library: str) -> str:
    """What a library under test is called wherever it lies: a file name, in small letters as on Windows."""
    return PureWindowsPath(library).name.lower()


def load(path: Path) -> Expectations:
    """Reads and checks a file. Raises BadExpectationsError."""
    return parse(read_text(path), path)


def read_text(path: Path) -> str:
    """The text of a file. Raises BadExpectationsError."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadExpectationsError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def parse(text: str, path: Path) -> Expectations:
    """Reads and checks the text of a file; `path` is what it is called in errors. Raises BadExpectationsError."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadExpectationsError(f"{path}: {error}") from error
    try:
        _validator()(document)
    except fastjsonschema.JsonSchemaValueException as error:
        raise BadExpectationsError(f"{path}: {_schema_fault(error, document)}") from error
    family = document["family"]
    expectations = Expectations(
        family=family,
        subject=document.get("subject"),
        recorded=tuple(_recorded(family, table) for table in document.get("recorded", ())),
        entries=tuple(_entry(path, number, table) for number, table in enumerate(document.get("expect", ()), 1)),
        cases=frozenset(f"{clause}/{name}" for clause, names in document["cases"].items() for name in names),
    )
    _check_names(path, expectations)
    return expectations


@cache
def _validator() -> Callable[[Any], Any]:
    schema = json.loads((SCHEMAS / f"expectations-{SCHEMA_VERSION}.schema.json").read_text(encoding="utf-8"))
    # The compiler reads an older dialect, which spells everything used here in the same way.
    schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    validate: Callable[[Any], Any] = fastjsonschema.compile(schema, use_default=False)
    return validate


def _schema_fault(error: fastjsonschema.JsonSchemaValueException, document: Mapping[str, Any]) -> str:
    """The fault in words of the file: which entry, counted from 1 and with its first case, and what of it."""
    message = str(error.message)[:300]
    match = re.match(r"data\.expect\[(\d+)\]\.?", message)
    if match is None:
        return message.removeprefix("data.").replace("data ", "the file ", 1)
    return f"{_called(int(match[1]) + 1, document['expect'][int(match[1])])}: {message[match.end() :].strip()}"


def _called(number: int, table: object) -> str:
    cases = table.get("cases") if isinstance(table, dict) else None
    first = f" ({str(cases[0])[:120]})" if isinstance(cases, list) and cases else ""
    return f"entry {number}{first}"


def _recorded(family: str, table: Mapping[str, Any]) -> Recorded:
    measured = Measured(family, table["version"], table["build"], table["abi"])
    return Recorded(measured, table["runs"], table["date"], tuple(table.get("suite", ())))


def _entry(path: Path, number: int, table: Mapping[str, Any]) -> Entry:
    fault = None
    reason, bug = table.get("reason", "").strip(), table.get("bug", "").strip()
    entry_class = EntryClass(table["class"])
    rate = _rate(table.get("rate"))
    outcomes = tuple(read_outcome(outcome) for outcome in table["outcomes"])
    if not reason and not bug:
        fault = "has neither a reason nor a bug link"
    elif (entry_class is EntryClass.FLAKY) != ("rate" in table):
        fault = 'a flaky entry, and no other, has a rate such as "2/15"'
    elif "rate" in table and rate is None:
        fault = f'rate {table["rate"]!r} is not such as "2/15", more than none and not all of the times'
    elif all(outcome.good for outcome in outcomes):
        fault = "expects nothing but a pass, which needs no entry"
    try:
        conditions = read_conditions(table.get("when"))
    except BadConditionError as error:
        fault = str(error)
        conditions = ()
    if fault:
        raise BadExpectationsError(f"{path}: {_called(number, table)}: {fault}")
    return Entry(
        number, tuple(table["cases"]), conditions, entry_class, outcomes, rate, reason, bug, table.get("found", "")
    )


def _rate(text: str | None) -> Rate | None:
    match = _RATE.fullmatch(text or "")
    return Rate(int(match[1]), int(match[2])) if match and 0 < int(match[1]) < int(match[2]) else None


def _check_names(path: Path, expectations: Expectations) -> None:
    """Raises where an entry names no case, or two name the same one for the same target, or one is recorded twice."""
    targets = [one.measured for one in expectations.recorded]
    for number, measured in enumerate(targets):
        if measured in targets[:number]:
            raise BadExpectationsError(f"{path}: {measured} is recorded twice")
    claimed: dict[tuple[str, Measured], Entry] = {}
    for entry in expectations.entries:
        first = f"{path}: entry {entry.number} ({entry.patterns[0]})"
        for pattern in entry.patterns:
            if not any(map(pattern_matcher(pattern), expectations.cases)):
                raise BadExpectationsError(f"{first}: {pattern} is none of the cases in [cases]")
        for case, measured in covered_by(entry, expectations.cases, targets):
            other = claimed.setdefault((case, measured), entry)
            if other is not entry:
                raise BadExpectationsError(
                    f"{first}: {case} on {measured.version} {measured.abi} is in entry {other.number} too"
                )


def covered_by(entry: Entry, cases: Iterable[str], targets: Iterable[Measured]) -> list[tuple[str, Measured]]:
    """Each case and each target that an entry is about."""
    where = [measured for measured in targets if any_holds(entry.conditions, measured)]
    return [(case, measured) for case in cases if entry.names(case) for measured in where] if where else []


def by_clause(cases: Iterable[str]) -> dict[str, list[str]]:
    """The cases as the table [cases] has them: the names below each clause, all sorted."""
    return {
        clause: [case.removeprefix(clause + "/") for case in ids] for clause, ids in groupby(sorted(cases), clause_of)
    }
