"""Which faults to try: by name, by clause, and a sample that has each clause at least once."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from ..case_list import CLASSES, pattern_matcher

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..case_list import ListedCase
    from ..faults import Fault


class NoSuchFaultError(Exception):
    """Nothing matches what was asked for; the message is one line for the user."""


def choose(faults: Sequence[Fault], names: Sequence[str], clauses: Sequence[str], abi: str) -> list[Fault]:
    """The faults that are wrong on `abi`, match one of the names and break a clause that matches one of `clauses`.

    Names and clauses are patterns (`*` and `?` only); without any, all match. Raises NoSuchFaultError, also where one
    of them matches nothing by itself.
    """
    known_clauses = sorted({clause for fault in faults for clause in fault.breaks})
    _require("fault", names, [fault.name for fault in faults])
    _require("clause that a fault breaks", clauses, known_clauses)
    by_name = [pattern_matcher(name) for name in names]
    by_clause = [pattern_matcher(clause) for clause in clauses]
    chosen = [
        fault
        for fault in faults
        if abi in fault.abis
        and (not by_name or any(matches(fault.name) for matches in by_name))
        and (not by_clause or any(matches(clause) for matches in by_clause for clause in fault.breaks))
    ]
    if not chosen:
        raise NoSuchFaultError(f"no fault satisfies all the given conditions together on {abi}")
    return chosen


def _require(kind: str, patterns: Sequence[str], known: Sequence[str]) -> None:
    for pattern in patterns:
        if not any(map(pattern_matcher(pattern), known)):
            close = difflib.get_close_matches(pattern, known, 1, cutoff=0.4)
            raise NoSuchFaultError(f"no {kind} matches {pattern!r}" + (f"; is it {close[0]}?" if close else ""))


def sample(faults: Sequence[Fault], cases: Sequence[ListedCase]) -> list[Fault]:
    """For each clause that a fault breaks the one that costs least, in the order of the faults.

    A fault that breaks nothing else is taken before one that breaks more: who catches that may be of the other clause.
    """
    chosen: set[str] = set()
    for clause in {clause for fault in faults for clause in fault.breaks}:
        breaking = [fault for fault in faults if clause in fault.breaks]
        chosen.add(min(breaking, key=lambda fault: (len(fault.breaks), *_cost(fault, cases))).name)
    return [fault for fault in faults if fault.name in chosen]


def _cost(fault: Fault, cases: Sequence[ListedCase]) -> tuple[int, int]:
    """The class of the cheapest case that can catch it, and the time all of that class are given."""
    own = [case for case in cases if case.clause in fault.breaks]
    cheapest = min((CLASSES.index(case.scheduling) for case in own), default=len(CLASSES))
    return cheapest, sum(case.budget_ms for case in own if CLASSES.index(case.scheduling) == cheapest)
