"""What a run writes besides its stream, and where there is no room for either."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import FakePlatform
from fake_runs import run
from small_disk import small_disk

from wincancel.store import RunStore


def test_nothing_is_left_in_the_temporary_directory(
    platform: FakePlatform, store: RunStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    for behaviour in ("good", "hang 1", "kill 1"):
        platform.behaviours["wine-10.0"] = behaviour
        run(platform, store)
    assert list(scratch.iterdir()) == []


def test_a_full_disk_is_named_and_earlier_results_are_intact(platform: FakePlatform, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        store = RunStore(disk)
        (good,) = run(platform, store)
        assert good.run is not None
        assert good.run.path is not None
        before = good.run.path.read_bytes()
        platform.behaviours["wine-10.0"] = "full"
        (one,) = run(platform, store)
        assert one.error == f"no space left for results in {store.directory}"
        assert good.run.path.read_bytes() == before
        (again,) = run(platform, store)
        assert "no space left" in str(again.error)
        assert good.run.path.read_bytes() == before


def test_a_full_temporary_directory_is_one_line(
    platform: FakePlatform, store: RunStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(gone))
    shutil.rmtree(gone)
    (one,) = run(platform, store)
    assert one.error is not None
    assert "\n" not in one.error
