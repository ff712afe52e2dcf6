"""A run judged by another one: what passed must pass, and what failed may fail as it did, or pass."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from .expectations import Entry, EntryClass, Expectations
from .gate import Finding, Judgement, Relation, judge
from .outcomes import outcome_of
from .printable import scalar_text
from .stances import first_attempts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .records import Run, Scalar

_FAILING = frozenset({Relation.REGRESSION, Relation.MISSING})
"""A run has no entries: what is better or new in the later one leaves nothing to put right."""


def judge_since(before: Run, before_name: str, run: Run, name: str, part: bool = False) -> Judgement:
    """Judges a valid run by an earlier valid one; a `part` by the cases it planned."""
    judgement = judge(run, name, _expectations(before, before_name), part)
    findings = tuple(_with_changes(finding, before, run) for finding in judgement.findings)
    return dataclasses.replace(judgement, findings=findings, failing=_FAILING)


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


def _with_changes(finding: Finding, before: Run, now: Run) -> Finding:
    """Tells what a case answers otherwise while its verdict is as before; that is allowed, and changes no relation."""
    if finding.relation is not Relation.EXPECTED or finding.text:
        return finding
    changes = list(_changes(_answers(before, finding.case), _answers(now, finding.case)))
    text = f"answers otherwise than before: {'; '.join(changes)}" if changes else ""
    return dataclasses.replace(finding, text=text)


def _answers(run: Run, case: str) -> dict[str, dict[str, None]]:
    """For the verdict and each value that can be compared what came, in words, each once."""
    answers: dict[str, dict[str, None]] = {}
    for attempt in first_attempts([run], case):
        answers.setdefault("verdict", {})[attempt.verdict] = None
        for value in attempt.values:
            if value.comparable:
                answers.setdefault(value.key, {})[_words(value.value)] = None
    return answers


def _words(value: Scalar) -> str:
    return scalar_text(value, 80)


def _changes(before: dict[str, dict[str, None]], now: dict[str, dict[str, None]]) -> Iterator[str]:
    for key in dict.fromkeys((*before, *now)):
        then, came = before.get(key, {}), now.get(key, {})
        if then.keys() != came.keys():
            yield f"{key} {' or '.join(came) or 'not recorded'}, before {' or '.join(then) or 'not recorded'}"
