"""TAP, version 14: one test point for each repeat of a case, with a YAML block where there is something to explain."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ..explain import verdict_text
from ..printable import printable
from ..verdicts import NOT_TRIED, Verdict
from .results import NOT_VALID, details, problems, results_of

if TYPE_CHECKING:
    from ..matrix import Matrix
    from ..records import Result

FILE = "results.tap"


def tap(matrix: Matrix) -> dict[str, str]:
    """The run in one file."""
    column = matrix.columns[0]
    lines: list[str] = []
    number = 0
    for _, name, result in results_of(matrix):
        number += 1
        lines += _tap_case(number, name, result)
    if not column.run.valid:
        number += 1
        lines += [f"not ok {number} - {NOT_VALID}", *_tap_block(problems(column))]
    head = ["TAP version 14", f"1..{number}", f"# {_tap_text(printable(column.fingerprint))}"]
    return {FILE: "\n".join(head + lines) + "\n"}


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
        *_tap_block(f"{verdict_text(result)}\n{details(result)}"),
    ]


def _tap_text(text: str) -> str:
    r"""A description: `#` begins a directive and `\\` escapes it."""
    return text.replace("\\", "\\\\").replace("#", "\\#")


def _tap_block(text: str) -> list[str]:
    """A YAML block with one list; JSON strings are YAML."""
    lines = [f"    - {json.dumps(line, ensure_ascii=False)}" for line in text.splitlines()]
    return ["  ---", "  details:", *lines, "  ..."]
