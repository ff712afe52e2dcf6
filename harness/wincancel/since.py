"""A run judged by another one: what passed must pass, and what failed may fail as it did, or pass."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from .conditions import measured_by
from .expectations import Entry, EntryClass, Expectations
from .gate import JudgedCase, Judgement, Relation, judge
from .outcomes import outcome_of
from .stances import first_attempts
from .value_comparison import ABSENT, agree, said_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .records import Run
    from .value_comparison import Said

_FAILING = frozenset({Relation.REGRESSION, Relation.MISSING})
"""A run has no entries: what is better or new in the later one leaves nothing to put right."""


def judge_since(before: Run, before_name: str, run: Run, name: str, part: bool = False) -> Judgement:
    """Judges a valid run by an earlier valid one; a `part` by the cases it planned."""
    judgement = judge(run, name, _expectations(before, before_name), part)
    cases = tuple(_with_changes(case, before, run) for case in judgement.cases)
    notes = judgement.notes
    assert before.header is not None
    if (other := measured_by(before.header)) != judgement.measured:
        notes = (*notes, f"{before_name} is of another target: {other}")
    return dataclasses.replace(judgement, cases=cases, notes=notes, failing=_FAILING)


def _expectations(run: Run, name: str) -> Expectations:
    """What a run saw, as expectations that hold for every target."""
    assert run.header is not None
    entries = []
    for case in sorted(run.planned_cases):
        # Where a case was repeated and came out in two ways, both are as before.
        outcomes = tuple(dict.fromkeys(map(outcome_of, first_attempts([run], case))))
        if not all(outcome.good for outcome in outcomes):
            entries.append(Entry(0, (case,), (), EntryClass.KNOWN, outcomes, None, f"as in {name}", "", ""))
    return Expectations(run.header.target.kind, None, (), tuple(entries), run.planned_cases)


def _with_changes(judged: JudgedCase, before: Run, now: Run) -> JudgedCase:
    """Tells what a case answers otherwise while its verdict is as before; that is allowed, and changes no relation."""
    if judged.relation is not Relation.EXPECTED or judged.text:
        return judged
    changes = list(_changes(said_by(before.results[judged.case]), said_by(now.results[judged.case])))
    text = f"answers otherwise than before: {'; '.join(changes)}" if changes else ""
    return dataclasses.replace(judged, text=text)


def _changes(before: Said, now: Said) -> Iterator[str]:
    """The values on which the two do not agree, in words."""
    if not before.tried or not now.tried:
        return
    for key in dict.fromkeys((*before.values, *now.values)):
        then, came = before.values.get(key), now.values.get(key)
        if not agree(came, then):
            yield f"{key} {came.text if came else ABSENT}, before {then.text if then else ABSENT}"
