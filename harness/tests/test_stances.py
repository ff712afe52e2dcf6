"""What several runs make of a case: known, flaky or a ceiling, and which values are worth expecting."""

from __future__ import annotations

from pathlib import Path

import pytest
from gates import FAILS, OTHER, Place, entries, five, on
from streams import attempt, histogram, value, whole

NEEDS = attempt(OTHER, verdict="UNTESTED", reason="needs a share: opening wincancel-RUNNAME failed")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A place without a file."""
    return Place(tmp_path)


def test_a_flake_is_found_with_its_rate(place: Place) -> None:
    place.gate("--update", *five(place, errors="995 1168 995 5 995"))
    flaky = entries(place)[0]
    assert (flaky["class"], flaky["rate"]) == ("flaky", "2/5")
    assert [outcome["failed"]["last_error"] for outcome in flaky["outcomes"]] == [1168, 5]


def test_a_value_that_came_in_three_ways_is_not_one_to_expect(place: Place) -> None:
    place.gate("--update", *five(place, errors="1 2 1 2 1"))
    assert [outcome["failed"]["last_error"] for outcome in entries(place)[0]["outcomes"]] == [1, 2]
    place.file.unlink()
    place.gate("--update", *five(place, errors="1 2 3 2 1"))
    assert [outcome["failed"]["last_error"] for outcome in entries(place)[0]["outcomes"]] == ["*"]


def test_what_a_race_must_not_come_to_is_listed_in_one_outcome(place: Place) -> None:
    runs = []
    for number in range(5):
        counts = {"cancelled": (9, "ACCEPTABLE"), "lost": (number % 2, "FORBIDDEN"), "torn": (1, "FORBIDDEN")}
        race = attempt(FAILS, [histogram("race", counts)])
        runs.append(place.run(whole(race, **on("10.0", run=str(number))), f"{number}.jsonl"))
    assert place.gate("--update", *runs).exit_code == 0
    assert entries(place)[0]["outcomes"] == [{"verdict": "FAIL", "failed": {"race": ["lost", "torn"]}}]
    assert place.gate(*runs).exit_code == 0
    other = attempt(FAILS, [histogram("race", {"torn": (1, "FORBIDDEN"), "odd": (1, "FORBIDDEN")})])
    assert place.gate(place.run(whole(other))).exit_code == 1


def test_what_judges_nothing_is_a_ceiling_whatever_its_clause(place: Place) -> None:
    recorded = [attempt(case, [value("last_error", 5)]) for case in (FAILS, OTHER)]
    runs = [place.run(whole(*recorded, **on("10.0", run=str(number))), f"{number}.jsonl") for number in range(5)]
    assert place.gate("--update", *runs).exit_code == 0
    (entry,) = entries(place)
    assert (entry["cases"], entry["class"], entry["outcomes"]) == ([FAILS, OTHER], "ceiling", [{"verdict": "DONE"}])
    assert place.gate(*runs).exit_code == 0


def test_of_a_time_that_fails_it_is_expected_where_it_lies(place: Place) -> None:
    late = value("waited", 900, {"min": 1000, "max": None}, type="elapsed_us", comparable=False)
    for number in range(5):
        place.run(
            whole(attempt(FAILS, [late | {"value": 900 + number}]), **on("10.0", run=str(number))), f"{number}.jsonl"
        )
    runs = [str(place.path / f"{number}.jsonl") for number in range(5)]
    assert place.gate("--update", *runs).exit_code == 0
    assert entries(place)[0]["outcomes"] == [{"verdict": "FAIL", "failed": {"waited": "too early"}}]
    assert place.gate(*runs).exit_code == 0
