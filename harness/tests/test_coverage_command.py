"""`wincancel coverage`: what it prints and how it exits, with runs that are made up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from wincancel.code_coverage import CoveredFile, Line, Place
from wincancel.command_line import main
from wincancel.commands import coverage
from wincancel.coverage_register import Explanation
from wincancel.coverage_run import CountedRun
from wincancel.run import TargetRun

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from wincancel.order import Order

TEXT = ("int works(void)", "return 1;", "int fails(void)", "return 0;")


class FakeRuns:
    """Counts by the program's name, and what was ordered of each."""

    def __init__(self) -> None:
        self.counts: Mapping[str, tuple[int, int]] = {"wincancel": (3, 0), "wincancel-zoo": (0, 0)}
        self.error: str | None = None
        self.orders: dict[str, Order] = {}

    def count(self, program: str, target: object, order: Order, *rest: object) -> CountedRun:
        """In the place of `coverage_run.count`."""
        del target, rest
        self.orders[program] = order
        works, fails = self.counts[program]
        lines = {2: Line("works", works, (works > 0, False)), 4: Line("fails", fails)}
        run = TargetRun("wine-8.0", None, self.error)
        return CountedRun(run, {"framework/a.c": CoveredFile("framework/a.c", lines, TEXT)})


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> FakeRuns:
    """No run is made, every run is valid unless it has an error, and nothing is explained."""
    made_up = FakeRuns()
    monkeypatch.setattr(coverage, "count", made_up.count)
    monkeypatch.setattr(TargetRun, "valid", property(lambda run: run.error is None))
    explain(monkeypatch)
    return made_up


def explain(monkeypatch: pytest.MonkeyPatch, *functions: str) -> None:
    explanation = Explanation("nothing fails", tuple(Place("framework/a.c", function) for function in functions))
    monkeypatch.setattr(coverage, "load_explanations", lambda: (explanation,))


def wincancel_coverage(tmp_path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["coverage", "--out", str(tmp_path), *arguments])


@pytest.mark.usefixtures("runs")
def test_what_is_not_explained_is_listed(tmp_path: Path) -> None:
    result = wincancel_coverage(tmp_path)
    assert result.exit_code == 1
    assert "unexplained: framework/a.c: fails" in result.stdout
    assert "50.0 %" in result.stdout
    assert "fails(void)" not in result.stdout
    assert "return 0;" in (tmp_path / "coverage/index.html").read_text()


def test_what_is_explained_is_as_expected(runs: FakeRuns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    explain(monkeypatch, "fails")
    assert wincancel_coverage(tmp_path).exit_code == 0
    reference, zoo = runs.orders["wincancel"], runs.orders["wincancel-zoo"]
    assert reference.subject == str(coverage.REFERENCE)
    assert zoo.subject is None


def test_explanation_of_what_runs_is_stale(runs: FakeRuns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    explain(monkeypatch, "fails")
    runs.counts = {"wincancel": (3, 0), "wincancel-zoo": (0, 1)}
    result = wincancel_coverage(tmp_path)
    assert result.exit_code == 1
    assert "stale: framework/a.c: fails: it runs" in result.stdout


def test_some_of_the_cases_give_figures_only(runs: FakeRuns, tmp_path: Path) -> None:
    result = wincancel_coverage(tmp_path, "-k", "CSIO-*")
    assert result.exit_code == 0
    assert "unexplained" not in result.stdout
    assert "wincancel-zoo" not in runs.orders


@pytest.mark.usefixtures("runs")
def test_json_has_figures_and_judgement(tmp_path: Path) -> None:
    result = wincancel_coverage(tmp_path, "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["parts"]["framework"]["reference"] == {
        "lines": 2,
        "lines_run": 1,
        "branches": 2,
        "branches_taken": 1,
    }
    assert told["unexplained"] == [{"place": "framework/a.c: fails", "lines": 1}]


def test_run_that_is_not_valid_is_exit_3(runs: FakeRuns, tmp_path: Path) -> None:
    runs.error = "it ended \x1b[31mearly"
    result = wincancel_coverage(tmp_path)
    assert result.exit_code == 3
    assert "wincancel: wine-8.0: it ended \\x1b[31mearly" in result.stderr


@pytest.mark.usefixtures("runs")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-t", "wine-8.0-i686"), "what counts is built for an x86_64 Wine"),
        (("-t", "winpr-3.15"), "what counts is built for an x86_64 Wine"),
        (("-t", "wine-99"), "there is no target 'wine-99'"),
        (("-t", "all"), "one target at a time"),
        (("--subject", "no/such.dll"), "there is no library no/such.dll"),
    ],
)
def test_wrong_usage_is_one_line(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    result = wincancel_coverage(tmp_path, *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert not list(tmp_path.iterdir())
