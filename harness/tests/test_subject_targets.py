"""Targets of kind `subject`: another target with a library under test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from target_files import target_file

from wincancel import adapters, targets
from wincancel.adapters import subject
from wincancel.execution import Limits, execute
from wincancel.order import Order, run_arguments
from wincancel.stream import StreamReader
from wincancel.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from real_target import RealTarget

OWN = target_file("subject", 'on = "wine-8.0", library = "reference"')


def load(directory: Path, text: str) -> targets.Target:
    path = directory / "mine.toml"
    path.write_text(text)
    return targets.load([path])["mine"]


class Plain:
    """A session that says what it is told."""

    environment = {"A": "B"}  # noqa: RUF012  # as the sessions have it

    def command(self, executable: Path, arguments: Sequence[str]) -> list[str]:
        return [str(executable), *arguments]

    def path(self, path: Path) -> str:
        return f"Z:{path}"


def test_all_targets_contain_the_reference() -> None:
    reference = {target.name: target for target in targets.select(["all"])}["reference"]
    assert reference.base == targets.load()["wine-8.0"]
    assert adapters.claim(reference) == adapters.claim(targets.load()["wine-8.0"])
    assert adapters.executable(reference) == adapters.executable(targets.load()["wine-8.0"])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"wine-8.0"', '"wine-8"', "mine: on: there is no target 'wine-8'; did you mean wine-8"),
        ('"wine-8.0"', '"mine"', "mine: on: mine stands on another target itself"),
        ('"wine-8.0"', '"reference"', "mine: on: reference stands on another target itself"),
        ('"wine-8.0"', '"wine-8.0-i686"', "mine: on: wine-8.0-i686 is for i686, not for x86_64"),
        ('on = "wine-8.0", ', "", "needs the setting on, a text"),
        (', library = "reference"', "", "needs the setting library, a text"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(tmp_path: Path, old: str, new: str, fault: str) -> None:
    with pytest.raises(targets.BadTargetsFile, match=fault):
        load(tmp_path, OWN.replace(old, new))


@pytest.mark.parametrize("path", ["lib/mine.dll", "mine.dll", "../mine", "C:\\mine.dll", "~root/mine.dll", ""])
def test_a_library_is_a_whole_path_or_a_name(tmp_path: Path, path: str) -> None:
    target = load(tmp_path, OWN.replace('"reference"', f"'{path}'"))
    with pytest.raises(targets.TargetUnavailable, match="neither a path"):
        adapters.setup(target, print)
    assert "neither a path" in adapters.health(target).detail


def test_a_library_that_is_not_there_is_missed_before_anything_is_set_up(tmp_path: Path) -> None:
    target = load(tmp_path, OWN.replace('"reference"', f'"{tmp_path}/none.dll"'))
    with pytest.raises(targets.TargetUnavailable, match=r"there is no library .*/none\.dll"):
        adapters.setup(target, print)
    assert not adapters.health(target).ok


def test_a_run_has_the_library_as_its_subject_and_a_list_has_none(tmp_path: Path) -> None:
    entered = subject.SubjectSession(Plain(), tmp_path / "a.dll")
    assert entered.command(tmp_path / "exe", ["run", "--seed", "1"])[-2:] == ["--subject", f"Z:{tmp_path}/a.dll"]
    assert entered.command(tmp_path / "exe", ["list", "--json"]) == [f"{tmp_path}/exe", "list", "--json"]
    assert entered.environment == Plain.environment


def test_the_subject_that_a_run_names_itself_is_taken(tmp_path: Path) -> None:
    entered = subject.SubjectSession(Plain(), tmp_path / "a.dll")
    arguments = run_arguments(Order(subject="b.dll"), entered, tmp_path / "cases", tmp_path / "out")
    assert entered.command(tmp_path / "exe", arguments).count("--subject") == 1
    assert arguments[-1] == "b.dll"


def test_a_run_on_the_reference_says_so_and_passes(wine_8: RealTarget, tmp_path: Path) -> None:
    cases = [case for case in wine_8.supports() if case.startswith("RCT-TMO-0/")]
    stream, wanted = tmp_path / "stream", tmp_path / "cases"
    wanted.write_text("\n".join(cases))
    reader = StreamReader()
    reference = targets.load()["reference"]
    adapters.setup(reference, print)
    with adapters.session(reference, tmp_path / "session") as entered:
        arguments = run_arguments(Order(), entered, wanted, stream)
        ending = execute(entered, wine_8.executable, arguments, stream, Limits(60, 60), reader)
    run = reader.run(stream)
    assert run.valid
    assert ending.exit_code == 0
    assert run.header is not None
    assert "RpcCancelThread" in run.header.subject.functions
    assert {result.first.verdict for results in run.results.values() for result in results} == {Verdict.PASS}
