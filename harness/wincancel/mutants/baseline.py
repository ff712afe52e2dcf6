"""The reference without a fault: what a mutant is held against, and what the reference is asked to pass itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..not_provided import reason_for
from ..printable import printable
from ..verdicts import Tier, Verdict
from .catches import is_sound, passed_checks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..case_list import ListedCase
    from ..clauses import Register
    from ..not_provided import NotProvided
    from ..records import Attempt, Header
    from ..roles import Progress
    from .reference import Reference


class NoBaselineError(Exception):
    """The reference could not be run; the message is one line for the user."""


class Baseline:
    """The attempts at cases on the reference, run as they are asked for."""

    def __init__(self, reference: Reference) -> None:
        self.attempts: dict[str, Attempt] = {}
        self.header: Header | None = None
        self._reference = reference
        self._executions = 0

    def ensure(self, cases: Sequence[ListedCase], progress: Progress | None = None) -> None:
        """Runs those of the cases that have not run yet. Raises NoBaselineError, and what `Reference.run` does."""
        missing = [case for case in cases if case.id not in self.attempts]
        if not missing:
            return
        self._executions += 1
        execution = self._reference.run(f"baseline-{self._executions}", missing, progress=progress)
        if execution.error is not None:
            raise NoBaselineError(f"the reference without a fault: {execution.error}")
        self.header = self.header or execution.header
        self.attempts.update({attempt.case: attempt for attempt in execution.attempts})

    def reuse(self) -> None:
        """Takes what an earlier campaign ran on the same reference; streams that are not whole are run again."""
        for run in self._reference.earlier("baseline-*"):
            self._executions += 1
            self.header = self.header or run.header
            self.attempts.update({case: results[0].first for case, results in run.results.items()})

    def can_tell(self, case: str) -> bool:
        """Whether a mutant can be held against what the case did here."""
        attempt = self.attempts.get(case)
        return attempt is not None and is_sound(attempt)

    def checks(self) -> dict[tuple[str, str], Tier]:
        """Every judged check that passed, by case and key."""
        return {
            (case, key): tier for case, attempt in self.attempts.items() for key, tier in passed_checks(attempt).items()
        }


@dataclass(frozen=True)
class ClauseOnReference:
    """A clause with documented cases: how many passed, and which did not, each with the reason.

    Cases of a documented test that judged nothing documented are `recorded`: some variants only record.
    """

    clause: str
    statement: str
    passed: int
    recorded: int
    not_provided: tuple[tuple[str, str], ...]
    untested: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]

    @property
    def word(self) -> str:
        """The state of the clause in a word or two."""
        if self.missed:
            return "FAIL"
        if self.passed:
            return "PASS"
        if self.not_provided:
            return "not provided"
        return "UNTESTED" if self.untested else "DONE"

    @property
    def reasons(self) -> list[str]:
        """Why cases did not pass, each reason once."""
        return list(dict.fromkeys(reason for _, reason in self.missed + self.not_provided + self.untested))


def documented_clauses(
    cases: Sequence[ListedCase], attempts: Mapping[str, Attempt], entries: Sequence[NotProvided], register: Register
) -> list[ClauseOnReference]:
    """What the reference came to in every clause that has a documented case among those that ran."""
    found: dict[str, list[ListedCase]] = {}
    for case in cases:
        if Tier.DOCUMENTED in case.tiers and case.id in attempts:
            found.setdefault(case.clause, []).append(case)
    return [_clause(name, of_clause, attempts, entries, register) for name, of_clause in found.items()]


def _clause(
    name: str,
    cases: Sequence[ListedCase],
    attempts: Mapping[str, Attempt],
    entries: Sequence[NotProvided],
    register: Register,
) -> ClauseOnReference:
    passed = recorded = 0
    not_provided, untested, missed = [], [], []
    for case in cases:
        attempt = attempts[case.id]
        verdict = attempt.tiers.get(Tier.DOCUMENTED, attempt.verdict)
        reason = reason_for(case.id, entries)
        if verdict is Verdict.PASS and is_sound(attempt):
            passed += 1
        elif reason is not None:
            not_provided.append((case.id, reason))
        elif verdict is Verdict.UNTESTED:
            untested.append((case.id, printable(attempt.reason or "", 200)))
        elif verdict is Verdict.DONE and is_sound(attempt):
            recorded += 1
        else:
            missed.append((case.id, _why(attempt, verdict)))
    clause = register.clauses.get(name)
    return ClauseOnReference(
        name, clause.statement if clause else "", passed, recorded, tuple(not_provided), tuple(untested), tuple(missed)
    )


def _why(attempt: Attempt, verdict: Verdict) -> str:
    missed = [f"{value.key} is {value.value}" for value in attempt.failed_values if value.tier is Tier.DOCUMENTED]
    said = "; ".join(missed) or attempt.reason or f"process {attempt.status}"
    return printable(f"{verdict}: {said}", 300)


def provided_after_all(attempts: Mapping[str, Attempt], entries: Sequence[NotProvided]) -> list[str]:
    """The patterns of which every case passes: an excuse that is not needed hides the next failure."""
    stale = []
    for entry in entries:
        matching = [attempt for case, attempt in attempts.items() if entry.matches(case)]
        if matching and all(attempt.verdict is Verdict.PASS and is_sound(attempt) for attempt in matching):
            stale.append(entry.pattern)
    return stale
