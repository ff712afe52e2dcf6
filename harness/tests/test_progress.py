"""What is shown while several targets run: a line for each on a terminal, plain lines elsewhere, nothing that moves."""

from __future__ import annotations

import io
import threading
import time

import pytest
import streams
from rich.console import Console

from wincancel import progress as progress_module
from wincancel.progress import RunProgress
from wincancel.stream import StreamReader


def in_the_middle(case: str = "CSIO-RET-1/second") -> StreamReader:
    """A stream whose first case of two has ended."""
    reader = StreamReader()
    reader.feed(streams.lines([streams.header(["CSIO-RET-1/first", case]), *streams.attempt("CSIO-RET-1/first")]))
    reader.feed(streams.lines(streams.attempt(case)[:1]))
    return reader


def shown(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture
def plain() -> Console:
    return Console(file=io.StringIO(), width=160, force_terminal=False)


@pytest.fixture
def terminal() -> Console:
    return Console(file=io.StringIO(), width=160, force_terminal=True, force_interactive=True, color_system=None)


def test_plain_lines_name_their_target(plain: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_module, "_PLAIN_SECONDS", 0.0)
    monkeypatch.setattr("time.monotonic", lambda: 100.0)
    with RunProgress(plain) as progress:
        for target in ("wine-8.0", "wine-10.0"):
            progress.started(target, 2)
        for target in ("wine-10.0", "wine-8.0"):
            progress.seen(target, in_the_middle())
            progress.ended(target, in_the_middle())
    assert [line.rstrip() for line in shown(plain).splitlines()] == [
        "wine-8.0: running 2 cases",
        "wine-10.0: running 2 cases",
        "wine-10.0: 1/2",
        "wine-10.0: 1 finished in 0.0 s: 1 DONE",
        "wine-8.0: 1/2",
        "wine-8.0: 1 finished in 0.0 s: 1 DONE",
    ]
    assert "\x1b" not in shown(plain)


def test_plain_lines_come_now_and_then_for_each_target(plain: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    with RunProgress(plain) as progress:
        progress.started("wine-8.0", 2)
        now[0] = 110.0
        progress.started("wine-10.0", 2)
        now[0] = 116.0
        for _ in range(3):
            progress.seen("wine-8.0", in_the_middle())
            progress.seen("wine-10.0", in_the_middle())
    assert shown(plain).splitlines()[2:] == ["wine-8.0: 1/2 ~16 s left"]


def test_what_failed_is_counted_anew(plain: Console, terminal: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = ["CSIO-RET-1/right", "CSIO-RET-1/wrong", "CSIO-RET-1/crashes"]
    wrong = [streams.value("returned", False, [True])]
    reader = StreamReader()
    reader.feed(streams.lines([streams.header(cases), *streams.attempt(cases[0])]))
    reader.feed(streams.lines([*streams.attempt(cases[1], wrong), *streams.attempt(cases[2], status="CRASH")]))
    reader.feed(streams.lines(streams.attempt(cases[1], wrong, number=2)))
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    for console in (plain, terminal):
        with RunProgress(console) as progress:
            progress.started("wine-8.0", 3)
            now[0] += 200.0
            progress.seen("wine-8.0", reader)
            now[0] += 20.0
            progress.seen("wine-8.0", reader)
            progress._bar.refresh()
    assert shown(plain).splitlines()[1:] == [
        "wine-8.0, what failed once more: 1/2",
        "wine-8.0, what failed once more: 1/2 ~20 s left",
    ]
    assert "wine-8.0, what failed once more" in shown(terminal)


def test_a_terminal_shows_every_target_its_case_and_the_time_left(
    terminal: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RunProgress(terminal) as progress:
        progress.started("wine-8.0", 2)
        progress.started("wine-10.0", 2)
        began = time.monotonic()
        monkeypatch.setattr("time.monotonic", lambda: began + 8)
        progress.seen("wine-8.0", in_the_middle())
        progress.seen("wine-10.0", in_the_middle("CSIO-RET-1/other"))
        progress._bar.refresh()
        last = shown(terminal)
    assert "wine-8.0" in last
    assert "CSIO-RET-1/second" in last
    assert "wine-10.0" in last
    assert "CSIO-RET-1/other" in last
    assert "~8 s left" in last


def test_a_name_is_not_read_as_markup(terminal: Console) -> None:
    with RunProgress(terminal) as progress:
        progress.started("[red]wine\x1b[2J", 1)
        progress._bar.refresh()
        assert "[red]wine\\x1b" in shown(terminal)


def test_targets_tell_from_threads_of_their_own(terminal: Console) -> None:
    faults: list[BaseException] = []

    def execute(target: str) -> None:
        try:
            for _ in range(20):
                progress.started(target, 2)
                progress.seen(target, in_the_middle())
                progress.ended(target, in_the_middle())
        except BaseException as error:  # looked at below
            faults.append(error)

    with RunProgress(terminal) as progress:
        threads = [threading.Thread(target=execute, args=(f"wine-{number}",)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert faults == []
