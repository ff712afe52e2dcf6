"""Idle checks: judged checks of the suite that no fault makes fail, so that nobody knows whether they can.

A check stands once in the source of a test and is made in each of its variants: it is idle where no variant of it ever
failed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..clauses import clause_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..verdicts import Tier
    from .results import MutantResult


@dataclass(frozen=True)
class Check:
    """One check of one test: `test` is the id of its cases without the variant."""

    test: str
    key: str
    tier: Tier
    cases: int
    """How many of its cases pass it on the reference."""

    @property
    def clause(self) -> str:
        """The clause of the test."""
        return clause_of(self.test)


def test_of(case: str) -> str:
    """The id of a case without its variant."""
    return "/".join(case.split("/")[:2])


def idle_checks(passed: Mapping[tuple[str, str], Tier], results: Iterable[MutantResult]) -> list[Check]:
    """Of the checks that passed on the reference, by case and key, those that no mutant made fail."""
    failed = {(test_of(case), key) for result in results for case, key in result.failed}
    tiers: dict[tuple[str, str], Tier] = {}
    counts: dict[tuple[str, str], int] = {}
    for (case, key), tier in passed.items():
        check = (test_of(case), key)
        tiers.setdefault(check, tier)
        counts[check] = counts.get(check, 0) + 1
    idle = [Check(*check, tier, counts[check]) for check, tier in tiers.items() if check not in failed]
    return sorted(idle, key=lambda check: (check.test, check.key))
