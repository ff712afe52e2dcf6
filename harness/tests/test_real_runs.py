"""The harness with the real executable on a real Wine: its list, its streams, and its end at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import SilentProgress

from wincancel import processes, targets
from wincancel.case_list import ListedCase, Selection
from wincancel.clauses import coverage, load_registers
from wincancel.order import Order
from wincancel.platforms import MachinePlatform
from wincancel.readiness import list_cases
from wincancel.run import run_target
from wincancel.store import RunStore
from wincancel.stream import read_run
from wincancel.targets import Target

DEADLINE_SECONDS = 60.0
PLATFORM = MachinePlatform()


@pytest.fixture(scope="module")
def wine() -> Target:
    """The target of these tests."""
    target = targets.load()["wine-10.0"]
    try:
        PLATFORM.set_up(target, print)
    except targets.TargetUnavailable as error:
        pytest.skip(f"wine-10.0 cannot be had here: {error}")
    return target


@pytest.fixture(scope="module")
def executable(wine: Target) -> Path:
    """The executable, built from the sources as they are."""
    return PLATFORM.executable_for(wine).build()


@pytest.fixture(scope="module")
def cases(wine: Target, executable: Path) -> list[ListedCase]:
    """Every case that the executable lists."""
    return list_cases(wine, executable, PLATFORM)


def wait_until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)  # sleep-ok: between looks at what other processes do


def test_every_clause_has_a_case_and_every_case_a_clause(cases: list[ListedCase]) -> None:
    suites = {case.suite for case in cases}
    found = coverage(load_registers(), [case.id for case in cases])
    assert suites >= {"cancel_synchronous_io"}
    assert found.problems == ()


def test_a_real_stream_follows_the_schema_and_the_rules(
    wine: Target, executable: Path, cases: list[ListedCase], store: RunStore
) -> None:
    some = frozenset(case.id for case in cases[::9])
    order = Order(Selection(ids=some), seed=5, repeat=2)
    one = run_target(wine, executable, order, PLATFORM, store, SilentProgress())
    assert one.valid, one.error
    assert one.run is not None
    assert set(one.run.results) == some
    assert all(len(results) == 2 for results in one.run.results.values())


def test_shards_are_a_partition(wine: Target, executable: Path, cases: list[ListedCase], store: RunStore) -> None:
    some = frozenset(case.id for case in cases if case.scheduling == "shared" and not case.isolated)
    some = frozenset(sorted(some)[:30])
    seen: list[str] = []
    for number in (1, 2, 3):
        order = Order(Selection(ids=some), shard=(number, 3))
        one = run_target(wine, executable, order, PLATFORM, store, SilentProgress())
        assert one.valid, one.error
        assert one.run is not None
        seen += one.run.results
    assert sorted(seen) == sorted(some)


@contextmanager
def harness(out: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """`wincancel run` in a process of its own, in the middle of a run; with the prefix of its session."""
    process = subprocess.Popen(
        [sys.executable, "-m", "wincancel", "run", "-t", "wine-10.0", "--out", str(out), "--repeat", "20", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"COLUMNS": "200"},
    )
    try:
        wait_until(
            lambda: any(path.stat().st_size > 100_000 for path in out.glob("runs/.unfinished/*.jsonl")),
            "the run did not begin",
        )
        assert process.poll() is None, "the harness ended"
        yield process
    finally:
        process.kill()
        process.communicate()


def loaders_of(harness_process: subprocess.Popen[str]) -> list[int]:
    """The children of the harness that run in its prefix: the executable."""
    children = Path(f"/proc/{harness_process.pid}/task/{harness_process.pid}/children").read_text(encoding="ascii")
    return [int(child) for child in children.split() if prefix_of(int(child))]


def prefix_of(process: int) -> Path | None:
    """The prefix that a process runs in."""
    environment = Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
    found = [entry for entry in environment if entry.startswith(b"WINEPREFIX=")]
    return Path(os.fsdecode(found[0].partition(b"=")[2])) if found else None


def loader_and_prefix(process: subprocess.Popen[str]) -> tuple[int, Path]:
    """The one loader that a harness runs, and the prefix it runs in."""
    (loader,) = loaders_of(process)
    prefix = prefix_of(loader)
    assert prefix is not None
    return loader, prefix


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_of_it_and_keeps_the_partial_stream(tmp_path: Path, number: signal.Signals) -> None:
    with harness(tmp_path) as process:
        _, prefix = loader_and_prefix(process)
        process.send_signal(number)
        _, errors = process.communicate(timeout=DEADLINE_SECONDS)
    assert process.returncode == 3
    assert "wincancel: interrupted; what had been recorded is kept as incomplete\n" in errors
    assert processes.of_prefix(prefix) == []
    assert not prefix.parent.exists()
    (kept,) = (tmp_path / "runs").glob("*.jsonl")
    assert kept.name.endswith(".incomplete.jsonl")
    assert read_run(kept).results


@pytest.mark.usefixtures("cases")
def test_a_killed_executable_is_one_line_and_no_valid_run(tmp_path: Path) -> None:
    with harness(tmp_path) as process:
        loader, prefix = loader_and_prefix(process)
        os.kill(loader, signal.SIGKILL)
        output, errors = process.communicate(timeout=DEADLINE_SECONDS)
    assert process.returncode == 3
    assert "wincancel: wine-10.0: incomplete run: " in errors
    assert "killed by signal 9" in errors
    assert "NOT A VALID RUN" in output
    assert processes.of_prefix(prefix) == []
    (kept,) = (tmp_path / "runs").glob("*.jsonl")
    assert kept.name.endswith(".incomplete.jsonl")


@pytest.mark.usefixtures("cases")
def test_a_stopped_executable_is_ended_by_the_deadline_for_silence(tmp_path: Path) -> None:
    with harness(tmp_path, "--silence", "3") as process:
        loader, prefix = loader_and_prefix(process)
        os.kill(loader, signal.SIGSTOP)
        _, errors = process.communicate(timeout=DEADLINE_SECONDS)
    assert process.returncode == 3
    assert "wincancel: wine-10.0: the executable was ended: silent for 3 s" in errors
    assert processes.of_prefix(prefix) == []
