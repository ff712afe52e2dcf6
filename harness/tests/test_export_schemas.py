"""Each format by its own rules: the published schema of JUnit files, the grammar of TAP 14, wptreport, deqp-runner."""

from __future__ import annotations

import json
import re
from pathlib import Path

import fastjsonschema
import pytest
import streams
import xmlschema
from click.testing import CliRunner
from ruamel.yaml import YAML
from streams import Record, attempt, value, whole
from test_export import every_verdict
from test_matrix import HOSTILE, matrix_of

from wincancel.command_line import main
from wincancel.exports import FORMATS, export_run
from wincancel.layout import SCHEMAS

JENKINS = xmlschema.XMLSchema(Path(__file__).parent / "schemas/junit-10.xsd")


def hostile() -> list[Record]:
    text = HOSTILE + "\nok 99 - forged\n]]></failure><testcase/>\x00\ufffe,\"'`"
    return whole(
        attempt("A-1/fails", [value("text", text, ["fine"])], reason=text),
        attempt("A-1/lacks", verdict="UNTESTED", reason=text),
        target={"kind": "wine", "version": text, "build": text, "host": text, "cpus": 2},
    )


def torn() -> list[Record]:
    return [*every_verdict()[:5], streams.footer(every_verdict())]


STREAMS = {"every verdict": every_verdict(), "hostile": hostile(), "torn": torn()}


def exported(form: str, stream: list[Record]) -> dict[str, str]:
    return export_run(form, matrix_of(("wine-10.0", stream)))


@pytest.mark.parametrize("name", STREAMS)
def test_junit_keeps_to_the_schema_of_jenkins(name: str) -> None:
    (text,) = exported("junit", STREAMS[name]).values()
    JENKINS.validate(text)


@pytest.mark.parametrize("name", STREAMS)
def test_tap_keeps_to_the_grammar_of_version_14(name: str) -> None:
    (text,) = exported("tap", STREAMS[name]).values()
    assert text.endswith("\n")
    version, plan, *lines = text[:-1].split("\n")
    assert version == "TAP version 14"
    numbers: list[int] = []
    block: list[str] | None = None
    for line in lines:
        if block is not None:
            assert line.startswith("  "), line
            if line == "  ...":
                assert isinstance(YAML(typ="safe").load("\n".join(block)), dict)
                block = None
            else:
                block.append(line)
        elif line == "  ---":
            assert numbers, "a block belongs to a test point"
            block = []
        elif not line.startswith("#"):
            point = re.fullmatch(r"(?:not )?ok (\d+) - (?:[^#\\]|\\[#\\])*( # SKIP (?:[^#\\]|\\[#\\])*)?", line)
            assert point, line
            numbers.append(int(point[1]))
    assert block is None
    assert plan == f"1..{len(numbers)}"
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("name", STREAMS)
def test_wptreport_keeps_to_its_schema(name: str) -> None:
    (text,) = exported("wptreport", STREAMS[name]).values()
    schema = json.loads((SCHEMAS / "wptreport.schema.json").read_text(encoding="utf-8"))
    fastjsonschema.compile(schema)(json.loads(text))


def test_wptreport_translates_each_verdict_and_adds_no_tiers() -> None:
    (text,) = exported("wptreport", every_verdict()).values()
    results = {entry["test"]: entry for entry in json.loads(text)["results"]}
    assert {name: entry["status"] for name, entry in results.items()} == {
        "/A-1/passes": "OK",
        "/A-1/fails": "OK",
        "/A-1/records": "OK",
        "/A-2/broke": "ERROR",
        "/A-2/lacks": "SKIP",
        "/A-2/absent": "SKIP",
        "/A-2/crashed": "CRASH",
    }
    assert [(one["name"], one["status"]) for one in results["/A-1/fails"]["subtests"]] == [("documented", "FAIL")]
    assert results["/A-1/records"]["subtests"] == []


def test_deqp_translates_each_verdict_and_lists_what_its_runner_keeps() -> None:
    files = exported("deqp", every_verdict())
    assert dict(line.split(",")[:2] for line in files["results.csv"].splitlines()) == {
        "A-1/passes": "Pass",
        "A-1/fails": "Fail",
        "A-1/records": "Pass",
        "A-2/broke": "Fail",
        "A-2/lacks": "Skip",
        "A-2/absent": "Skip",
        "A-2/crashed": "Crash",
    }
    assert files["fails.txt"] == "A-1/fails,Fail\nA-2/broke,Fail\nA-2/crashed,Crash\n"
    assert files["skips.txt"] == "A-2/absent\nA-2/lacks\n"
    assert files["flakes.txt"] == ""


def test_deqp_calls_repeats_that_do_not_agree_a_flake() -> None:
    repeats = [
        attempt("A-1/case", [value("returned", got, [True])], repeat=n) for n, got in enumerate((True, False), 1)
    ]
    files = exported("deqp", whole(*repeats, repeat=2))
    assert files["flakes.txt"] == "A-1/case\n"
    assert files["fails.txt"] == ""


@pytest.mark.parametrize("form", FORMATS)
def test_an_invalid_run_is_written_with_a_failure_and_exits_3(tmp_path: Path, form: str) -> None:
    (tmp_path / "runs").mkdir()
    streams.write(tmp_path / "runs/wine-10.0-20260301T120000Z-aaaaaa.jsonl", torn())
    place = tmp_path / "exported"
    arguments = ["export", "wine-10.0", "--format", form, "-o", str(place), "--out", str(tmp_path)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 3, done.output
    written = [place] if place.is_file() else sorted(place.iterdir())
    assert any("valid" in path.read_text(encoding="utf-8") for path in written)
