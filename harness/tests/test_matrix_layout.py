"""The matrix of many runs: whatever the width, no line is broken and no name or verdict cut."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import streams
from rich.console import Console
from streams import Record, attempt, value, whole
from test_matrix import REGISTER, matrix_of, read

from wincancel.matrix import build_matrix
from wincancel.matrix_table import print_matrix

if TYPE_CHECKING:
    from wincancel.matrix import Matrix

GOOD, BAD = [value("returned", True, [True])], [value("returned", False, [True])]
CASES = [f"CSIO-RET-1/succeeds/VARIANT_{number:02}" for number in range(14)]


def printed(matrix: Matrix, width: int, verbose: bool = False) -> list[str]:
    file = io.StringIO()
    print_matrix(matrix, Console(file=file, width=width, highlight=False, markup=False, emoji=False), verbose)
    return file.getvalue().splitlines()


def table_of(lines: list[str]) -> list[str]:
    """What stands before the first explanation."""
    return lines[: lines.index("")]


def all_different() -> Matrix:
    """Fourteen runs of fourteen cases; in each another one fails."""
    runs: list[tuple[str, list[Record]]] = []
    for bad in CASES:
        attempts = [attempt(case, BAD if case == bad else GOOD) for case in CASES]
        runs.append((f"implementation-{len(runs):02}-i686", whole(*attempts)))
    return matrix_of(*runs)


def test_runs_alike_share_a_column_where_each_cannot_have_one() -> None:
    names = ("wine-8.0", "wine-8.0-i686", "wine-10.0", "wine-10.0-i686")
    other = whole(attempt("CSIO-RET-1/fails", GOOD))
    matrix = matrix_of(*((name, other if "10" in name else streams.small()) for name in names))
    assert matrix.alike() == [(0, 1), (2, 3)]
    heading = printed(matrix, 200)[0]
    assert [heading.split().count(name) for name in names] == [1, 1, 1, 1]
    above, below = printed(matrix, 60)[:2]
    assert above.split() == ["wine-8.0", "wine-10.0"]
    assert below.split() == ["clause", "wine-8.0-i686", "wine-10.0-i686"]


def test_counts_alone_do_not_make_runs_alike() -> None:
    assert all_different().alike() == [(number,) for number in range(14)]


def test_a_second_attempt_or_another_end_of_the_process_makes_a_difference() -> None:
    plain = whole(attempt("CSIO-RET-1/case", BAD))
    again = whole(attempt("CSIO-RET-1/case", BAD), attempt("CSIO-RET-1/case", GOOD, number=2))
    left = whole(attempt("CSIO-RET-1/case", BAD, status="LEFT_BEHIND"))
    assert matrix_of(("a", plain), ("b", again), ("c", left), ("d", plain)).alike() == [(0, 3), (1,), (2,)]


@pytest.mark.parametrize("width", [80, 100, 132, 200])
@pytest.mark.parametrize("verbose", [False, True])
def test_many_columns_become_several_tables_that_fit(width: int, verbose: bool) -> None:
    lines = table_of(printed(all_different(), width, verbose))
    assert max(map(len, lines)) <= width
    assert not any("…" in line for line in lines)
    rows = [line for line in lines if "VARIANT_07" in line] if verbose else [n for n in lines if n.startswith("CSIO")]
    cells = [cell for row in rows for cell in row.split()[1:]]
    assert cells == (["P"] * 7 + ["F"] + ["P"] * 6 if verbose else ["1F", "13P"] * 14)


def test_what_letters_and_numbers_stand_for_is_said() -> None:
    lines = printed(all_different(), 80)
    assert lines[13] == "(14)  implementation-13-i686"
    assert lines[14] == "F FAIL  N NORESULT  R UNRESOLVED  P PASS  D DONE  U UNSUPPORTED  T UNTESTED"
    assert lines[15].split()[:3] == ["clause", "(1)", "(2)"]


def test_long_names_of_cases_leave_room_for_the_verdicts() -> None:
    case = "CSIO-RET-1/" + "a_long_name_" * 9 + "/VARIANT"
    matrix = matrix_of(*((f"target-{number}", whole(attempt(case, BAD))) for number in range(9)))
    lines = table_of(printed(matrix, 80, verbose=True))
    assert max(map(len, lines)) <= 80
    assert sum("F" in line.split() for line in lines) == 2  # the legend and the case


def test_what_went_wrong_in_the_same_way_is_explained_once() -> None:
    other = whole(attempt("CSIO-RET-1/fails", [value("returned", False, [True]), value("more", 5, [6])]))
    runs = [("wine-8.0", streams.small()), ("wine-9.0", other), ("wine-10.0", streams.small())]
    text = "\n".join(printed(matrix_of(*runs), 160))
    assert text.count("CSIO-RET-1/fails on wine-8.0, wine-10.0: FAIL in documented") == 1
    assert text.count("CSIO-RET-1/fails on wine-9.0: FAIL in documented") == 1


def test_there_is_no_column_for_what_is_the_same_everywhere() -> None:
    assert printed(matrix_of(("wine-10.0", streams.small())), 160)[0].split() == ["clause", "wine-10.0"]


def test_relations_have_a_column_where_any_is_known() -> None:
    relations = {("wine-10.0", "CSIO-RET-1/fails"): "regression"}
    matrix = build_matrix([("wine-10.0", read(streams.small()))], REGISTER, relations)
    header, row, *_ = printed(matrix, 160)
    assert row[header.index("relation") :].rstrip() == "1 regression, 1 -"
