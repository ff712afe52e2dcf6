"""What of a case is compared, and when two runs agree about it."""

from __future__ import annotations

from typing import Any

import pytest
from streams import attempt, histogram, lines, value, whole

from wincancel.stream import StreamReader
from wincancel.value_comparison import Promised, Raced, Said, agree, said_by

CASE = "CSIO-RET-1/succeeds"


def said(*contents: list[dict[str, Any]], verdict: str | None = None, reason: str | None = None) -> Said:
    """What a run says whose repeats of one case recorded these values."""
    repeats = [
        attempt(CASE, content, repeat=number, verdict=verdict, reason=reason)
        for number, content in enumerate(contents, 1)
    ]
    reader = StreamReader()
    reader.feed(lines(whole(*repeats, repeat=len(repeats))))
    run = reader.run(None)
    assert run.valid, run.problems
    return said_by(run.results[CASE])


def elapsed(us: int, allowed: dict[str, int] | None = None) -> list[dict[str, Any]]:
    return [value("took", us, allowed, type="elapsed_us", comparable=False)]


def test_the_same_value_agrees_and_another_does_not() -> None:
    one, same, other = (said([value("error", code)]).values["error"] for code in (5, 5, 6))
    assert agree(one, same)
    assert not agree(one, other)


def test_a_type_is_part_of_a_value() -> None:
    number = said([value("seen", 1, type="count")]).values["seen"]
    code = said([value("seen", 1, type="win32_error")]).values["seen"]
    assert not agree(number, code)


def test_a_value_that_is_not_there_differs_from_any() -> None:
    assert not agree(said([value("error", 5)]).values["error"], None)
    assert agree(None, None)


def test_handles_ids_and_raw_times_are_not_compared() -> None:
    content = [value("handle", "0x10", type="handle", comparable=False), *elapsed(17)]
    assert said(content).values == {}


@pytest.mark.parametrize(("one", "other", "same"), [(10, 900, True), (10, 1001, False), (2000, 3000, True)])
def test_a_judged_time_counts_by_where_it_lies(one: int, other: int, same: bool) -> None:
    allowed = {"min": 5, "max": 1000}
    assert agree(said(elapsed(one, allowed)).values["took"], said(elapsed(other, allowed)).values["took"]) is same


def test_repeats_are_a_set_that_agrees_where_it_has_something_in_common() -> None:
    varying = said([value("error", 5)], [value("error", 6)]).values["error"]
    assert agree(varying, said([value("error", 6)]).values["error"])
    assert not agree(varying, said([value("error", 7)]).values["error"])


def test_a_value_that_only_some_repeats_have_agrees_with_its_absence() -> None:
    assert agree(said([value("error", 5)], []).values["error"], None)


def race(**counts: int) -> Raced:
    rows = {word: (count, "FORBIDDEN" if word == "lost" else "ACCEPTABLE") for word, count in counts.items()}
    statement = said([histogram("race", rows)]).values["race"]
    assert isinstance(statement, Raced)
    return statement


def test_which_acceptable_outcome_of_a_race_comes_is_not_compared() -> None:
    assert agree(race(aborted=70, completed=30), race(aborted=100, completed=0))


def test_a_rare_outcome_of_a_race_is_not_missed() -> None:
    assert agree(race(aborted=95, lost=5), race(aborted=100, lost=0))


def test_a_frequent_forbidden_outcome_of_a_race_is_missed() -> None:
    assert not agree(race(aborted=50, lost=50), race(aborted=100, lost=0))


def test_outcome_that_ends_a_race_after_few_trials_may_be_rare() -> None:
    whole = race(won=200, lost=0)
    assert agree(race(won=1, lost=1), whole)
    assert not agree(race(lost=1), whole)


def test_few_trials_of_a_race_miss_nothing() -> None:
    assert agree(race(aborted=50, lost=50), race(aborted=10, lost=0))


def test_a_promise_is_kept_by_what_it_allows() -> None:
    promise = Promised((5, 6), "win32_error")
    assert agree(promise, said([value("error", 6)]).values["error"])
    assert not agree(promise, said([value("error", 7)]).values["error"])
    assert agree(promise, None)


def test_an_untried_case_has_no_values_to_miss() -> None:
    untried = said([], verdict="UNTESTED", reason="needs --data share=PATH")
    assert not untried.tried
    assert untried.verdicts == {"UNTESTED"}
