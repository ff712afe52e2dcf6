"""The gate: each thing that can happen to a case has its exit code and one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest
from gates import FAILS, FLAKY, KNOWN, OTHER, PASSES, Place, came, on, usual
from streams import Record, attempt, value, whole


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A place where one case is known to fail."""
    made = Place(tmp_path)
    made.expects(KNOWN)
    return made


def one_line(place: Place, records: list[Record], code: int, *arguments: str) -> str:
    """Gates a run; returns the only line beside the summary, or nothing."""
    result = place.gate(place.run(records), *arguments)
    assert result.exit_code == code, result.output
    lines = result.output.splitlines()
    assert lines[-1].startswith("gate passed" if code == 0 else "gate FAILED")
    assert len(lines) <= 2
    return lines[0] if len(lines) == 2 else ""


def test_what_is_expected_passes_without_a_word(place: Place) -> None:
    assert one_line(place, usual(), 0) == ""


def test_a_regression_fails(place: Place) -> None:
    line = one_line(place, whole(came(PASSES, 5), came(FAILS, 1168)), 1)
    assert line == f"regression   {PASSES}: FAIL: last_error: got 5, allowed 995 [documented]; expected PASS"


def test_a_known_failure_with_another_value_is_a_regression(place: Place) -> None:
    line = one_line(place, usual([5]), 1)
    assert line.startswith(f"regression   {FAILS}: FAIL: last_error: got 5, allowed 995 [documented]; entry 1, known")


def test_a_known_failure_in_one_more_check_is_a_regression(place: Place) -> None:
    more = attempt(FAILS, [value("last_error", 1168, [995]), value("returned", False, [True])])
    assert one_line(place, whole(came(PASSES, 995), more), 1).startswith(f"regression   {FAILS}")


def test_a_crash_is_not_the_failure_that_is_known(place: Place) -> None:
    crash = attempt(FAILS, verdict="NORESULT", status="CRASH", exception="0xC0000005")
    line = one_line(place, whole(came(PASSES, 995), crash), 1)
    assert "NORESULT, process CRASH 0xC0000005" in line


def test_an_improvement_is_a_stale_entry(place: Place) -> None:
    line = one_line(place, usual([995]), 1)
    assert line.startswith(f"improvement  {FAILS}: passed; entry 1, known: FAIL (last_error 1168)")
    assert "answers that nothing was found" in line


def test_a_known_failure_that_passes_at_times_is_stale_too(place: Place) -> None:
    assert "passed (1 of 3 times)" in one_line(place, usual([1168, 995, 1168]), 1)


def test_a_second_attempt_hides_nothing(place: Place) -> None:
    again = attempt(PASSES, [value("last_error", 995, [995])], number=2)
    assert one_line(place, whole(came(PASSES, 5), again, came(FAILS, 1168)), 1).startswith("regression")


def test_a_flake_within_its_rate_passes_and_is_told(place: Place) -> None:
    place.expects(FLAKY)
    assert one_line(place, usual([995]), 0) == ""
    line = one_line(place, usual([1168]), 0)
    assert line == f"flaky        {FAILS}: entry 1, flaky: FAIL (last_error 1168) 1 of 5 times; now 1 of 1 times"


def test_a_flake_beyond_its_rate_fails_on_either_side(place: Place) -> None:
    place.expects(FLAKY)
    # 3 of 3 at 1/5 come 8 times in 1000; 2 of 3 come 104 times.
    assert one_line(place, usual([1168] * 3), 1).startswith(f"regression   {FAILS}")
    assert one_line(place, usual([1168, 1168, 995]), 0).startswith(f"flaky        {FAILS}")
    # None of 21 at 1/5 comes 9 times in 1000; none of 20 comes 12 times.
    assert one_line(place, usual([995] * 21), 1).startswith(f"improvement  {FAILS}")
    assert one_line(place, usual([995] * 20), 0) == ""


def test_a_flake_that_fails_otherwise_is_a_regression(place: Place) -> None:
    place.expects(FLAKY)
    assert one_line(place, usual([5]), 1).startswith(f"regression   {FAILS}")


def test_a_new_case_fails_even_where_it_passes(place: Place) -> None:
    line = one_line(place, usual([1168], came(OTHER, 995)), 1)
    assert line == f"new          {OTHER}: PASS; nothing is known of this case"


def test_a_vanished_case_fails(place: Place) -> None:
    line = one_line(place, whole(came(FAILS, 1168)), 1)
    assert line == f"missing      {PASSES}: known, and not planned by this run"


def test_of_a_part_only_the_planned_cases_are_judged(place: Place) -> None:
    part = place.run(whole(came(FAILS, 1168)), "wine-10.0-20260301T120000Z-a1b2c3.part.jsonl")
    result = place.gate(part)
    assert result.exit_code == 0
    assert "a part of the cases: 1 of 2 known are judged" in result.output
    shard = whole(came(FAILS, 1168))
    shard[0]["plan"]["shard"] = [2, 2]
    assert place.gate(place.run(shard)).exit_code == 0


def test_conditions_look_at_what_was_measured_and_not_at_names(place: Place) -> None:
    place.expects(KNOWN.replace('class = "known"', 'class = "known"\nwhen = { version = "< 10.0", abi = ["i686"] }'))
    old = usual([1168], **on("8.0", "i686"))
    result = place.gate(place.run(old, "wine-10.0-20260301T120000Z-a1b2c3.jsonl"))
    assert result.exit_code == 0
    assert "wine 8.0 i686 (wine-8.0) is not among the targets recorded" in result.output
    assert one_line(place, usual([1168]), 1).startswith("regression")


def test_the_expectations_must_be_about_the_target(place: Place) -> None:
    winpr = usual([1168], target={"kind": "winpr", "version": "3.15", "build": "w", "host": "Linux", "cpus": 2})
    result = place.gate(place.run(winpr))
    assert (result.exit_code, "is about wine, and the run is of winpr" in result.output) == (2, True)
    subject = usual([1168], subject={"library": "Z:\\my\\Mine.dll", "functions": ["CancelSynchronousIo"]})
    result = place.gate(place.run(subject))
    assert (result.exit_code, "the run is of mine.dll" in result.output) == (2, True)


def test_values_cannot_write_to_the_terminal(place: Place) -> None:
    loud = attempt(PASSES, [value("said", "\x1b[2J\rgate passed", ["nothing"])])
    result = place.gate(place.run(whole(loud, came(FAILS, 1168))))
    assert result.exit_code == 1
    assert "\\x1b[2J\\x0dgate passed" in result.output


def test_what_was_untested_for_want_of_data_may_pass_with_it(place: Place) -> None:
    place.expects(KNOWN.replace('"known"', '"ceiling"').replace('"FAIL", failed = { last_error = 1168 }', '"UNTESTED"'))
    assert place.gate(place.run(usual([995]))).exit_code == 1
    options = {"jobs": 2, "timeout_scale": 1, "shuffle": True, "data": {"share": "/a"}}
    result = place.gate(place.run(usual([995], options=options)))
    assert (result.exit_code, result.output.split()[0]) == (0, "expected")
