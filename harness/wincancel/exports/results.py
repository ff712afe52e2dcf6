"""What every format says of a run: its results one by one, and why one failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..explain import attempt_text, failure_lines
from ..printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..matrix import Column, Matrix
    from ..records import Result

NOT_VALID = "the run is valid"
"""The test that a run which is not valid has besides, and which fails."""


def results_of(matrix: Matrix) -> Iterator[tuple[str, str, Result | None]]:
    """For each case and repeat: the case, a name that is unique, and the result if there is any."""
    for row in matrix.rows:
        results = row.cells[0].results
        if not results:
            yield row.case, row.case, None
        for result in results:
            yield row.case, row.case if len(results) == 1 else f"{row.case}#{result.repeat}", result


def details(result: Result) -> str:
    """What failed, in the first attempt and in the second where there was one; a line each."""
    lines = list(failure_lines(result.first))
    if result.again is not None:
        lines.append(f"again, alone: {attempt_text(result.again)}")
        lines += [f"  {line}" for line in failure_lines(result.again)]
    return "\n".join(lines)


def problems(column: Column) -> str:
    """Why a run is not valid; a line each."""
    return "\n".join(printable(str(problem)) for problem in column.run.problems)
