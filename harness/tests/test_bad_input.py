"""What a user can get wrong: one line, the right exit code, nothing run and nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import streams
from click.testing import CliRunner, Result
from conftest import FakePlatform

from wincancel.command_line import main
from wincancel.commands import cases, running, target


@pytest.fixture(autouse=True)
def fake_targets(platform: FakePlatform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands enter the stand-in's targets, and prune a cache of their own."""
    monkeypatch.setenv("WINCANCEL_CACHE", str(tmp_path / "cache"))
    for module in (running, cases, target):
        monkeypatch.setattr(module, "MachinePlatform", lambda: platform)


def wincancel(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def one_line(result: Result) -> str:
    """The only line that the user is told."""
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("wincancel: ")]
    return line


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-k", "CSIO-NONE*"), "no case matches 'CSIO-NONE*'"),
        (("--suite", "rpc"), "no suite matches 'rpc'"),
        (("--class", "slow"), "no class matches 'slow'"),
        (("-t", "wine-99"), "there is no target 'wine-99'; did you mean wine"),
        (("--subject", "no/such.dll"), "there is no library no/such.dll"),
    ],
)
def test_something_that_is_not_there_is_one_line(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    result = wincancel("run", "--out", tmp_path / "out", *arguments)
    assert result.exit_code == 2
    assert says in one_line(result)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--shard", "0/2"),
        ("--shard", "3/2"),
        ("--shard", "1"),
        ("--data", "share"),
        ("--data", "=path"),
        ("--repeat", "0"),
        ("--jobs", "none"),
        ("--seed", "-1"),
        ("--timeout-scale", "0"),
        ("--timeout-scale", "nan"),
        ("--nonsense",),
    ],
)
def test_a_malformed_option_is_wrong_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = wincancel("run", "--out", tmp_path / "out", *arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_good_run_exits_0_whatever_the_cases_came_to(tmp_path: Path, platform: FakePlatform) -> None:
    platform.behaviours["wine-10.0"] = "fail CSIO-RET-2/fails"
    result = wincancel("run", "--out", tmp_path / "out", "--seed", "3")
    assert result.exit_code == 0, result.output
    assert "wine-8.0: no documented failure" in result.output
    assert "wine-10.0: 1 case misses a documented value" in result.output
    assert (tmp_path / "out" / "report" / "index.html").is_file()


def test_a_run_of_some_cases_leaves_the_report_of_all_alone(tmp_path: Path) -> None:
    assert wincancel("run", "--out", tmp_path).exit_code == 0
    whole = tmp_path / "report" / "index.html"
    before = whole.read_bytes()
    result = wincancel("run", "-k", "CSIO-RET-2/fails", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert whole.read_bytes() == before
    part = tmp_path / "report-part" / "index.html"
    assert f"report: {part}" in result.output
    assert "a part of the cases" in result.output
    assert "a part of the cases" in part.read_text(encoding="utf-8")
    assert wincancel("report", "--out", tmp_path).exit_code == 0
    assert "a part of the cases" not in whole.read_text(encoding="utf-8")


@pytest.mark.parametrize("behaviour", ["kill 1", "end 9", "forget CSIO-RET-2/fails", "no-list"])
def test_one_run_that_is_not_valid_is_exit_3_and_the_other_is_shown(
    tmp_path: Path, platform: FakePlatform, behaviour: str
) -> None:
    platform.behaviours["wine-8.0"] = behaviour
    platform.executable.with_name("fake_executable.list.json").unlink(missing_ok=True)
    result = wincancel("run", "--out", tmp_path / "out")
    assert result.exit_code == 3
    assert one_line(result).startswith("wincancel: wine-8.0: ")
    assert "wine-10.0: no documented failure" in result.output


def test_a_refused_subject_is_wrong_usage(tmp_path: Path, platform: FakePlatform) -> None:
    platform.behaviours["wine-10.0"] = "refuse"
    result = wincancel("run", "-t", "wine-10.0", "--out", tmp_path / "out", "--subject", "empty.dll")
    assert result.exit_code == 2
    assert "it is no subject" in one_line(result)


def test_no_target_can_be_had(tmp_path: Path, platform: FakePlatform) -> None:
    platform.broken["wine-10.0"] = "no Wine here"
    result = wincancel("run", "-t", "wine-10.0", "--out", tmp_path / "out")
    assert result.exit_code == 3
    assert one_line(result) == "wincancel: wine-10.0: no Wine here"
    assert wincancel("setup", "wine-10.0").exit_code == 3
    assert wincancel("list", "-t", "wine-10.0").exit_code == 3


def test_setup_of_an_unknown_target_is_one_line() -> None:
    result = wincancel("setup", "wine-9.9")
    assert result.exit_code == 2
    assert "there is no target 'wine-9.9'" in one_line(result)


@pytest.mark.parametrize("command", ["show", "report", "export"])
def test_a_run_that_is_not_there_is_one_line(tmp_path: Path, command: str) -> None:
    arguments = {"show": ["show", "A/b", "wine-7"], "report": ["report", "wine-7"], "export": ["export", "wine-7"]}
    options = ["--format", "tap"] if command == "export" else []
    result = wincancel(*arguments[command], *options, "--out", tmp_path)
    assert result.exit_code == 2
    assert "no run wine-7" in one_line(result)


def test_no_run_at_all_tells_how_to_make_one(tmp_path: Path) -> None:
    result = wincancel("report", "--out", tmp_path)
    assert result.exit_code == 2
    assert one_line(result).endswith("make one with: ./wincancel run")


def test_an_unknown_case_is_one_line_with_a_guess(tmp_path: Path) -> None:
    path = streams.write(tmp_path / "run.jsonl", streams.small())
    result = wincancel("show", "CSIO-RET-1/fail", path)
    assert result.exit_code == 2
    assert one_line(result) == "wincancel: no case 'CSIO-RET-1/fail' in these runs; is it CSIO-RET-1/fails?"


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 5000, b"{}\n", b"\n" * 10_000, b"x" * 10_000_000])
def test_a_file_that_is_no_stream_is_shown_as_invalid(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "run.jsonl"
    path.write_bytes(content)
    result = wincancel("export", path, "--format", "tap")
    assert result.exit_code == 3
    assert "run is not a valid run" in one_line(result)
    assert "not ok 1 - the run is valid" in result.stdout
    assert wincancel("report", path, "--out", tmp_path / "out").exit_code == 0


def test_an_incomplete_run_is_exported_and_is_exit_3(tmp_path: Path) -> None:
    path = streams.write(tmp_path / "run.jsonl", streams.small()[:-1])
    result = wincancel("export", path, "--format", "junit", "-o", tmp_path / "junit.xml")
    assert result.exit_code == 3
    assert "no footer" in one_line(result)
    assert (tmp_path / "junit.xml").is_file()


def test_an_output_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    path = streams.write(tmp_path / "run.jsonl", streams.small())
    result = wincancel("export", path, "--format", "tap", "-o", tmp_path / "none" / "run.tap")
    assert result.exit_code == 3
    assert "No such file or directory" in one_line(result)


def test_list_filters_and_speaks_json() -> None:
    result = wincancel("list", "-k", "*/fails", "--json")
    assert result.exit_code == 0
    (case,) = json.loads(result.stdout)["cases"]
    assert (case["id"], case["class"], case["budget_ms"]) == ("CSIO-RET-2/fails", "waiting", 15000)
    assert wincancel("list", "-k", "nothing").exit_code == 2
    assert "4 cases" in wincancel("list").stdout


def test_clauses_exits_1_where_a_case_has_no_clause() -> None:
    result = wincancel("clauses", "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert any("CSIO-RET-1/succeeds/PIPE" in problem for problem in found["problems"])
