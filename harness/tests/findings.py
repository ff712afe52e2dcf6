"""Looking into runs for what is known of a target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wincancel.case_list import pattern_matcher

if TYPE_CHECKING:
    from wincancel.records import Attempt, Run


def filters(patterns: list[str]) -> list[str]:
    """The options that select cases by patterns."""
    return [word for pattern in patterns for word in ("--filter", pattern)]


def attempts_of(run: Run, pattern: str) -> list[Attempt]:
    """The first attempts of the cases that match; there must be one."""
    matches = pattern_matcher(pattern)
    found = [results[0].first for case, results in run.results.items() if matches(case)]
    assert found, pattern
    return found


def attempt_of(run: Run, pattern: str) -> Attempt:
    """The first attempt of the one case that matches."""
    (attempt,) = attempts_of(run, pattern)
    return attempt


def values_of(attempt: Attempt) -> dict[str, object]:
    """The values by their keys."""
    return {value.key: value.value for value in attempt.values}
