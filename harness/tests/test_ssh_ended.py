"""A run on another machine that is ended, from here or there, leaves nothing running there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ssh_wine import FarWine, await_true

from wincancel import adapters

if TYPE_CHECKING:
    from wincancel.stream import StreamReader


def test_what_runs_there_ends_when_it_is_stopped_here(far_wine: FarWine) -> None:
    seen: list[int] = []

    def watch(reader: StreamReader) -> None:
        if reader.finished:
            seen.extend(far_wine.processes())

    run, ending = far_wine.run(1000, watch, stop=lambda: bool(seen))
    assert ending.stopped == "stopped"
    assert seen
    assert not run.valid
    assert far_wine.processes() == []
    assert list(far_wine.server.far.iterdir()) == []


def test_a_run_that_is_killed_there_is_said_to_be(far_wine: FarWine) -> None:
    killed: list[int] = []

    def watch(reader: StreamReader) -> None:
        if reader.finished and not killed:
            for status in Path("/proc").glob("[0-9]*/cmdline"):
                words = status.read_bytes().split(b"\0")
                if words[:2] == [b"sh", b"-c"] and b">begun" in b"".join(words):
                    killed.append(int(status.parent.name))
                    os.kill(killed[-1], signal.SIGKILL)

    run, ending = far_wine.run(1000, watch)
    assert killed
    assert not run.valid
    assert ending.exit_code == 3
    assert "the run was ended by something on its machine" in ending.errors
    assert far_wine.processes() == []


def test_what_runs_there_ends_when_the_harness_is_killed(far_wine: FarWine, tmp_path: Path) -> None:
    with adapters.session(far_wine.target, tmp_path / "session") as session:
        arguments = ["run", "--out", session.path(tmp_path / "out.jsonl"), "--repeat", "1000"]
        command = session.command(far_wine.wine.executable, arguments)
        harness = subprocess.Popen(
            [sys.executable, "-c", "import subprocess, sys; subprocess.run(sys.argv[1:])", *command],
            env=dict(session.environment),
            stderr=subprocess.DEVNULL,
        )
        try:
            await_true(lambda: (tmp_path / "out.jsonl").exists() and bool(far_wine.processes()))
        finally:
            harness.kill()
            harness.wait()
        await_true(lambda: not list(far_wine.server.far.iterdir()))
        assert far_wine.processes() == []
