"""The timeline of a cancelled call: read from its values, drawn in the report, told on a terminal."""

from __future__ import annotations

import io
import itertools
import re

import pytest
from rich.console import Console
from streams import Record, attempt, value, whole
from test_matrix import HOSTILE, REGISTER, matrix_of
from test_report import ATTACKS, parsed

from wincancel.records import Attempt, Value
from wincancel.report import render_report
from wincancel.show import print_case
from wincancel.timeline import Timeline, timeline_of
from wincancel.verdicts import Tier

CASE = "CSIO-RET-1/case"
CANCELLED = {
    "call_begins": 0,
    "manager_begins": 2_000,
    "cancel_begins": 3_000,
    "cancel_returns": 3_100,
    "client_informs": 3_200,
    "server_told": 9_000,
    "manager_ends": 9_500,
    "client_returns": 10_000,
}


def moments(times: dict[str, int]) -> list[Record]:
    return [value(f"timeline.{key}", at, type="elapsed_us", comparable=False) for key, at in times.items()]


def timeline(times: dict[str, int]) -> Timeline:
    values = tuple(
        Value(f"timeline.{key}", "elapsed_us", at, None, None, False, Tier.CHARACTERISED, None, None)
        for key, at in times.items()
    )
    found = timeline_of(Attempt(CASE, 1, 1, 0, values))
    assert found is not None
    return found


def page_of(*streams_of_runs: tuple[str, list[Record]]) -> str:
    return render_report(matrix_of(*streams_of_runs), REGISTER)


def test_moments_come_in_the_order_of_time_whatever_they_were_recorded_in() -> None:
    backwards = dict(reversed(CANCELLED.items()))
    assert [moment.at_us for moment in timeline(backwards).moments] == sorted(CANCELLED.values())
    assert timeline(backwards).spans == timeline(CANCELLED).spans


def test_moments_of_one_time_keep_the_order_in_which_they_were_recorded_and_never_share_a_row() -> None:
    drawn = timeline({"call_begins": 0, "client_returns": 5, "manager_ends": 5}).moments
    assert [moment.key for moment in drawn] == ["call_begins", "client_returns", "manager_ends"]
    rows = [moment.y for moment in drawn]
    assert min(after - before for before, after in itertools.pairwise(rows)) >= 20


def test_rows_lie_further_apart_the_longer_nothing_happened() -> None:
    first, second, third = (moment.y for moment in timeline({"call_begins": 0, "a": 1_000, "b": 1_001_000}).moments)
    assert third - second > second - first
    assert timeline({"call_begins": 0, "manager_ends": 10**12}).height < 200


def test_what_has_no_end_goes_on_to_the_last_moment() -> None:
    drawn = timeline({"call_begins": 0, "manager_begins": 10, "cancel_begins": 20, "cancel_returns": 30})
    ended = {span.lane: span.ended for span in drawn.spans}
    assert ended == {0: True, 1: False, 2: False}
    assert {span.bottom for span in drawn.spans} == {drawn.moments[-1].y}


def test_a_moment_that_the_harness_does_not_know_has_a_lane_of_its_own() -> None:
    assert timeline(CANCELLED).lanes == ("cancelling thread", "calling thread", "server")
    drawn = timeline({**CANCELLED, "something_new": 4_000})
    assert drawn.lanes[-1] == "other"
    assert "something_new" in [moment.text for moment in drawn.moments]


@pytest.mark.parametrize("changes", [{"type": "text"}, {"key": "elapsed"}, {"key": "not_timeline.call_begins"}])
def test_other_values_make_no_timeline(changes: dict[str, str]) -> None:
    values = {"key": "timeline.call_begins", "type": "elapsed_us"} | changes
    one = Value(values["key"], values["type"], 5, None, None, False, Tier.CHARACTERISED, None, None)
    assert timeline_of(Attempt(CASE, 1, 1, 0, (one,))) is None


def test_the_report_draws_one_for_each_run_that_has_moments_and_none_for_others() -> None:
    page = page_of(
        ("wine-8.0", whole(attempt(CASE, moments(CANCELLED)), attempt(CASE, moments(CANCELLED), number=2))),
        ("wine-10.0", whole(attempt(CASE, [value("returned", True, [True])]))),
    )
    labels = [
        attributes["aria-label"] for tag, attributes in parsed(page).tags if tag == "svg" and "role" in attributes
    ]
    assert labels == ["timeline on wine-8.0"]
    for text in ("the client sends word of the cancel", "the server is told", "9.0 ms", "cancelling thread"):
        assert f">{text}</text>" in page
    assert page.count("<circle ") == len(CANCELLED)


def test_the_drawing_needs_no_style_attribute_which_the_policy_of_the_page_would_refuse() -> None:
    page = page_of(("wine-8.0", whole(attempt(CASE, moments(CANCELLED)))))
    assert not [tag for tag, attributes in parsed(page).tags if "style" in attributes]


@pytest.mark.parametrize("text", [*ATTACKS, HOSTILE])
def test_hostile_text_stays_text(text: str) -> None:
    """A stream with such a key is not valid, but whoever draws it does not rely on that."""
    drawn = timeline({"call_begins": 0, text: 5}).moments[-1]
    assert drawn.text.isprintable()
    page = page_of((text, whole(attempt(CASE, moments(CANCELLED)))))
    tags = [tag for tag, _ in parsed(page).tags]
    assert "img" not in tags
    assert tags.count("script") == 1
    assert re.search(r'aria-label="timeline on [^<>"]*"', page)


def test_show_tells_it_line_by_line() -> None:
    matrix = matrix_of(("wine-8.0", whole(attempt(CASE, moments(CANCELLED)))))
    output = io.StringIO()
    print_case(matrix, matrix.rows[0], REGISTER, Console(file=output, width=120))
    lines = [" ".join(line.split()) for line in output.getvalue().splitlines()]
    begin = lines.index("timeline") + 1
    assert lines[begin : begin + 3] == [
        "0.0 ms calling thread the call begins",
        "2.0 ms server the manager begins",
        "3.0 ms cancelling thread the cancel begins",
    ]
    assert len(CANCELLED) == sum(" the " in line for line in lines[begin : begin + len(CANCELLED)])
