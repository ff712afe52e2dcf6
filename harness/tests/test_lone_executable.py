"""One file in an empty folder, without Python, says what the harness's run says; and 32 bits say what 64 bits say."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from real_target import RealTarget, open_target

from wincancel.stream import read_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wincancel.records import Attempt, Run

# Everything but what waits or storms, which other tests run: the same verdicts are asked of each, not speed.
QUICK = ("--class", "shared")


def differences(one: Run, other: Run) -> list[str]:
    """The cases of which the runs do not say the same, with what each says and why."""
    return [
        f"{case}: {_said(one, case)} and {_said(other, case)}"
        for case in sorted(set(one.results) | set(other.results))
        if _verdict(one, case) != _verdict(other, case)
    ]


def _verdict(run: Run, case: str) -> tuple[object, object] | None:
    return (first.verdict, first.status) if (first := _first(run, case)) else None


def _said(run: Run, case: str) -> str:
    first = _first(run, case)
    return f"{first.verdict} ({first.reason or first.status})" if first else "nothing"


def _first(run: Run, case: str) -> Attempt | None:
    results = run.results.get(case)
    return results[0].first if results else None


@pytest.fixture(scope="module")
def wine_8_i686(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealTarget]:
    """An open session on the 32-bit tree of the same Wine."""
    yield from open_target("wine-8.0-i686", tmp_path_factory.mktemp("wine-8.0-i686"))


@pytest.fixture(scope="module")
def in_the_harness(wine_8: RealTarget) -> Run:
    """The run that the others are held against."""
    return wine_8.run(*QUICK).valid_run


def test_alone_in_an_empty_folder(wine_8: RealTarget, in_the_harness: Run, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(wine_8.executable, alone / "wincancel.exe")
    done = subprocess.run(
        wine_8.session.command(alone / "wincancel.exe", ["run", "--out", "here.jsonl", *QUICK]),
        cwd=alone,
        env={**wine_8.session.environment, "PATH": "/nonexistent"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in alone.iterdir()) == ["here.jsonl", "wincancel.exe"]
    run = read_run(alone / "here.jsonl")
    assert run.valid, run.problems
    assert not differences(run, in_the_harness)
    assert f"{len(run.results)} of {len(run.results)} finished" in done.stdout
    assert done.stdout.isascii()


def test_32_bits_say_the_same(wine_8_i686: RealTarget, in_the_harness: Run) -> None:
    run = wine_8_i686.run(*QUICK).valid_run
    assert run.header is not None
    assert run.header.abi == "i686"
    assert not differences(run, in_the_harness)
