"""A finding as a bug report in Markdown, for somebody who works on the implementation and has never seen this suite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .affected import affected, implementation_of
from .explain import repeat_command
from .finding_grounds import failed_attempts, grounds_of
from .findings import failed_repeats
from .markdown import code, fenced, prose, table
from .printable import allowed_of, value_text
from .reproduction import excerpt_of
from .verdicts import Tier, Verdict

if TYPE_CHECKING:
    from .clauses import Register
    from .findings import Finding
    from .matrix import Cell, Column

_CASES_SHOWN = 30
_NO_PAGE = "-"
"""What a register names as the page of a clause that has none."""

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
        f"## {_heading(finding)}\n\n" + _says(finding, register),
        "## What happens\n\n" + _happens(finding),
        "## Versions affected\n\n" + "\n".join(f"- {prose(one.text)}" for one in affected(finding)),
        "## How to repeat it\n\n" + _repeat(finding),
        "## Why it is the implementation's doing\n\n" + "\n".join(f"- {line}" for line in grounds_of(finding)),
        "## All that one run recorded\n\n" + _values(finding),
        "## Source of the case\n\n" + _source(finding),
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


def _heading(finding: Finding) -> str:
    return "What is expected" if finding.tier in (Tier.OBSERVED, Tier.AMBIGUOUS) else "What the page says"


def _says(finding: Finding, register: Register) -> str:
    clause = register.clauses.get(finding.clause)
    if clause is None:
        return f"The clause {code(finding.clause)} is in no register of this version."
    place = register.place_of(clause)
    page = register.page_of(clause)
    source = f"from: {prose(page)}{f' ({place})' if place else ''}" if page != _NO_PAGE else "which no page states"
    weight = "" if page == _NO_PAGE and finding.tier is Tier.DOCUMENTED else f" {_WEIGHT.get(finding.tier, '')}"
    return (
        f"> {prose(clause.statement)}\n\n"
        f"In our own words, clause {code(clause.id)}, {source}.\n\n"
        f"Tier **{finding.tier}**.{weight}\n\n"
        f"Evidence: {prose(clause.evidence)}"
    )


def _happens(finding: Finding) -> str:
    keys = list(dict.fromkeys(one.key for one in finding.all_missed))
    ran = [
        (column, [row.cells[index] for row in finding.rows if row.cells[index].planned])
        for index, column in enumerate(finding.matrix.columns)
        if column.run.valid and any(row.cells[index].planned for row in finding.rows)
    ]
    targets = [
        (code(finding.label(column)), _version(column), *_verdicts(cells, finding), _reasons(cells))
        for column, cells in ran
    ]
    answers = [
        (code(key), " or ".join(map(code, _allowed(finding, key))), *(_answers(cells, key) for _, cells in ran))
        for key in keys
    ]
    shown = [f"- {code(row.case)}" for row in finding.rows[:_CASES_SHOWN]]
    if len(finding.rows) > _CASES_SHOWN:
        shown.append(f"- and {len(finding.rows) - _CASES_SHOWN} more")
    count = len(finding.rows)
    return "\n\n".join(
        (
            table(("value", "must be", *(f"got on {code(finding.label(column))}" for column, _ in ran)), answers),
            table(("target", "measured version", "verdict in this tier", "repeats that fail", "reason"), targets),
            f"{count} {'case shows' if count == 1 else 'cases show'} it in the same way:",
            "\n".join(shown),
        )
    )


def _version(column: Column) -> str:
    """The version that the target told the run, with its build and the ABI of the executable."""
    header = column.run.header
    if header is None:
        return "unknown"
    subject = f", subject {code(header.subject.title)}" if header.subject.library else ""
    return (
        f"{code(f'{header.target.kind} {header.target.version}')}, {code(header.target.build)}, {header.abi}{subject}"
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


def _answers(cells: list[Cell], key: str) -> str:
    """What came under a key, every different value once."""
    attempts = [result.first for cell in cells for result in cell.results]
    seen = [value_text(v, 80) for attempt in attempts for v in attempt.values if v.key == key]
    seen += [
        f"{row.count} of {histogram.trials}: {', '.join(row.outcome)}"
        for attempt in attempts
        for histogram in attempt.histograms
        for row in histogram.outcomes
        if histogram.key == key and row.count
    ]
    different = list(dict.fromkeys(seen))
    more = f" and {len(different) - 4} others" if len(different) > 4 else ""
    return (", ".join(code(one) for one in different[:4]) or "nothing") + more


def _reasons(cells: list[Cell]) -> str:
    """What the cases say for themselves, such as why they were not tried."""
    reasons = dict.fromkeys(r.first.reason for cell in cells for r in cell.results if r.first.reason)
    return ", ".join(code(reason) for reason in list(reasons)[:2])


def _repeat(finding: Finding) -> str:
    column = finding.failing[0]
    case = finding.rows[0].case
    header = column.run.header
    abi = header.abi if header else "x86_64"
    alone = f"wincancel-{abi}{'' if abi == 'winpr' else '.exe'} run --filter {case}"
    if header is not None and header.target.kind == "wine":
        alone = f"wine {alone}"
    if header is not None and header.subject.library:
        alone += " --subject LIBRARY"
    return (
        "With the suite's executable alone, which is one file and needs nothing beside it "
        "(on Windows without `wine`):\n\n"
        f"{fenced(alone, 'sh')}\n\nOr from a checkout of the suite, as it ran here:\n\n"
        f"{fenced(repeat_command(column, case), 'sh')}"
    )


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
    left_out = "\n\nNot shown: " + ", ".join(code(one) for one in excerpt.left_out[:8]) if excerpt.left_out else ""
    more = len(excerpt.left_out) - 8
    left_out += f", and {more} more of the same files" if more > 0 else ""
    return (
        f"Of {code(case)}: the test with its row of the table, then the set-up that it uses. It is an excerpt of this "
        "checkout, which does not compile by itself. The verbs are described in `suites/framework/operation.h`.\n\n"
        f"{fenced(text, 'c')}{left_out}"
    )


def _values(finding: Finding) -> str:
    column, attempt = next(failed_attempts(finding))
    rows = [
        (code(value.key), code(value_text(value)), code(allowed_of(value)) if value.allowed is not None else "",
         "" if value.met is None else "met" if value.met else "**missed**", str(value.tier))
        for value in attempt.values
    ]  # fmt: skip
    header = column.run.header
    build = f", suite build {code(header.build)}" if header else ""
    return f"{code(attempt.case)} on {code(finding.label(column))}, run {code(column.name)}{build}.\n\n" + table(
        ("value", "got", "allowed", "", "tier"), rows
    )
