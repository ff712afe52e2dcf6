"""The records of a stream as typed values. `stream` makes them; everything else only reads them.

Times and durations are in microseconds. The fields are those of reports/schema/stream-1.schema.json.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .verdicts import Grade, Status, Tier, Verdict, settled_tiers, tiers_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Scalar = bool | int | str


@dataclass(frozen=True, slots=True)
class Range:
    """What a measured time or count may be, both ends included; no `max`: any above `min`."""

    min: int
    max: int | None


Allowed = tuple[Scalar, ...] | Range | None


@dataclass(frozen=True, slots=True)
class Value:
    """Something a case saw, and whether it was allowed (`met` is None when it is not judged)."""

    key: str
    type: str
    value: Scalar
    name: str | None
    raw: str | None
    comparable: bool
    tier: Tier
    allowed: Allowed
    met: bool | None


@dataclass(frozen=True, slots=True)
class RaceOutcome:
    """One row of a histogram: an outcome, how often it came, and what it is worth."""

    outcome: tuple[str, ...]
    count: int
    grade: Grade
    tier: Tier
    why: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """The outcomes of a race that was run `trials` times; its tier is judged as soon as there was a trial."""

    key: str
    fields: tuple[str, ...]
    tier: Tier
    trials: int
    outcomes: tuple[RaceOutcome, ...]


@dataclass(frozen=True)
class Attempt:
    """One execution of a case, from its start record to its end record.

    `verdict` is NORESULT when no verdict arrived; `status` is None when not even the end did.
    """

    case: str
    repeat: int
    number: int
    at_us: int
    values: tuple[Value, ...] = ()
    histograms: tuple[Histogram, ...] = ()
    verdict: Verdict = Verdict.NORESULT
    claimed_tiers: Mapping[Tier, Verdict] | None = None
    reason: str | None = None
    status: Status | None = None
    exception: str | None = None
    exit_code: str | None = None
    duration_us: int = 0
    noise: int = 0

    def judgements(self) -> Iterator[tuple[Tier, bool | None]]:
        """The tier of each value and of each race that had a trial, and whether what came was allowed.

        A race judges in its own tier and in those of its forbidden outcomes, whether these came or not.
        """
        for value in self.values:
            yield value.tier, value.met
        for histogram in self.histograms:
            if histogram.trials:
                yield histogram.tier, True
                for row in histogram.outcomes:
                    if row.grade is Grade.FORBIDDEN:
                        yield row.tier, row.count == 0

    @cached_property
    def tiers(self) -> dict[Tier, Verdict]:
        """The verdict of each tier that this attempt says something about."""
        return settled_tiers(tiers_of(self.judgements()), self.claimed_tiers or {}, self.verdict)

    @property
    def failed_values(self) -> list[Value]:
        """The judged values that were not as allowed."""
        return [value for value in self.values if value.met is False and value.tier is not Tier.CHARACTERISED]

    @property
    def forbidden_outcomes(self) -> list[tuple[Histogram, RaceOutcome]]:
        """The outcomes of races that occurred and must not."""
        return [
            (histogram, row)
            for histogram in self.histograms
            for row in histogram.outcomes
            if row.count and row.grade is Grade.FORBIDDEN and row.tier is not Tier.CHARACTERISED
        ]


@dataclass(frozen=True)
class Result:
    """One repeat of a case: its first attempt, which counts, and the second, shown beside and never instead."""

    case: str
    repeat: int
    first: Attempt
    again: Attempt | None

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """The first attempt, and the second where there was one."""
        return (self.first,) if self.again is None else (self.first, self.again)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run set out to do. `shard` is (number, of how many)."""

    cases: tuple[str, ...]
    repeat: int
    shard: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Options:
    """How a run was told to go about it."""

    jobs: int
    timeout_scale: float
    shuffle: bool
    data: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a run ran on, as the target itself says."""

    kind: str
    version: str
    build: str
    host: str
    cpus: int


@dataclass(frozen=True, slots=True)
class Subject:
    """The library under test and the names it took over; no library: the system's own functions.

    `fault` is what the run's environment told a library to do wrong (`faults.VARIABLE`).
    """

    library: str | None
    functions: tuple[str, ...]
    fault: str | None = None

    @property
    def title(self) -> str:
        """What it is called beside the target; empty where there is no library."""
        return f"{self.library}{f' with the fault {self.fault}' if self.fault else ''}" if self.library else ""


@dataclass(frozen=True, slots=True)
class Capability:
    """Something a target has or lacks, with what was asked and answered."""

    name: str
    supported: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class Header:
    """The first record of a stream."""

    suite_version: str
    build: str
    run: str
    abi: str
    seed: int
    started: str
    plan: Plan
    options: Options
    target: Fingerprint
    subject: Subject
    capabilities: tuple[Capability, ...]


@dataclass(frozen=True, slots=True)
class Footer:
    """The last record of a stream. `verdicts` and `statuses` count first attempts."""

    planned: int
    finished: int
    verdicts: Mapping[Verdict, int]
    statuses: Mapping[Status, int]
    children: int
    lower_bound_us: int
    wall_us: int
    longest_wait_us: int
    shared_us: int
    exclusive_us: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a stream is not a valid run; `line` counts from 1, None where no single line is to blame."""

    line: int | None
    message: str

    def __str__(self) -> str:
        return self.message if self.line is None else f"line {self.line}: {self.message}"


@dataclass(frozen=True)
class Run:
    """One execution on one target, as far as its stream could be read."""

    path: Path | None
    header: Header | None
    results: Mapping[str, tuple[Result, ...]]
    footer: Footer | None
    problems: tuple[Problem, ...]

    @property
    def valid(self) -> bool:
        """Whether the run is complete and consistent; a run that is not can be read and never counts as green."""
        return self.header is not None and self.footer is not None and not self.problems

    @cached_property
    def planned_cases(self) -> frozenset[str]:
        """The cases the run set out to do; none where it has no header."""
        return frozenset(self.header.plan.cases) if self.header else frozenset()
