"""The gate behind `run`: versions that are recorded are gated, and of others nothing is expected."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from gates import FAILS, FLAKY, KNOWN, Place, on, usual
from rich.console import Console
from streams import Record

from wincancel import expectations
from wincancel.command_line import main
from wincancel.commands import gating
from wincancel.commands.console import WrongUsageError
from wincancel.stream import read_run


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A place where one case is known to fail."""
    made = Place(tmp_path)
    made.expects(KNOWN)
    return made


class RunOf:
    """What `run` gates by: a shipped file in the place of the real ones."""

    def __init__(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(expectations, "EXPECTATIONS", place.path)
        self.place = place

    def exit_code(self, records: list[Record], file: Path | None = None) -> int:
        gate = gating.RunGate(file)
        run = read_run(Path(self.place.run(records)))
        gate.judge([("wine-10.0", run)])
        gate.tell(Console(markup=False))
        try:
            gate.close()
        except click.exceptions.Exit as ended:
            return ended.exit_code
        return 0


def test_a_run_of_a_recorded_version_is_gated(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    run_of = RunOf(place, monkeypatch)
    assert run_of.exit_code(usual()) == 0
    assert run_of.exit_code(usual([995])) == 1
    gate = gating.RunGate(None)
    gate.judge([("wine-10.0", read_run(Path(place.run(usual([995])))))])
    assert gate.relations["wine-10.0", FAILS] == "improvement"


def test_of_other_versions_and_of_a_subject_nothing_is_expected(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    run_of = RunOf(place, monkeypatch)
    assert run_of.exit_code(usual([995], **on("9.7"))) == 0
    assert run_of.exit_code(usual([995], **on("9.7")), place.file) == 1
    subject = {"library": "mine.dll", "functions": ["CancelSynchronousIo"]}
    assert run_of.exit_code(usual([995], subject=subject)) == 0
    with pytest.raises(WrongUsageError, match=r"the run is of mine\.dll"):
        run_of.exit_code(usual([995], subject=subject), place.file)


def test_what_is_not_gated_is_said(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    RunOf(place, monkeypatch).exit_code(usual([995], **on("9.7")))
    assert capsys.readouterr().out.strip() == "not gated: nothing is recorded of wine 9.7 x86_64 (wine-9.7)"


def test_show_has_the_relation_of_the_case(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    RunOf(place, monkeypatch)
    for fails_with, relation in ((1168, "expected"), (995, "improvement")):
        result = CliRunner().invoke(main, ["show", FAILS, place.run(usual([fails_with]))])
        assert f"relation to what is expected: {relation}" in result.output


def test_a_faulty_file_is_told_before_anything_runs(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.expects(KNOWN, FLAKY)
    run_of = RunOf(place, monkeypatch)
    with pytest.raises(WrongUsageError, match="is in entry 1 too"):
        run_of.exit_code(usual())
