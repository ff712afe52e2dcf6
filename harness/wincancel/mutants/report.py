"""A whole campaign as it is told: on the terminal, in a page and to programs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..printable import printable
from .results import MutantResult, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..clauses import Register
    from ..faults import Fault
    from .baseline import ClauseOnReference
    from .idle import Check


@dataclass(frozen=True)
class CampaignReport:
    """What came of a campaign; `idle` is None where not enough ran to tell.

    `unknown` are patterns of what the reference does not provide that match no case, `provided` those of which every
    case passed.
    """

    target: str
    suite: str
    scale: float
    faults: Sequence[Fault]
    results: Mapping[str, MutantResult]
    clauses: Sequence[ClauseOnReference]
    unknown: Sequence[str]
    provided: Sequence[str]
    idle: Sequence[Check] | None
    register: Register
    seconds: float

    @cached_property
    def rows(self) -> list[tuple[Fault, MutantResult | None]]:
        """The faults with what became of them, what asks for attention first; None: not tried yet."""
        order = {Outcome.SURVIVED: 0, Outcome.ELSEWHERE: 1, Outcome.NO_RESULT: 2, None: 3, Outcome.CAUGHT: 4}
        rows = [(fault, self.results.get(fault.name)) for fault in self.faults]
        return sorted(rows, key=lambda row: order[row[1].outcome if row[1] else None])

    def count(self, outcome: Outcome) -> int:
        """How many mutants came to that."""
        return sum(result.outcome is outcome for result in self.results.values())

    @property
    def summary(self) -> str:
        """The counts in one line."""
        parts = [f"{self.count(outcome)} {text}" for outcome, text in WORDS.items() if self.count(outcome)]
        missing = len(self.faults) - len(self.results)
        parts += [f"{missing} not tried"] if missing else []
        mutants = "1 mutant" if len(self.faults) == 1 else f"{len(self.faults)} mutants"
        return f"{mutants}: {', '.join(parts)}" if self.faults else "no mutants"

    @cached_property
    def problems(self) -> list[str]:
        """What is not as it must be, a line each; a campaign without any is as expected."""
        found = [
            f"{one.clause}: the reference does not pass {case}: {why}"
            for one in self.clauses
            for case, why in one.missed
        ]
        found += [f"not_provided.toml: {pattern} matches no case" for pattern in self.unknown]
        found += [f"not_provided.toml: {pattern} is provided: all its cases pass" for pattern in self.provided]
        found += [
            f"{fault.name}: {'not tried' if result is None else explained(result)}"
            for fault, result in self.rows
            if result is None or not result.good
        ]
        found += [f"{check.test}: no fault makes {check.key} fail [{check.tier}]" for check in self.idle or ()]
        return [printable(line, 400) for line in found]


WORDS = {
    Outcome.CAUGHT: "caught",
    Outcome.SURVIVED: "survived",
    Outcome.ELSEWHERE: "caught elsewhere only",
    Outcome.NO_RESULT: "without a result",
}


def explained(result: MutantResult) -> str:
    """What became of a mutant in one line."""
    clauses = ", ".join(result.breaks)
    if result.outcome is Outcome.NO_RESULT:
        return f"no result: {result.why}"
    own = f"no case of {clauses} notices: {result.why}"
    if result.outcome is Outcome.SURVIVED or result.catch is None:
        return f"survived: {own}"
    if result.outcome is Outcome.ELSEWHERE:
        return f"{own}; {result.catch.case} does: {result.catch.message}"
    return f"caught by {result.catch.case}: {result.catch.message}"
