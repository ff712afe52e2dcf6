"""The command line of `wincancel mutants`: exit codes, what it prints, and hostile text made inert."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from campaigns import REGISTER, fault
from click.testing import CliRunner, Result
from conftest import FakePlatform

from wincancel.command_line import main
from wincancel.commands import mutants
from wincancel.faults import BadFaultsError
from wincancel.mutants.catches import Catch
from wincancel.mutants.page import as_json, render
from wincancel.mutants.report import CampaignReport
from wincancel.mutants.results import MutantResult, Outcome

PIPE = "CSIO-RET-1/succeeds/PIPE"
HOSTILE = "</td><script>alert(1)</script>\x1b[2J\u202e"


@pytest.fixture(autouse=True)
def fakes(platform: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands enter the stand-in, whose register has the faults `caught` and `lives`."""
    library = platform.executable.parent / "subjects/reference.dll"
    library.parent.mkdir()
    library.write_bytes(b"the reference")
    platform.environment["FAKE_FAULTS"] = json.dumps({"caught": f"fail {PIPE}"})
    known = [fault("caught"), fault("lives", "CSIO-RET-2")]
    monkeypatch.setenv("COLUMNS", "200")  # so that no name is broken in two
    monkeypatch.setattr(mutants, "MachinePlatform", lambda: platform)
    monkeypatch.setattr(mutants, "register", lambda: REGISTER)
    monkeypatch.setattr(mutants, "load_faults", lambda _: known)
    monkeypatch.setattr(mutants, "load_not_provided", list)


def call(tmp_path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["mutants", "--timeout-scale", "1", "--out", str(tmp_path / "out"), *arguments])


def test_all_caught_is_as_expected(tmp_path: Path) -> None:
    result = call(tmp_path, "caught")
    assert result.exit_code == 0, result.output
    assert PIPE in result.stdout
    assert "1 mutant: 1 caught" in result.stdout
    assert "returned: got false" in (tmp_path / "out/mutants/index.html").read_text(encoding="utf-8")


def test_a_survivor_is_not(tmp_path: Path) -> None:
    result = call(tmp_path)
    assert result.exit_code == 1
    assert "wincancel: lives: survived: no case of CSIO-RET-2 notices: 1 PASS" in result.stderr


def test_json_has_it_all(tmp_path: Path) -> None:
    result = call(tmp_path, "--json", "--idle")
    assert result.exit_code == 1
    content = json.loads(result.stdout)
    assert {one["name"]: one["outcome"] for one in content["mutants"]} == {"caught": "caught", "lives": "survived"}
    assert content["mutants"][1]["caught_by"]["case"] == PIPE
    assert [one["test"] for one in content["idle"]] == ["CSIO-RACE-1/storm", "CSIO-RET-2/fails"]
    assert [one["clause"] for one in content["documented_clauses"]] == ["CSIO-RET-1", "CSIO-RET-2", "CSIO-RACE-1"]


def test_the_reference_alone(tmp_path: Path) -> None:
    result = call(tmp_path, "--reference-only")
    assert result.exit_code == 0, result.output
    assert "3 documented clauses on the reference: 3 PASS" in result.stdout
    assert "no mutants" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nosuch",), "no fault matches 'nosuch'"),
        (("--clause", "RCT-*"), "no clause that a fault breaks matches 'RCT-*'"),
        (("-t", "wine-99"), "there is no target 'wine-99'"),
        (("-t", "all"), "mutants run on one"),
        (("-t", "winpr-2.11"), "on winpr"),
    ],
)
def test_what_is_not_there_is_one_line(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    result = call(tmp_path, *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_bad_register_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def bad(_: object) -> None:
        raise BadFaultsError("faults.toml: there are two faults called a")

    monkeypatch.setattr(mutants, "load_faults", bad)
    result = call(tmp_path)
    assert (result.exit_code, result.stderr) == (2, "wincancel: faults.toml: there are two faults called a\n")


def test_no_reference_is_no_run(tmp_path: Path, platform: FakePlatform) -> None:
    (platform.executable.parent / "subjects/reference.dll").unlink()
    result = call(tmp_path)
    assert result.exit_code == 3
    assert "there is no" in result.stderr


def hostile_report() -> CampaignReport:
    """A report in which whatever a run can say says something hostile."""
    bad = fault("bad")
    caught = MutantResult(
        "bad", bad.breaks, Outcome.ELSEWHERE, Catch(HOSTILE, HOSTILE, HOSTILE), (), False, 1.0, 1, HOSTILE
    )
    return CampaignReport("wine", HOSTILE, 1.0, [bad], {"bad": caught}, [], [HOSTILE], [], [], REGISTER, 1.0)


def test_hostile_text_stays_text() -> None:
    elements: list[str] = []

    class Elements(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            del attrs
            elements.append(tag)

    page = render(hostile_report())
    Elements().feed(page)
    assert "script" not in elements
    assert not {"\x1b", "\u202e"} & set(page)
    assert "\\x1b[2J\\u202e" in page


def test_hostile_text_moves_no_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutants, "conduct", lambda *_: hostile_report())
    result = call(tmp_path)
    assert result.exit_code == 1
    assert not {"\x1b", "\u202e"} & set(result.output)
    assert json.loads(as_json(hostile_report()))["mutants"][0]["caught_by"]["message"] == HOSTILE
