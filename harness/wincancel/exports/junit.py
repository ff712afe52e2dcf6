"""JUnit XML, by the schema of Jenkins: one suite for each clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junitparser import Error, Failure, Skipped
from junitparser.xunit2 import JUnitXml, TestCase, TestSuite

from ..clauses import clause_of
from ..explain import verdict_text
from ..printable import printable
from ..verdicts import NOT_TRIED, Verdict
from .results import NOT_VALID, details, problems, results_of

if TYPE_CHECKING:
    from ..matrix import Column, Matrix
    from ..records import Result

FILE = "junit.xml"


def junit(matrix: Matrix) -> dict[str, str]:
    """The run in one file."""
    column = matrix.columns[0]
    suites = JUnitXml("wincancel")
    by_clause: dict[str, TestSuite] = {}
    for case, name, result in results_of(matrix):
        clause = clause_of(case)
        suite = by_clause.setdefault(clause, TestSuite(clause))  # type: ignore[no-untyped-call]
        suite.add_testcase(_junit_case(column, clause, name.removeprefix(clause + "/"), result))
    if not column.run.valid:
        broken = TestCase(NOT_VALID, classname=f"wincancel.{column.target}")
        broken.result = [Error("not a valid run")]
        broken.result[0].text = problems(column)
        by_clause["run"] = TestSuite("run")  # type: ignore[no-untyped-call]
        by_clause["run"].add_testcase(broken)
    for suite in by_clause.values():
        suite.add_property("target", printable(column.target))
        suite.add_property("fingerprint", printable(column.fingerprint))
        if column.run.header is not None:
            suite.add_property("seed", str(column.run.header.seed))
        suites.add_testsuite(suite)
    suites.update_statistics()  # type: ignore[no-untyped-call]  # the library's own
    return {FILE: str(suites.tostring().decode("utf-8")) + "\n"}  # type: ignore[no-untyped-call]


def _junit_case(column: Column, clause: str, name: str, result: Result | None) -> TestCase:
    seconds = round(result.first.duration_us / 1e6, 3) if result else 0  # the schema has three places
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
        entry.text = details(result)
        case.result = [entry]
    return case
