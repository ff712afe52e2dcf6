"""A run in the formats of other tools: JUnit XML and TAP 14.

In both, one test is one repeat of one case. PASS and DONE pass; UNSUPPORTED and UNTESTED are skipped with the reason;
FAIL is a failure; UNRESOLVED and NORESULT are errors (TAP knows only "not ok"). A run that is not valid has one more
test, which fails, so that it cannot look green.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from .clauses import clause_of
from .explain import attempt_text, failure_lines, verdict_text
from .printable import printable
from .verdicts import NOT_TRIED, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .matrix import Column, Matrix
    from .records import Result

_NOT_VALID = "the run is valid"


def export_run(form: str, matrix: Matrix) -> str:
    """The only run of `matrix` in the format `form`, one of FORMATS."""
    return FORMATS[form](matrix)


def _results(matrix: Matrix) -> Iterator[tuple[str, str, Result | None]]:
    """For each case and repeat: the case, a name that is unique, and the result if there is any."""
    for row in matrix.rows:
        results = row.cells[0].results
        if not results:
            yield row.case, row.case, None
        for result in results:
            yield row.case, row.case if len(results) == 1 else f"{row.case}#{result.repeat}", result


def _details(result: Result) -> str:
    lines = list(failure_lines(result.first))
    if result.again is not None:
        lines.append(f"again, alone: {attempt_text(result.again)}")
        lines += [f"  {line}" for line in failure_lines(result.again)]
    return "\n".join(lines)


def _problems(column: Column) -> str:
    return "\n".join(printable(str(problem)) for problem in column.run.problems)


def _junit(matrix: Matrix) -> str:
    column = matrix.columns[0]
    suites = JUnitXml("wincancel")
    by_clause: dict[str, TestSuite] = {}
    for case, name, result in _results(matrix):
        clause = clause_of(case)
        suite = by_clause.setdefault(clause, TestSuite(clause))
        suite.add_testcase(_junit_case(column, clause, name.removeprefix(clause + "/"), result))
    if not column.run.valid:
        broken = TestCase(_NOT_VALID, classname=f"wincancel.{column.target}")
        broken.result = [Error("not a valid run")]
        broken.result[0].text = _problems(column)
        by_clause["run"] = TestSuite("run")
        by_clause["run"].add_testcase(broken)
    for suite in by_clause.values():
        suite.add_property("target", printable(column.target))
        suite.add_property("fingerprint", printable(column.fingerprint))
        if column.run.header is not None:
            suite.add_property("seed", str(column.run.header.seed))
        suites.add_testsuite(suite)
    suites.update_statistics()  # type: ignore[no-untyped-call]  # the library's own
    return str(suites.tostring().decode("utf-8")) + "\n"  # type: ignore[no-untyped-call]


def _junit_case(column: Column, clause: str, name: str, result: Result | None) -> TestCase:
    seconds = result.first.duration_us / 1e6 if result else 0
    case = TestCase(name, classname=f"{printable(column.target)}.{clause}", time=seconds)
    if result is None:
        case.result = [Error("NORESULT: never begun")]
        return case
    verdict, summary = result.first.verdict, verdict_text(result)
    reason = printable(result.first.reason or "", 400)
    entry: Error | Failure | Skipped | None = None
    if verdict is Verdict.FAIL:
        entry = Failure(summary, str(verdict))
    elif verdict in (Verdict.UNRESOLVED, Verdict.NORESULT):
        entry = Error(summary, str(verdict))
    elif verdict in NOT_TRIED:
        entry = Skipped(f"{verdict}: {reason}", str(verdict))
    if entry is not None:
        entry.text = _details(result)
        case.result = [entry]
    return case


def _tap(matrix: Matrix) -> str:
    column = matrix.columns[0]
    lines: list[str] = []
    number = 0
    for _, name, result in _results(matrix):
        number += 1
        lines += _tap_case(number, name, result)
    if not column.run.valid:
        number += 1
        lines += [f"not ok {number} - {_NOT_VALID}", *_tap_block(_problems(column))]
    head = ["TAP version 14", f"1..{number}", f"# {_tap_text(printable(column.fingerprint))}"]
    return "\n".join(head + lines) + "\n"


def _tap_case(number: int, name: str, result: Result | None) -> list[str]:
    if result is None:
        return [f"not ok {number} - {_tap_text(name)}", *_tap_block("NORESULT: never begun")]
    verdict = result.first.verdict
    if verdict in NOT_TRIED:
        reason = _tap_text(printable(result.first.reason or "", 400))
        return [f"ok {number} - {_tap_text(name)} # SKIP {verdict}: {reason}"]
    if verdict in (Verdict.PASS, Verdict.DONE):
        return [f"ok {number} - {_tap_text(name)}"]
    return [
        f"not ok {number} - {_tap_text(name)}",
        *_tap_block(f"{verdict_text(result)}\n{_details(result)}"),
    ]


def _tap_text(text: str) -> str:
    r"""A description: `#` begins a directive and `\\` escapes it."""
    return text.replace("\\", "\\\\").replace("#", "\\#")


def _tap_block(text: str) -> list[str]:
    """A YAML block with one list; JSON strings are YAML."""
    lines = [f"    - {json.dumps(line, ensure_ascii=False)}" for line in text.splitlines()]
    return ["  ---", "  details:", *lines, "  ..."]


FORMATS: Mapping[str, Callable[[Matrix], str]] = {"junit": _junit, "tap": _tap}
"""What `export_run` knows."""
