"""Sessions for native programs: private, and nothing of them outlives their end."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from wincancel import leftovers, processes
from wincancel.native_session import open_native_session
from wincancel.target import TargetUnavailable


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINCANCEL_CACHE", str(tmp_path / "cache"))


def test_programs_get_a_directory_of_their_own_and_nothing_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LD_PRELOAD_OF_THE_USER", "x")
    with open_native_session(tmp_path / "a") as one, open_native_session(tmp_path / "a") as other:
        assert one.environment["TMPDIR"] != other.environment["TMPDIR"]
        said = subprocess.check_output([*one.command(tmp_path / "none", [])[:-1], "/usr/bin/env"], env=one.environment)
        assert b"OF_THE_USER" not in said
        assert f"TMPDIR={one.environment['TMPDIR']}".encode() in said
    assert list((tmp_path / "a").iterdir()) == []


def test_a_stray_in_a_session_of_its_own_is_ended(tmp_path: Path) -> None:
    with open_native_session(tmp_path) as session:
        stray = subprocess.Popen(["/usr/bin/sleep", "1000"], env=dict(session.environment), start_new_session=True)
        deadline = time.monotonic() + 5
        # A process that is being started has no environment for a moment.
        while stray.pid not in processes.of_prefix(Path(session.environment["WINEPREFIX"])):
            assert time.monotonic() < deadline
    assert stray.wait(timeout=5) == -9


def test_no_record_is_left_of_it(tmp_path: Path) -> None:
    with open_native_session(tmp_path):
        assert len(list(leftovers.directory().glob("*.json"))) == 1
    assert list(leftovers.directory().glob("*.json")) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_where_nothing_can_be_written_the_target_is_unavailable(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(TargetUnavailable, match="no session can be made"), open_native_session(tmp_path / "below"):
        pass


def test_a_scratch_that_is_a_file_makes_the_target_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(TargetUnavailable, match="no session can be made"), open_native_session(tmp_path / "file"):
        pass
