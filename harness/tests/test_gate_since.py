"""The gate against another run, and its Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest
from gates import FAILS, KNOWN, OTHER, PASSES, Place, came, on, usual
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


def test_another_value_that_is_allowed_is_told_and_passes(place: Place) -> None:
    def answering(error: int) -> list[Record]:
        return whole(attempt(PASSES, [value("returned", True, [True]), value("last_error", error)]))

    code, lines = since(place, answering(0), answering(5))
    assert code == 0
    assert lines[0] == f"expected     {PASSES}: answers otherwise than before: last_error 5, before 0"


def test_a_case_that_judges_nothing_any_more_has_lost_something(place: Place) -> None:
    judged = whole(attempt(PASSES, [value("returned", True, [True])]))
    code, lines = since(place, judged, whole(attempt(PASSES, [value("returned", True)])))
    assert (code, lines[0]) == (1, f"regression   {PASSES}: DONE; expected PASS")


def test_a_run_of_another_target_is_told(place: Place) -> None:
    code, lines = since(place, usual(**on("8.0")), usual())
    assert (code, lines[0]) == (0, f"{'note':<11}  before is of another target: wine 8.0 x86_64 (wine-8.0)")


def test_options_that_do_not_go_together_are_refused(place: Place) -> None:
    run = place.run(usual())
    assert place.gate("--since", run, run).exit_code == 2
    assert place.gate("--since", run, "--update", run, file=False).exit_code == 2
    assert place.gate("--markdown", "--update", run).exit_code == 2
    assert place.gate("--runs", "3", run).exit_code == 2


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


def test_markdown_has_a_table_for_each_relation_that_has_something_to_say(place: Place) -> None:
    before = place.run(usual([1168], came(OTHER, 995)), "before.jsonl")
    now = place.run(usual([995], came(OTHER, 5)))
    result = place.gate("--since", before, now, "--markdown", file=False)
    assert [line.split()[0] for line in result.output.splitlines() if line.startswith("**")] == [
        "**regression**",
        "**improvement**",
    ]
    other = whole(
        attempt(PASSES, [value("more", 1), value("last_error", 995, [995])]), came(FAILS, 995), came(OTHER, 5)
    )
    result = place.gate("--since", now, place.run(other, "other.jsonl"), "--markdown", file=False)
    assert (result.exit_code, "**expected** (and yet worth a line)" in result.output) == (0, True)
