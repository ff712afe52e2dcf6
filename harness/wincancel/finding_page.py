"""A finding as a bug report in Markdown, for somebody who works on the implementation and has never seen this suite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .affected import affected, implementation_of
from .clauses import clause_of
from .explain import repeat_command
from .findings import failed_repeats, missed_in
from .markdown import code, fenced, prose, table
from .printable import allowed_of, value_text
from .reproduction import excerpt_of
from .verdicts import Tier, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .clauses import Register
    from .findings import Finding
    from .matrix import Cell, Column
    from .records import Attempt

_CASES_SHOWN = 30

_WEIGHT = {
    Tier.DOCUMENTED: "The page says so.",
    Tier.IMPLIED: "This follows from the page, which does not say it in so many words.",
    Tier.AMBIGUOUS: "The pages contradict each other; what was met is none of their readings.",
    Tier.OBSERVED: "No page promises it: it was seen on Windows, see the evidence.",
}


def bug_report(finding: Finding, register: Register) -> str:
    """The whole page, ready to be pasted into a tracker."""
    sections = [
        f"# {prose(finding.title)}",
        _state(finding),
        "## What the page says\n\n" + _says(finding, register),
        "## What happens\n\n" + _happens(finding),
        "## Versions affected\n\n" + "\n".join(f"- {prose(one.text)}" for one in affected(finding)),
        "## How to repeat it\n\n" + _repeat(finding),
        "## Why it is the implementation's doing\n\n" + "\n".join(f"- {line}" for line in _grounds(finding)),
        "## Source of the case\n\n" + _source(finding),
        "## All that one run recorded\n\n" + _values(finding),
    ]
    return "\n\n".join(sections) + "\n"


def is_confirmed(finding: Finding) -> bool:
    """Whether the reference passes every case of the finding in these runs."""
    return any(
        "reference" in implementation_of(column).rpartition(" on ")[0]
        and all(row.cells[index].tiers.get(finding.tier) is Verdict.PASS for row in finding.rows)
        for index, column in enumerate(finding.matrix.columns)
        if column.run.valid
    )


def _state(finding: Finding) -> str:
    if is_confirmed(finding):
        return "The same cases pass on the reference implementation of the documented behaviour."
    return (
        "*Unconfirmed*: no run of the reference implementation, or of Windows, with the same cases stands beside these."
    )


def _says(finding: Finding, register: Register) -> str:
    clause = register.clauses.get(finding.clause)
    if clause is None:
        return f"The clause {code(finding.clause)} is in no register of this version."
    place = register.place_of(clause)
    return (
        f"> {prose(clause.statement)}\n\n"
        f"In our own words, clause {code(clause.id)}, from: {prose(register.page_of(clause))}"
        f"{f' ({place})' if place else ''}.\n\n"
        f"Tier **{finding.tier}**. {_WEIGHT.get(finding.tier, '')}\n\n"
        f"Evidence: {prose(clause.evidence)}"
    )


def _happens(finding: Finding) -> str:
    keys = list(dict.fromkeys(one.key for one in finding.all_missed))
    expected = [
        f"- {code(key)} must be {' or '.join(code(allowed) for allowed in _allowed(finding, key))}" for key in keys
    ]
    rows = []
    for index, column in enumerate(finding.matrix.columns):
        cells = [row.cells[index] for row in finding.rows if row.cells[index].planned]
        if cells and column.run.valid:
            rows.append(
                (code(column.label), code(column.fingerprint), *_verdicts(cells, finding), _answers(cells, keys))
            )
    shown = [f"- {code(row.case)}" for row in finding.rows[:_CASES_SHOWN]]
    if len(finding.rows) > _CASES_SHOWN:
        shown.append(f"- and {len(finding.rows) - _CASES_SHOWN} more")
    count = len(finding.rows)
    return "\n\n".join(
        (
            "\n".join(expected),
            table(("target", "measured version", "verdict in this tier", "repeats that fail", "what came"), rows),
            f"{count} {'case shows' if count == 1 else 'cases show'} it in the same way:",
            "\n".join(shown),
        )
    )


def _allowed(finding: Finding, key: str) -> list[str]:
    return list(dict.fromkeys(one.allowed for one in finding.all_missed if one.key == key))


def _verdicts(cells: list[Cell], finding: Finding) -> tuple[str, str]:
    """The verdict in the finding's tier, and of how many repeats of all cases together it is a failure."""
    verdicts = dict.fromkeys(str(cell.tiers.get(finding.tier, cell.worst)) for cell in cells)
    repeats = sum(len(cell.results) for cell in cells)
    failed = sum(failed_repeats(cell, finding.tier) for cell in cells)
    rate = f" ({100 * failed / repeats:.0f} %)" if 0 < failed < repeats else ""
    return ", ".join(verdicts), f"{failed} of {repeats}{rate}"


def _answers(cells: list[Cell], keys: list[str]) -> str:
    """What came under each key, every different value once."""
    attempts = [result.first for cell in cells for result in cell.results]
    parts: list[str] = []
    for key in keys:
        values = [value_text(v, 80) for attempt in attempts for v in attempt.values if v.key == key]
        races = [
            f"{row.count} of {histogram.trials}: {', '.join(row.outcome)}"
            for attempt in attempts
            for histogram in attempt.histograms
            for row in histogram.outcomes
            if histogram.key == key and row.count
        ]
        seen = list(dict.fromkeys(values + races))
        if seen:
            more = f" and {len(seen) - 4} others" if len(seen) > 4 else ""
            parts.append(f"{code(key)}: {', '.join(code(one) for one in seen[:4])}{more}")
    reasons = list(dict.fromkeys(attempt.reason for attempt in attempts if attempt.reason))
    parts += [code(reason) for reason in reasons[:2]]
    return "; ".join(parts) or "nothing"


def _repeat(finding: Finding) -> str:
    column = finding.failing[0]
    case = finding.rows[0].case
    header = column.run.header
    abi = header.abi if header else "x86_64"
    alone = f"wincancel-{abi}.exe run --filter {case}"
    if header is not None and header.target.kind == "wine":
        alone = f"wine {alone}"
    if header is not None and header.subject.library:
        alone += " --subject LIBRARY"
    return (
        "With the suite's executable alone, which is one file and needs nothing beside it:\n\n"
        f"{fenced(alone, 'sh')}\n\nOr from a checkout of the suite, as it ran here:\n\n"
        f"{fenced(repeat_command(column, case), 'sh')}"
    )


def _grounds(finding: Finding) -> Iterator[str]:
    """What speaks against a fault of the test, and what is missing."""
    columns = finding.matrix.columns
    passing = [
        column.label
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
            yield f"On {code(column.label)}, run again at once and alone, {same} of {len(agains)} missed the same values."
        good, all_ = _neighbours(finding, index)
        if all_:
            yield f"On {code(column.label)}, {good} of the {all_} other cases of this clause pass."
    yield _control(finding)


def _neighbours(finding: Finding, index: int) -> tuple[int, int]:
    """How many cases of the clause that are no part of the finding pass in a run, and how many there are."""
    own = {row.case for row in finding.rows}
    rows = [row for row in finding.matrix.rows if clause_of(row.case) == finding.clause and row.case not in own]
    verdicts = [row.cells[index].worst for row in rows if row.cells[index].planned]
    return verdicts.count(Verdict.PASS), len(verdicts)


def _control(finding: Finding) -> str:
    """Whether the case closes with a cancel that must work, and what is known of it."""
    excerpt = excerpt_of(finding.rows[0].case)
    text = "\n".join(part.text for part in excerpt.parts) if excerpt else ""
    reasons = [attempt.reason for _, attempt in _failed_attempts(finding) if attempt.reason]
    if reasons:
        return f"The case adds: {code(reasons[0], 400)}"
    if "positive_control(" in text or "positive_control_by(" in text:
        return (
            "Its positive control worked: after the failure, on the same thread, a cancel of the same kind of operation "
            "took. Otherwise the case would say so here."
        )
    if "cancel_control(" in text:
        return "Its positive control, a cancel with all access, is left out once a value was missed: it proves no more."
    return "It has no positive control: the case demands an effect, and does not rest on a refusal."


def _failed_attempts(finding: Finding) -> Iterator[tuple[Column, Attempt]]:
    for index, column in enumerate(finding.matrix.columns):
        if finding.missed[index]:
            for row in finding.rows:
                for result in row.cells[index].results:
                    if missed_in(result.first, finding.tier):
                        yield column, result.first


def _source(finding: Finding) -> str:
    case = finding.rows[0].case
    excerpt = excerpt_of(case)
    if excerpt is None:
        return f"No source file of this version declares {code(case)}."
    blocks: dict[str, list[str]] = {}
    for part in excerpt.parts:
        path, _, line = part.place.rpartition(":")
        blocks.setdefault(path, []).append(f"/* line {line} */\n{part.text}")
    text = "\n\n".join(f"/* ---- {path} ---- */\n\n" + "\n\n".join(parts) for path, parts in blocks.items())
    left_out = f"\n\nNot shown: {', '.join(code(one) for one in excerpt.left_out)}." if excerpt.left_out else ""
    return (
        f"Of {code(case)}: the test with its row of the table, then the set-up that it uses; an excerpt of this checkout, "
        "which does not compile by itself. The verbs are described in `suites/framework/operation.h`.\n\n"
        f"{fenced(text, 'c')}{left_out}"
    )


def _values(finding: Finding) -> str:
    column, attempt = next(_failed_attempts(finding))
    rows = [
        (code(value.key), code(value_text(value)), code(allowed_of(value)) if value.allowed is not None else "",
         "" if value.met is None else "met" if value.met else "**missed**", str(value.tier))
        for value in attempt.values
    ]  # fmt: skip
    header = column.run.header
    build = f", suite build {code(header.build)}" if header else ""
    return f"{code(attempt.case)} on {code(column.label)}, run {code(column.name)}{build}.\n\n" + table(
        ("value", "got", "allowed", "", "tier"), rows
    )
