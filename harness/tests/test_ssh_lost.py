"""A connection that is lost in the middle of a run, for a moment or for good."""

from __future__ import annotations

import asyncio
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ssh_server import ssh_server
from ssh_wine import FarWine, await_true, wine_behind

from wincancel import adapters, remote_shells, ssh_plan, ssh_relay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from real_target import RealTarget

    from wincancel.stream import StreamReader

REPEAT = 60  # a run of some ten seconds, which outlasts three cuts


class Watch:
    """Does something to the server in the middle of a run: at the first results, and whenever there are more again."""

    def __init__(self, far: FarWine, times: int = 1, for_good: bool = False) -> None:
        self.done = 0
        self._far = far
        self._times = times
        self._for_good = for_good
        self._seen = 0

    def __call__(self, reader: StreamReader) -> None:
        if self.done == self._times or reader.finished == self._seen:
            return
        self._seen = reader.finished
        assert reader.footer is None, "the run is too short for this test"
        assert self._far.processes()
        if self._for_good:
            self._far.server.end()
            self.done += 1
        else:
            self.done += self._far.server.cut_connections() > 0


@pytest.fixture
def own_far_wine(wine_8: RealTarget, tmp_path: Path) -> Iterator[FarWine]:
    """As `far_wine`, with a server that may be ended."""
    (tmp_path / "ssh").mkdir()
    with ssh_server(tmp_path / "ssh") as server, wine_behind(server, wine_8, tmp_path) as far:
        yield far


@pytest.mark.parametrize("times", [1, 3])
def test_a_run_goes_on_and_is_read_on_from_where_it_was(far_wine: FarWine, times: int) -> None:
    cut = Watch(far_wine, times)
    run, ending = far_wine.run(REPEAT, cut)
    assert cut.done == times
    assert run.valid, (run.problems[:3], ending)
    assert ending.exit_code == 0
    assert {len(results) for results in run.results.values()} == {REPEAT}
    assert ending.errors.count("the connection is lost") == times
    assert ending.errors.count("the connection is there again") == times
    assert far_wine.processes() == []
    assert list(far_wine.server.far.iterdir()) == []


def test_a_run_whose_machine_does_not_come_back_is_incomplete(
    own_far_wine: FarWine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ssh_plan, "RECONNECT_SECONDS", 2.0)
    run, ending = own_far_wine.run(REPEAT, Watch(own_far_wine, for_good=True))
    assert not run.valid
    assert run.header is not None
    assert run.results, "what had come before is kept"
    assert ending.exit_code == 3
    assert "no connection again in 2 s: " in ending.errors
    assert ending.seconds < 60
    said = capsys.readouterr().err
    assert "may be left, and what runs there: 127.0.0.1:" in said
    assert said.count("\n") == 1


class OneConnection(remote_shells.PosixShell):
    """As Windows is taken to be: no run is looked for again."""

    outlives_connection = False


def test_where_runs_do_not_outlive_the_connection_what_is_left_of_one_is_ended(
    far_wine: FarWine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssh_relay, "SHELLS", {"posix": OneConnection()})
    out = tmp_path / "out.jsonl"
    with adapters.session(far_wine.target, tmp_path / "session") as session:
        arguments = ["run", "--out", session.path(out), "--repeat", "1000"]
        plan = Path(session.command(far_wine.wine.executable, arguments)[-1])
        with ThreadPoolExecutor() as pool:
            relay = pool.submit(lambda: asyncio.run(ssh_relay.Relay(ssh_plan.Plan.read(plan)).run()))
            await_true(lambda: out.exists() and bool(far_wine.processes()))
            assert far_wine.server.cut_connections()
            with pytest.raises(Exception, match="what it left of the run was ended"):
                relay.result(timeout=60)
    assert b'"record":"header"' in out.read_bytes()
    assert far_wine.processes() == []


def test_a_connection_that_says_nothing_any_more_is_taken_for_lost(far_wine: FarWine) -> None:
    stopped: list[int] = []

    def watch(reader: StreamReader) -> None:
        if reader.finished and not stopped:
            stopped.extend(far_wine.server.connections())
            for process in stopped:
                os.kill(process, signal.SIGSTOP)

    try:
        run, ending = far_wine.run(REPEAT, watch)
    finally:
        for process in stopped:
            os.kill(process, signal.SIGKILL)
    assert stopped
    assert run.valid, (run.problems[:3], ending)
    assert "the connection is there again" in ending.errors
