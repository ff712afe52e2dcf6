"""wptreport.json, as the dashboards of web-platform-tests read it: one test for each case, one subtest for each tier.

A case that judges nothing has no subtest. Tiers are never added up there either.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..explain import verdict_text
from ..printable import printable
from ..verdicts import NOT_TRIED, Status, Tier, Verdict
from .results import NOT_VALID, details, problems, results_of

if TYPE_CHECKING:
    from ..matrix import Column, Matrix
    from ..records import Attempt, Header, Result

FILE = "wptreport.json"
_STATUSES = {Status.CRASH: "CRASH", Status.TIMEOUT: "TIMEOUT", Status.LEFT_BEHIND: "TIMEOUT"}
_SUBTESTS = {Verdict.PASS: "PASS", Verdict.FAIL: "FAIL"}


def wptreport(matrix: Matrix) -> dict[str, str]:
    """The run in one file."""
    column = matrix.columns[0]
    results = [_test(name, result) for _, name, result in results_of(matrix)]
    if not column.run.valid:
        results.append(_entry(f"/{NOT_VALID}", "ERROR", problems(column), 0, []))
    start = _milliseconds(column.run.header)
    wall = column.run.footer.wall_us // 1000 if column.run.footer else 0
    report = {
        "run_info": _run_info(column),
        "time_start": start,
        "time_end": start + wall,
        "results": results,
    }
    return {FILE: json.dumps(report, indent=1) + "\n"}


def _run_info(column: Column) -> dict[str, Any]:
    header = column.run.header
    if header is None:
        return {"product": printable(column.target), "browser_version": "", "os": "", "revision": ""}
    return {
        "product": printable(header.target.kind),
        "browser_version": printable(header.target.version),
        "os": "win",
        "os_version": printable(header.target.host),
        "processor": printable(header.abi),
        "revision": printable(header.build),
        "subject": printable(header.subject.title) if header.subject.library else None,
    }


def _milliseconds(header: Header | None) -> int:
    try:
        return int(datetime.fromisoformat(header.started).timestamp() * 1000) if header else 0
    except ValueError:
        return 0


def _test(name: str, result: Result | None) -> dict[str, Any]:
    if result is None:
        return _entry(f"/{name}", "ERROR", "NORESULT: never begun", 0, [])
    first = result.first
    message = None
    if first.verdict not in (Verdict.PASS, Verdict.DONE):
        message = "\n".join(filter(None, (verdict_text(result), details(result))))
    subtests: list[dict[str, Any]] = [
        {"name": str(tier), "status": _SUBTESTS.get(verdict, "NOTRUN"), "message": None, "known_intermittent": []}
        for tier, verdict in first.tiers.items()
        if tier is not Tier.CHARACTERISED
    ]
    return _entry(f"/{name}", _status(first), message, first.duration_us // 1000, subtests)


def _status(attempt: Attempt) -> str:
    if attempt.status in _STATUSES:
        return _STATUSES[attempt.status]
    if attempt.verdict in NOT_TRIED:
        return "SKIP"
    return "ERROR" if attempt.verdict in (Verdict.UNRESOLVED, Verdict.NORESULT) else "OK"


def _entry(
    name: str, status: str, message: str | None, duration: int, subtests: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "test": name,
        "status": status,
        "message": message,
        "duration": duration,
        "known_intermittent": [],
        "subtests": subtests,
    }
