"""Libraries that are wrong on purpose: what must fail on each, and what must not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wincancel.case_list import pattern_matcher
from wincancel.verdicts import Verdict

if TYPE_CHECKING:
    from real_target import RealTarget

    from wincancel.records import Run


@dataclass(frozen=True)
class Fault:
    """A library, patterns of cases of which at least one each must fail, and patterns of cases it does not break.

    `arguments` are further ones of a run on the library.
    """

    subject: str
    broken: tuple[str, ...]
    sound: tuple[str, ...]
    arguments: tuple[str, ...] = ()

    @property
    def filters(self) -> list[str]:
        """The arguments of a run of these cases."""
        return [word for pattern in self.broken + self.sound for word in ("--filter", pattern)]


def verdicts_of(run: Run, pattern: str) -> set[Verdict]:
    """What came of the cases that match."""
    matches = pattern_matcher(pattern)
    return {result.first.verdict for case, results in run.results.items() if matches(case) for result in results}


def assert_is_caught(fault: Fault, plain: Run, wrong: Run) -> None:
    """`plain` is a run without the fault."""
    for pattern in fault.broken:
        assert Verdict.FAIL not in verdicts_of(plain, pattern), f"{pattern} fails without the fault"
        assert Verdict.FAIL in verdicts_of(wrong, pattern), f"{pattern} does not catch {fault.subject}"
    for pattern in fault.sound:
        assert verdicts_of(wrong, pattern) == verdicts_of(plain, pattern), pattern


def passes_that_rest_on_subject(target: RealTarget, run: Run) -> list[str]:
    """The cases that passed though they need a function that the run's subject replaced."""
    assert run.header is not None
    overridden = set(run.header.subject.functions)
    passed = (case for case, results in run.results.items() if results[0].first.verdict is Verdict.PASS)
    return sorted(case for case in passed if target.supports()[case] & overridden)
