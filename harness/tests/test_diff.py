"""`wincancel diff`: each kind of difference, its exit codes, and what a hostile value can do to it."""

from __future__ import annotations

import json
from pathlib import Path

import fastjsonschema
import pytest
import streams
from click.testing import CliRunner, Result
from streams import Record, attempt, value, whole

from wincancel.command_line import main
from wincancel.layout import SCHEMAS

NAMES = ("wine-8.0-20260301T120000Z-aaaaaa", "wine-10.0-20260301T120000Z-bbbbbb")
PASSES = [value("returned", True, [True]), value("last_error", 0)]


def diff(tmp_path: Path, one: list[Record], other: list[Record], *options: str) -> Result:
    runs = tmp_path / "runs"
    runs.mkdir()
    for name, records in zip(NAMES, (one, other), strict=True):
        streams.write(runs / f"{name}.jsonl", records)
    return CliRunner().invoke(main, ["diff", "wine-8.0", "wine-10.0", "--out", str(tmp_path), *options])


def case(content: list[Record], name: str = "CSIO-RET-1/case") -> list[Record]:
    return whole(attempt(name, content))


def test_runs_that_say_the_same_do_not_differ(tmp_path: Path) -> None:
    done = diff(tmp_path, streams.small(), streams.small())
    assert done.exit_code == 0, done.output
    assert "3 cases the same" in done.output


def test_a_different_value_under_the_same_verdict(tmp_path: Path) -> None:
    other = [PASSES[0], value("last_error", 997)]
    done = diff(tmp_path, case(PASSES), case(other), "--json")
    assert done.exit_code == 1
    said = json.loads(done.output)
    fastjsonschema.compile(json.loads((SCHEMAS / "diff-1.schema.json").read_text(encoding="utf-8")))(said)
    (found,) = said["differences"]
    assert (found["case"], found["kind"]) == ("CSIO-RET-1/case", "different value")
    assert found["values"] == [{"key": "last_error", "texts": ["0", "997"]}]


def test_a_different_verdict(tmp_path: Path) -> None:
    done = diff(tmp_path, case(PASSES), case([value("returned", False, [True])]))
    assert done.exit_code == 1
    assert "different verdict" in done.output
    assert "1 different verdict" in done.output


def test_a_case_that_only_one_run_has(tmp_path: Path) -> None:
    both = whole(attempt("CSIO-RET-1/case", PASSES), attempt("CSIO-RET-1/more", PASSES))
    done = diff(tmp_path, case(PASSES), both)
    assert done.exit_code == 1
    assert "1 only here" in done.output
    assert "not there" in done.output


def test_a_value_that_varies_within_a_run_is_told_and_no_difference(tmp_path: Path) -> None:
    repeats = [attempt("CSIO-RET-1/case", [value("error", code)], repeat=n) for n, code in enumerate((5, 6), 1)]
    done = diff(tmp_path, whole(*repeats, repeat=2), case([value("error", 6)]))
    assert done.exit_code == 0, done.output
    assert "vary between repeats of one run: CSIO-RET-1/case" in done.output


def test_an_invalid_run_is_compared_with_nothing(tmp_path: Path) -> None:
    done = diff(tmp_path, streams.small(), streams.small()[:-1])
    assert done.exit_code == 3
    assert "is not a valid run" in done.output


@pytest.mark.parametrize("names", [["wine-8.0"], ["page", "windows"], ["wine-8.0", "wine-9.0"]])
def test_what_cannot_be_compared_is_wrong_usage(tmp_path: Path, names: list[str]) -> None:
    (tmp_path / "runs").mkdir()
    streams.write(tmp_path / "runs" / f"{NAMES[0]}.jsonl", streams.small())
    assert CliRunner().invoke(main, ["diff", *names, "--out", str(tmp_path)]).exit_code == 2


def test_a_hostile_value_stays_text(tmp_path: Path) -> None:
    hostile = [value("said", "\x1b[2Jgone\u202e<script>", type="text")]
    done = diff(tmp_path, case([value("said", "well", type="text")]), case(hostile))
    assert "\x1b" not in done.output
    assert "\u202e" not in done.output
    assert "\\x1b[2Jgone\\u202e<script>" in done.output


def test_the_page_is_a_side_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    streams.write(tmp_path / "runs" / f"{NAMES[0]}.jsonl", streams.small())
    done = CliRunner().invoke(main, ["diff", "wine-8.0", "page", "--out", str(tmp_path), "--json"])
    assert done.exit_code == 1
    said = json.loads(done.output)
    assert [side["recorded"] for side in said["sides"]] == [True, False]
    assert [one["case"] for one in said["differences"]] == ["CSIO-RET-1/fails"]
    assert said["differences"][0]["values"] == [{"key": "returned", "texts": ["false", "true"]}]
