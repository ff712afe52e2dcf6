"""The gate against another run, and its Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest
from gates import FAILS, KNOWN, OTHER, PASSES, Place, came, usual
from streams import Record, attempt, value, whole


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A place where one case is known to fail."""
    made = Place(tmp_path)
    made.expects(KNOWN)
    return made


def since(place: Place, before: list[Record], now: list[Record]) -> tuple[int, list[str]]:
    """Gates one stream by another: the exit code, and the lines."""
    result = place.gate("--since", place.run(before, "before.jsonl"), place.run(now), file=False)
    return result.exit_code, result.output.splitlines()


def test_the_same_twice_passes(place: Place) -> None:
    code, lines = since(place, usual(), usual())
    assert (code, len(lines)) == (0, 1)


def test_worse_than_before_fails(place: Place) -> None:
    code, lines = since(place, usual(), whole(came(PASSES, 5), came(FAILS, 1168)))
    assert code == 1
    assert lines[0] == f"regression   {PASSES}: FAIL: last_error: got 5, allowed 995 [documented]; expected PASS"


def test_a_failure_with_another_value_fails(place: Place) -> None:
    code, lines = since(place, usual([1168]), usual([5]))
    assert code == 1
    assert lines[0].endswith("got 5, allowed 995 [documented]; before: FAIL (last_error 1168)")


def test_better_than_before_and_new_cases_are_told_and_pass(place: Place) -> None:
    code, lines = since(place, usual([1168]), usual([995], came(OTHER, 6)))
    assert code == 0
    assert [line.split()[0] for line in lines[:-1]] == ["improvement", "new"]


def test_a_case_that_vanished_since_fails(place: Place) -> None:
    code, lines = since(place, usual(), whole(came(FAILS, 1168)))
    assert (code, lines[0].split()[0]) == (1, "missing")


def test_both_answers_of_a_repeated_run_are_as_before(place: Place) -> None:
    assert since(place, usual([1168, 995]), usual([995]))[0] == 0
    assert since(place, usual([1168, 995]), usual([1168]))[0] == 0
    assert since(place, usual([1168, 995]), usual([5]))[0] == 1


def test_a_run_takes_the_place_of_a_file(place: Place) -> None:
    run = place.run(usual())
    assert place.gate("--since", run, run).exit_code == 2
    assert place.gate("--since", run, "--update", run, file=False).exit_code == 2


def test_markdown_for_a_pull_request_is_inert(place: Place) -> None:
    loud = attempt(PASSES, [value("said", "<b>|`@me` [x](y) https://z.example **\n# h", ["nothing"])])
    result = place.gate("--markdown", place.run(whole(loud, came(FAILS, 1168))))
    assert result.exit_code == 1
    assert result.output.startswith("### wincancel gate FAILED: wine 10&#46;0 x86&#95;64")
    assert "**regression** (worse than expected" in result.output
    (row,) = [line for line in result.output.splitlines() if "said" in line]
    assert row.count("|") == 3
    assert not set("<>`@[]#*") & set(row.replace("&#", ""))
    assert "https:" not in row
