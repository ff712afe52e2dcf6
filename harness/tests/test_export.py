"""JUnit XML and TAP 14: every case once, with its verdict translated the same way, and nothing torn out of shape."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import streams
from junitparser import JUnitXml
from streams import Record, attempt, value, whole
from test_matrix import HOSTILE, matrix_of

from wincancel.exports import export_run


def every_verdict() -> list[Record]:
    return whole(
        attempt("A-1/passes", [value("returned", True, [True])]),
        attempt("A-1/fails", [value("returned", False, [True])]),
        attempt("A-1/fails", [value("returned", True, [True])], number=2),
        attempt("A-1/records", [value("seen", 5)]),
        attempt("A-2/broke", verdict="UNRESOLVED", reason="the control broke"),
        attempt("A-2/lacks", verdict="UNTESTED", reason="needs --data #1=PATH"),
        attempt("A-2/absent", verdict="UNSUPPORTED", reason="no export"),
        attempt("A-2/crashed", verdict="NORESULT", status="CRASH", exception="0xC0000005"),
    )


def export(form: str, stream: list[Record]) -> str:
    return next(iter(export_run(form, matrix_of(("wine-10.0", stream))).values()))


def test_junit_translates_each_verdict() -> None:
    root = ET.fromstring(export("junit", every_verdict()))
    kinds = {
        f"{suite.get('name')}/{case.get('name')}": [child.tag for child in case]
        for suite in root.iter("testsuite")
        for case in suite.iter("testcase")
    }
    assert kinds == {
        "A-1/passes": [],
        "A-1/fails": ["failure"],
        "A-1/records": [],
        "A-2/broke": ["error"],
        "A-2/lacks": ["skipped"],
        "A-2/absent": ["skipped"],
        "A-2/crashed": ["error"],
    }
    failure = next(root.iter("failure"))
    assert failure.get("message") == "FAIL in documented (again, alone: PASS)"
    assert "returned: got false, allowed true [documented]" in str(failure.text)


def test_junit_counts_are_right_and_readable_by_the_library() -> None:
    xml = JUnitXml.fromstring(export("junit", every_verdict()).encode())
    assert (xml.tests, xml.failures, xml.errors, xml.skipped) == (7, 1, 2, 2)


def test_tap_translates_each_verdict() -> None:
    lines = export("tap", every_verdict()).splitlines()
    assert lines[:2] == ["TAP version 14", "1..7"]
    points = [line for line in lines if re.match(r"(not )?ok ", line)]
    assert points == [
        "not ok 1 - A-1/fails",
        "ok 2 - A-1/passes",
        "ok 3 - A-1/records",
        "ok 4 - A-2/absent # SKIP UNSUPPORTED: no export",
        "not ok 5 - A-2/broke",
        "not ok 6 - A-2/crashed",
        "ok 7 - A-2/lacks # SKIP UNTESTED: needs --data \\#1=PATH",
    ]
    assert '    - "returned: got false, allowed true [documented]"' in lines


def test_repeats_have_names_of_their_own() -> None:
    stream = whole(*(attempt("A-1/case", repeat=n) for n in (1, 2)), repeat=2)
    assert "ok 2 - A-1/case\\#2" in export("tap", stream)
    assert 'name="case#2"' in export("junit", stream)


def test_a_run_that_is_not_valid_cannot_look_green() -> None:
    stream = [*every_verdict()[:5], streams.footer(every_verdict())]
    assert "not ok 8 - the run is valid" in export("tap", stream)
    xml = JUnitXml.fromstring(export("junit", stream).encode())
    assert xml.errors == 7


def test_hostile_text_tears_no_format() -> None:
    hostile = HOSTILE + "\nok 99 - forged\n]]></failure><testcase/>\x00\ufffe"
    stream = whole(
        attempt("A-1/fails", [value("text", hostile, ["fine"])], reason=hostile),
        attempt("A-1/lacks", verdict="UNTESTED", reason=hostile),
    )
    tap = export("tap", stream)
    assert not re.search(r"^ok 99", tap, re.MULTILINE)
    assert tap.splitlines()[1] == "1..2"
    root = ET.fromstring(export("junit", stream))
    assert len(list(root.iter("testcase"))) == 2
    for character in "\x1b\x07\u202e":
        assert character not in tap
