"""The matrix: three axes that are never merged, tiers that are never added, and text that stays text."""

from __future__ import annotations

import io

import pytest
import streams
from rich.console import Console
from streams import Record, attempt, value, whole

from wincancel.clauses import Clause, Register
from wincancel.matrix import Matrix, build_matrix
from wincancel.matrix_table import print_matrix
from wincancel.records import Run
from wincancel.show import print_case
from wincancel.stream import StreamReader
from wincancel.verdicts import Status, Tier, Verdict

REGISTER = Register(
    {
        name: Clause(name, "cancel_synchronous_io", "CSIO", "executable", Tier.DOCUMENTED, f"{name} says so", "D", None)
        for name in ("CSIO-RET-1", "CSIO-TECH-1")
    },
    {},
)


def read(records: list[Record]) -> Run:
    reader = StreamReader()
    reader.feed(streams.lines(records))
    return reader.run()


def matrix_of(*runs: tuple[str, list[Record]]) -> Matrix:
    return build_matrix([(name, read(records)) for name, records in runs], REGISTER)


def printed(matrix: Matrix, verbose: bool = False) -> str:
    file = io.StringIO()
    console = Console(file=file, width=200, highlight=False, markup=False, emoji=False)
    print_matrix(matrix, console, verbose)
    return file.getvalue()


def test_rows_are_the_clauses_in_the_order_of_the_register() -> None:
    matrix = matrix_of(("wine-10.0", streams.small()))
    assert [group.id for group in matrix.clauses] == ["CSIO-RET-1", "CSIO-TECH-1"]
    assert matrix.clauses[0].verdicts(0) == {Verdict.FAIL: 1, Verdict.PASS: 1}


def test_a_clause_that_no_register_knows_is_shown_all_the_same() -> None:
    matrix = matrix_of(("wine-10.0", whole(attempt("CSIO-ODD-1/case"))))
    assert matrix.clauses[0].clause is None
    assert "CSIO-ODD-1" in printed(matrix)


def test_a_second_attempt_stands_beside_and_changes_no_count() -> None:
    again = attempt("CSIO-RET-1/case", [value("returned", True, [True])], number=2)
    matrix = matrix_of(("wine-10.0", whole(attempt("CSIO-RET-1/case", [value("returned", False, [True])]), again)))
    assert matrix.verdicts(0) == {Verdict.FAIL: 1}
    assert "again PASS" in printed(matrix, verbose=True)


def test_tiers_are_counted_each_by_itself() -> None:
    content = [value("returned", True, [True]), value("last_error", 5, [995], tier="observed")]
    matrix = matrix_of(("wine-10.0", whole(attempt("CSIO-RET-1/case", content))))
    counts = matrix.tier_verdicts(0)
    assert counts[Tier.DOCUMENTED] == {Verdict.PASS: 1}
    assert counts[Tier.OBSERVED] == {Verdict.FAIL: 1}
    assert counts[Tier.IMPLIED] == {}
    assert matrix.documented_failures(0) == []
    text = printed(matrix)
    assert "wine-10.0: no documented failure" in text
    assert "last_error: got 5, allowed 995 [observed]" in text


def test_a_documented_failure_is_called_unconfirmed() -> None:
    matrix = matrix_of(("wine-10.0", streams.small()))
    assert matrix.documented_failures(0) == ["CSIO-RET-1/fails"]
    text = printed(matrix)
    assert "1 case misses a documented value (unconfirmed until the same case passes on the reference)" in text
    assert "returned: got false, allowed true [documented]" in text
    assert "./wincancel run -t wine-10.0 -k CSIO-RET-1/fails --seed 7" in text


def test_the_worst_of_each_clause_is_explained_and_what_is_alike_is_counted() -> None:
    wrong, seen = [value("returned", False, [True])], [value("last_error", 5, [995], "observed")]
    stream = whole(
        attempt("CSIO-RET-1/a", verdict="UNRESOLVED", reason="no pipe"),
        attempt("CSIO-RET-1/b", seen),
        attempt("CSIO-RET-1/c", wrong),
        attempt("CSIO-RET-1/d", wrong),
        attempt("CSIO-TECH-1/e", wrong),
    )
    matrix = matrix_of(("wine-10.0", stream))
    told = [line.split()[0] for line in printed(matrix).splitlines() if " on wine-10.0: " in line]
    assert told == ["CSIO-RET-1/c", "CSIO-TECH-1/e", "CSIO-RET-1/b", "CSIO-RET-1/a"]
    assert "1 more, alike or less serious, are explained in the report, and here with -v" in printed(matrix)
    assert "more, alike" not in printed(matrix, verbose=True)


def test_what_is_not_as_expected_is_explained_first() -> None:
    wrong = [value("returned", False, [True])]
    stream = whole(attempt("CSIO-RET-1/known", wrong), attempt("CSIO-TECH-1/broke", wrong))
    relations = {("wine-10.0", "CSIO-RET-1/known"): "expected", ("wine-10.0", "CSIO-TECH-1/broke"): "regression"}
    text = printed(build_matrix([("wine-10.0", read(stream))], REGISTER, relations))
    assert text.index("CSIO-TECH-1/broke on") < text.index("CSIO-RET-1/known on")


def test_process_status_has_a_column_of_its_own() -> None:
    passed = attempt("CSIO-RET-1/case", [value("returned", True, [True])], status="LEFT_BEHIND")
    matrix = matrix_of(("wine-10.0", whole(passed)))
    assert matrix.verdicts(0) == {Verdict.PASS: 1}
    assert matrix.statuses(0) == {Status.LEFT_BEHIND: 1}
    header, _, row, *_ = printed(matrix, verbose=True).splitlines()
    assert row.index("PASS") == header.index("wine-10.0")
    assert row.index("wine-10.0: 1 LEFT_BEHIND") == header.index("process")
    assert "CSIO-RET-1/case on wine-10.0: PASS, process LEFT_BEHIND" in printed(matrix)


def test_cells_of_repeats_count_verdicts() -> None:
    good, bad = [value("returned", True, [True])], [value("returned", False, [True])]
    stream = whole(*(attempt("CSIO-RET-1/case", bad if n == 2 else good, repeat=n) for n in (1, 2, 3)), repeat=3)
    matrix = matrix_of(("wine-10.0", stream))
    (row,) = matrix.rows
    assert row.cells[0].verdicts == {Verdict.PASS: 2, Verdict.FAIL: 1}
    assert row.cells[0].worst is Verdict.FAIL
    assert "1 FAIL 2 PASS" in printed(matrix, verbose=True)


def test_what_was_planned_and_never_begun_is_no_result() -> None:
    stream = streams.small()
    stream[0]["plan"]["cases"].append("CSIO-RET-1/forgotten")
    matrix = matrix_of(("wine-10.0", stream))
    assert matrix.verdicts(0)[Verdict.NORESULT] == 1
    assert "NOT A VALID RUN: 1 of 4 planned did not finish" in printed(matrix)


def test_a_run_that_did_not_plan_a_case_has_no_verdict_of_it() -> None:
    other = whole(attempt("CSIO-RET-1/fails", [value("returned", True, [True])]))
    assert "not planned" in printed(matrix_of(("wine-8.0", streams.small()), ("wine-10.0", other)))


def test_two_runs_of_a_target_have_labels_of_their_own() -> None:
    matrix = matrix_of(("wine-10.0", streams.small()), ("wine-10.0", streams.small()))
    assert [column.label for column in matrix.columns] == ["wine-10.0", "wine-10.0 #2"]


def test_the_bound_and_the_wall_time_are_shown_with_their_ratio() -> None:
    text = printed(matrix_of(("wine-10.0", streams.small())))
    assert "3 of 3 finished; lower bound 1.00 s, wall 1.50 s, 1.50 times that" in text


HOSTILE = "\x1b[2J\x1b]0;title\x07 \u202egnp.exe\u2066 [bold]no markup[/] \u200b\x9b31m :smile: \r\nnew"


@pytest.mark.parametrize("verbose", [False, True])
def test_hostile_text_reaches_no_terminal(verbose: bool) -> None:
    content = [value("returned", False, [True]), value("text", HOSTILE, ["fine"], name=HOSTILE)]
    target = {"kind": "wine", "version": HOSTILE, "build": HOSTILE, "host": HOSTILE, "cpus": 1}
    subject = {"library": HOSTILE, "functions": [HOSTILE]}
    stream = whole(attempt("CSIO-RET-1/case", content, reason=HOSTILE), target=target, subject=subject)
    matrix = matrix_of((HOSTILE, stream))
    file = io.StringIO()
    console = Console(file=file, width=200, highlight=False, markup=False, emoji=False)
    print_matrix(matrix, console, verbose)
    print_case(matrix, matrix.rows[0], REGISTER, console)
    text = file.getvalue()
    assert "\\x1b[2J" in text
    assert "[bold]no markup[/]" in text
    assert ":smile:" in text
    for character in "\x1b\x07\u202e\u2066\u200b\x9b\r":
        assert character not in text


def test_show_tells_what_the_page_says_what_was_got_and_how_to_repeat() -> None:
    matrix = matrix_of(("wine-10.0", streams.small()))
    file = io.StringIO()
    row = next(row for row in matrix.rows if row.case == "CSIO-RET-1/fails")
    print_case(matrix, row, REGISTER, Console(file=file, width=160, highlight=False, markup=False))
    text = file.getvalue()
    for part in (
        "CSIO-RET-1 says so [documented]",
        "repeat 1: FAIL in documented",
        "repeat 1, again and alone: FAIL in documented",
        "MISSED",
        "repeat: ./wincancel run -t wine-10.0 -k CSIO-RET-1/fails --seed 7",
    ):
        assert part in text


def test_how_to_repeat_has_the_options_of_the_run() -> None:
    stream = whole(
        attempt("CSIO-RET-1/case"),
        options={"jobs": 1, "timeout_scale": 2.5, "shuffle": False, "data": {"share": "/mnt/a b"}},
        subject={"library": "my.dll", "functions": ["CancelSynchronousIo"]},
    )
    text = printed(matrix_of(("wine-10.0", stream)), verbose=True)
    assert "subject my.dll" in text
    file = io.StringIO()
    matrix = matrix_of(("wine-10.0", stream))
    print_case(matrix, matrix.rows[0], REGISTER, Console(file=file, width=200))
    assert "--seed 7 --timeout-scale 2.5 --subject my.dll --data 'share=/mnt/a b'" in file.getvalue()


def test_a_run_from_elsewhere_is_repeated_by_the_executable_alone() -> None:
    text = printed(matrix_of(("windows-11", streams.small())))
    assert "    wincancel-x86_64.exe run --filter CSIO-RET-1/fails --seed 7\n" in text
