"""What counts as noticing a mutant: a check that fails, and did not on the reference."""

from __future__ import annotations

import pytest
import streams

from wincancel.mutants.catches import catches, passed_checks
from wincancel.records import Attempt
from wincancel.stream import StreamReader

CASE = "CSIO-RET-1/succeeds"


def attempt(*content: streams.Record, **how: str) -> Attempt:
    reader = StreamReader()
    reader.feed(streams.lines(streams.whole(streams.attempt(CASE, content, **how))))  # type: ignore[arg-type]
    return reader.run().results[CASE][0].first


def noticed(before: Attempt, after: Attempt) -> list[str]:
    return [one.key for one in catches({CASE: before}, after)]


RIGHT = streams.value("returned", True, [True])
WRONG = streams.value("returned", False, [True])
UNJUDGED = streams.value("error", 5)
STORM = streams.histogram("storm", {"all": (9, "ACCEPTABLE"), "lost": (0, "FORBIDDEN")})
LOST = streams.histogram("storm", {"all": (8, "ACCEPTABLE"), "lost": (1, "FORBIDDEN")})


@pytest.mark.parametrize(
    ("before", "after", "keys"),
    [
        (attempt(RIGHT), attempt(WRONG), ["returned"]),
        (attempt(RIGHT), attempt(RIGHT), []),
        (attempt(WRONG), attempt(WRONG), []),
        (attempt(STORM), attempt(LOST), ["storm"]),
        (attempt(LOST), attempt(LOST), []),
        (attempt(RIGHT, UNJUDGED), attempt(RIGHT, streams.value("error", 6)), []),
        (attempt(RIGHT), attempt(RIGHT, streams.value("next.blocked", False, [True])), ["next.blocked"]),
        (attempt(UNJUDGED), attempt(WRONG), []),
        (attempt(RIGHT, verdict="UNRESOLVED", reason="the control broke"), attempt(WRONG), []),
        (attempt(RIGHT, status="LEFT_BEHIND"), attempt(WRONG), []),
        (attempt(RIGHT), attempt(RIGHT, status="LEFT_BEHIND"), ["process"]),
        (attempt(RIGHT), attempt(verdict="NORESULT", status="TIMEOUT"), ["process"]),
        (attempt(RIGHT, status="LEFT_BEHIND"), attempt(RIGHT, status="LEFT_BEHIND"), []),
    ],
)
def test_a_check_notices_what_it_did_not_fail_on_the_reference(
    before: Attempt, after: Attempt, keys: list[str]
) -> None:
    assert noticed(before, after) == keys


def test_what_is_not_judged_is_no_check() -> None:
    assert passed_checks(attempt(RIGHT, UNJUDGED, STORM)).keys() == {"returned", "storm"}
    assert passed_checks(attempt(WRONG, LOST)) == {}
