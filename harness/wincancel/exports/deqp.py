"""The files of deqp-runner: results.csv, and the lists fails.txt, flakes.txt and skips.txt that its users keep.

One line for each case. A case whose repeats do not agree is a flake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..verdicts import Status, Verdict

if TYPE_CHECKING:
    from ..matrix import Cell, Matrix
    from ..records import Attempt

RESULTS, FAILS, FLAKES, SKIPS = "results.csv", "fails.txt", "flakes.txt", "skips.txt"
_NOT_VALID = "run/is_valid"
_WORDS = {
    Verdict.PASS: "Pass",
    Verdict.DONE: "Pass",
    Verdict.FAIL: "Fail",
    Verdict.UNRESOLVED: "Fail",
    Verdict.NORESULT: "Missing",
    Verdict.UNSUPPORTED: "Skip",
    Verdict.UNTESTED: "Skip",
}
_PROCESSES = {Status.CRASH: "Crash", Status.TIMEOUT: "Timeout", Status.LEFT_BEHIND: "Timeout"}


def deqp(matrix: Matrix) -> dict[str, str]:
    """The run in four files; ids of cases have no comma."""
    rows = [(row.case, _status(row.cells[0]), _seconds(row.cells[0])) for row in matrix.rows]
    if not matrix.columns[0].run.valid:
        rows.append((_NOT_VALID, "Fail", 0.0))
    return {
        RESULTS: "".join(f"{case},{status},{seconds:.3f}\n" for case, status, seconds in rows),
        FAILS: "".join(f"{case},{status}\n" for case, status, _ in rows if status not in ("Pass", "Skip", "Flake")),
        FLAKES: "".join(f"{case}\n" for case, status, _ in rows if status == "Flake"),
        SKIPS: "".join(f"{case}\n" for case, status, _ in rows if status == "Skip"),
    }


def _status(cell: Cell) -> str:
    words = {_word(result.first) for result in cell.results}
    if not words:
        return "Missing"
    return words.pop() if len(words) == 1 else "Flake"


def _word(attempt: Attempt) -> str:
    if attempt.status in _PROCESSES:
        return _PROCESSES[attempt.status]
    return _WORDS[attempt.verdict]


def _seconds(cell: Cell) -> float:
    return sum(result.first.duration_us for result in cell.results) / 1e6
