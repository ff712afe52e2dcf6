"""What makes a finding the implementation's doing and not the test's, as far as the runs tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .clauses import clause_of
from .findings import missed_in
from .markdown import code
from .reproduction import excerpt_of
from .verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .findings import Finding
    from .matrix import Column
    from .records import Attempt


def grounds_of(finding: Finding) -> Iterator[str]:
    """What speaks against a fault of the test, and what is missing; sentences in Markdown."""
    columns = finding.matrix.columns
    passing = [
        finding.label(column)
        for index, column in enumerate(columns)
        if column.run.valid and all(row.cells[index].tiers.get(finding.tier) is Verdict.PASS for row in finding.rows)
    ]
    if passing:
        yield f"The same cases pass on {', '.join(code(label) for label in passing)}."
    else:
        yield "None of these runs passes all the same cases."
    for index, column in enumerate(columns):
        if not finding.missed[index]:
            continue
        firsts = [(result.first, result.again) for row in finding.rows for result in row.cells[index].results]
        agains = [(missed_in(first, finding.tier), again) for first, again in firsts if again is not None]
        same = sum(bool(missed) and missed_in(again, finding.tier) == missed for missed, again in agains)
        if agains:
            where = code(finding.label(column))
            yield f"On {where}, run again afterwards and alone, {same} of {len(agains)} missed the same values."
        good, all_ = _neighbours(finding, index)
        if good:
            yield f"On {code(finding.label(column))}, {good} of the {all_} other cases of this clause pass."
    yield from _probes(finding)
    yield from _control(finding)


def _neighbours(finding: Finding, index: int) -> tuple[int, int]:
    """How many cases of the clause that are no part of the finding pass in a run, and how many there are."""
    own = {row.case for row in finding.rows}
    rows = [row for row in finding.matrix.rows if clause_of(row.case) == finding.clause and row.case not in own]
    verdicts = [row.cells[index].worst for row in rows if row.cells[index].planned]
    return verdicts.count(Verdict.PASS), len(verdicts)


def _probes(finding: Finding) -> Iterator[str]:
    """What the probes before the cases said of the functions that the case needs."""
    column = finding.failing[0]
    excerpt = excerpt_of(finding.rows[0].case)
    declaration = next((part.text for part in excerpt.parts if part.text.startswith("TEST(")), "") if excerpt else ""
    supports = re.search(r'\.supports = "([^"]*)"', declaration)
    header = column.run.header
    for capability in header.capabilities if header else ():
        if supports and capability.name in supports[1].split() and capability.supported:
            where = code(finding.label(column))
            yield f"A probe before the cases found {code(capability.name)} on {where}: {code(capability.evidence)}."


def _control(finding: Finding) -> Iterator[str]:
    """What the case itself says, and why its positive control says nothing."""
    reasons = [attempt.reason for _, attempt in failed_attempts(finding) if attempt.reason]
    if reasons:
        yield f"The case adds: {code(reasons[0], 400)}."
    excerpt = excerpt_of(finding.rows[0].case)
    if excerpt and any(
        re.search(r"positive_control|cancel_control|control_cancel_io", one.text) for one in excerpt.parts
    ):
        yield (
            "The case ends with a positive control, which is left out once a value was missed: it keeps a refusal from "
            "passing, and no failure rests on it."
        )


def failed_attempts(finding: Finding) -> Iterator[tuple[Column, Attempt]]:
    """The first attempts that show the finding, with the runs they are of."""
    for index, column in enumerate(finding.matrix.columns):
        if finding.missed[index]:
            for row in finding.rows:
                for result in row.cells[index].results:
                    if missed_in(result.first, finding.tier):
                        yield column, result.first
