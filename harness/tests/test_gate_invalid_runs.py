"""The gate and runs that are not valid: exit code 3, one line that says why, and no judgement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from gates import KNOWN, Place, came, usual

if TYPE_CHECKING:
    from collections.abc import Callable

    from streams import Record


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A place where one case is known to fail."""
    made = Place(tmp_path)
    made.expects(KNOWN)
    return made


def without_a_footer(records: list[Record]) -> list[Record]:
    return records[:-1]


def with_other_counts(records: list[Record]) -> list[Record]:
    return [*records[:-1], records[-1] | {"verdicts": {"PASS": 2}}]


def with_a_case_nobody_planned(records: list[Record]) -> list[Record]:
    return [records[0], *came("CSIO-NOT-1/planned", 995), *records[1:]]


def with_another_value(records: list[Record]) -> list[Record]:
    assert records[2]["record"] == "value"
    return [*records[:2], records[2] | {"value": 5}, *records[3:]]


def with_a_better_verdict(records: list[Record]) -> list[Record]:
    return [record | {"verdict": "PASS"} if record["record"] == "verdict" else record for record in records]


def with_fewer_cases_than_planned(records: list[Record]) -> list[Record]:
    return [record for record in records if record.get("case") != "CSIO-RET-1/passes"]


@pytest.mark.parametrize(
    ("damaged", "says"),
    [
        (without_a_footer, "no footer: the run did not get to its end"),
        (with_other_counts, "the footer says verdict PASS 2"),
        (with_a_case_nobody_planned, "unknown case CSIO-NOT-1/planned"),
        (with_another_value, "says met: True, which its value"),
        (with_a_better_verdict, "verdict PASS, but a judged value was not as allowed"),
        (with_fewer_cases_than_planned, "the footer says finished 2, the records make it 1"),
    ],
)
def test_a_run_that_is_not_valid_is_never_judged(
    place: Place, damaged: Callable[[list[Record]], list[Record]], says: str
) -> None:
    result = place.gate(place.run(damaged(usual())))
    assert result.exit_code == 3
    assert says in result.output
    assert len(result.output.splitlines()) == 1


def test_a_stream_that_is_none_is_no_valid_run(place: Place) -> None:
    (place.path / "run.jsonl").write_bytes(b"\x1b[2Jgate passed\n")
    result = place.gate(str(place.path / "run.jsonl"))
    assert result.exit_code == 3
    assert "\x1b" not in result.output


def test_what_was_kept_as_incomplete_is_no_valid_run(place: Place) -> None:
    name = "wine-10.0-20260301T120000Z-a1b2c3.incomplete.jsonl"
    result = place.gate(place.run(usual(), name))
    assert (result.exit_code, "it was kept as incomplete" in result.output) == (3, True)


def test_a_run_that_is_not_there_is_wrong_usage(place: Place) -> None:
    result = place.gate("nothing")
    assert result.exit_code == 2
    assert result.output.startswith("wincancel: no run nothing in ")


def test_one_bad_run_of_several_is_enough(place: Place) -> None:
    good, torn = place.run(usual()), place.run(without_a_footer(usual()), "torn.jsonl")
    assert place.gate(good, torn).exit_code == 3
    assert place.gate("--since", torn, good, file=False).exit_code == 3
    assert place.gate("--update", "--runs", "1", torn).exit_code == 3
