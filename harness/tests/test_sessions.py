"""Sessions on real Wines: what programs find in them, that two do not meet, and that nothing is left of them."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import probe
import pytest
import victim
from real_target import wine_session
from small_disk import small_disk
from victim import wait_until

from wincancel import adapters, leftovers, processes, session, targets
from wincancel.targets import Target, TargetUnavailable
from wincancel.wine import Wine

if TYPE_CHECKING:
    from collections.abc import Iterator

# Those that can be made anywhere, and the machine's own where it has one.
WINES = [
    target
    for target in targets.select(["all"])
    if target.kind == "wine-debian" or (target.kind == "wine-host" and adapters.health(target).ok)
]


def socket_directory(prefix: Path) -> Path:
    return Path("/tmp", (prefix / "wineserver").read_text())


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("programs")


@pytest.fixture(params=WINES, ids=lambda target: target.name)
def wine(request: pytest.FixtureRequest) -> Iterator[Target]:
    target: Target = request.param
    try:
        adapters.setup(target, print)
    except TargetUnavailable as error:
        # A mirror whose lists do not fit together is no fault of ours; the usual targets must be there all the same.
        if target.name in targets.DEFAULT_NAMES or "package lists" not in str(error):
            raise
        pytest.skip(str(error))
    yield target


@pytest.fixture
def one_wine() -> Target:
    adapters.setup(WINES[0], print)
    return WINES[0]


def test_programs_find_what_tests_need(wine: Target, tmp_path: Path, programs: Path) -> None:
    program = probe.compiled(wine.abi, programs)
    typed = tmp_path / "typed"
    with wine_session(wine, tmp_path) as place:
        assert probe.run(place, program, "libraries").stdout == ""
        temporary = probe.run(place, program, "temporary")
        assert (temporary.stdout.strip(), temporary.returncode) == (r"C:\windows\temp" + "\\", 0)
        machine = probe.run(place, program, "machine")
        assert machine.returncode == 0, machine.stderr
        console = probe.run(place, program, "console", place.path(typed))
    if wine.name.startswith("wine-5.0"):
        assert console.stderr.strip() == "CreatePseudoConsole: error 127"  # that Wine does not have it
    else:
        assert console.returncode == 0, console.stderr
        assert typed.read_bytes() == b"typed\r\n"


def test_arguments_arrive_as_they_are(wine: Target, tmp_path: Path, programs: Path) -> None:
    program = probe.compiled(wine.abi, programs)
    with wine_session(wine, tmp_path) as place:
        told = probe.run(place, program, "echo", "CSIO-*/a?", "größe=€")
    assert bytes.fromhex(told.stdout.strip()).decode().split(" ")[1:] == ["echo", "CSIO-*/a?", "größe=€"]


def test_nothing_is_left_of_a_session(wine: Target, tmp_path: Path, programs: Path) -> None:
    program = probe.compiled(wine.abi, programs)
    with wine_session(wine, tmp_path) as place:
        socket = socket_directory(place.prefix)
        assert socket.is_dir()
        assert probe.run(place, program, "stray").returncode == 0
        started = subprocess.Popen(
            place.command(program, ["forever"]),
            env=place.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        place.started.append(started)
        wait_until(lambda: len(processes.of_prefix(place.prefix)) >= 3)  # these two and the server
        began = time.monotonic()
    assert time.monotonic() - began < 2
    assert started.returncode is not None
    assert place.left_behind == []
    assert processes.of_prefix(place.prefix) == []
    assert not socket.exists()
    assert list(tmp_path.iterdir()) == []


def test_two_sessions_side_by_side_do_not_meet(one_wine: Target, tmp_path: Path, programs: Path) -> None:
    program = probe.compiled(one_wine.abi, programs)
    name = r"\\.\pipe\wincancel-test"
    with wine_session(one_wine, tmp_path) as first, wine_session(one_wine, tmp_path) as second:
        server = subprocess.Popen(
            first.command(program, ["pipe", name]),
            env=first.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        first.started.append(server)
        assert server.stdout is not None
        assert server.stdout.readline().strip() == b"created"
        assert probe.run(first, program, "seen", name).returncode == 0
        assert probe.run(second, program, "seen", name).returncode == 1
        server.stdout.close()
        first.close()
        assert probe.run(second, program, "libraries").returncode == 0


def test_the_callers_environment_stays_outside(
    wine: Target, tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Debian's Wine 10 ends at its start if it sees this one.
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("WINEPREFIX", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("WINEDLLOVERRIDES", "kernel32=d")
    with wine_session(wine, tmp_path) as place:
        assert probe.run(place, probe.compiled(wine.abi, programs), "libraries").returncode == 0
    assert not (tmp_path / "elsewhere").exists()


def guardian_of(prefix: Path) -> int | None:
    """The process that waits for the end of the session that has `prefix`."""
    record = next((path for path in leftovers.directory().glob("*.json") if str(prefix) in path.read_text()), None)
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdecimal() and str(record).encode() in (process / "cmdline").read_bytes().split(b"\0"):
                return int(process.name)
        except OSError:
            continue
    return None


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_nothing_is_left_of_a_session_whose_process_is_ended(
    one_wine: Target, tmp_path: Path, programs: Path, sent: signal.Signals
) -> None:
    process, prefix = victim.start(one_wine, tmp_path, probe.compiled(one_wine.abi, programs))
    socket = socket_directory(prefix)
    victim.end(process, sent)
    wait_until(lambda: processes.of_prefix(prefix) == [] and not socket.exists() and list(tmp_path.iterdir()) == [])


def test_the_next_session_clears_what_nobody_could(one_wine: Target, tmp_path: Path, programs: Path) -> None:
    process, prefix = victim.start(one_wine, tmp_path / "first", probe.compiled(one_wine.abi, programs))
    socket = socket_directory(prefix)
    guardian = guardian_of(prefix)
    assert guardian is not None
    os.kill(guardian, signal.SIGKILL)
    victim.end(process, signal.SIGKILL)
    assert processes.of_prefix(prefix) != []
    with wine_session(one_wine, tmp_path / "second"):
        assert processes.of_prefix(prefix) == []
        assert not socket.exists()
        assert not prefix.exists()


def test_a_live_session_is_not_swept(one_wine: Target, tmp_path: Path, programs: Path) -> None:
    process, prefix = victim.start(one_wine, tmp_path, probe.compiled(one_wine.abi, programs))
    with wine_session(one_wine, tmp_path / "second"):
        assert processes.of_prefix(prefix) != []
        assert prefix.is_dir()
    victim.end(process, signal.SIGTERM)
    wait_until(lambda: not prefix.exists())


def test_a_server_that_does_not_start_is_told_in_one_line(tmp_path: Path) -> None:
    server = tmp_path / "server"
    server.write_text("#!/bin/sh\necho first >&2; echo 'no luck today' >&2; exit 1\n")
    server.chmod(0o755)
    modules = tmp_path / "modules"
    modules.mkdir()
    scratch = tmp_path / "scratch"
    with (
        pytest.raises(TargetUnavailable, match=r"^Wine's server does not start: no luck today$"),
        session.open_session(Wine(server, server, (modules,)), scratch),
    ):
        pytest.fail("there is no session")
    assert list(scratch.iterdir()) == []


def test_a_full_disk_is_told_in_one_line(one_wine: Target, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", "16k,nr_inodes=20") as small:
        with (
            pytest.raises(TargetUnavailable, match="No space left on device") as told,
            wine_session(one_wine, small),
        ):
            pytest.fail("there is no session")
        assert "\n" not in str(told.value)
        assert list(small.iterdir()) == []


def test_paths_that_no_windows_program_can_name_are_refused(one_wine: Target, tmp_path: Path) -> None:
    with wine_session(one_wine, tmp_path) as place:
        assert place.path(Path("/a b/ü")) == r"Z:\a b\ü"
        with pytest.raises(TargetUnavailable, match="no path of Windows"):
            place.path(tmp_path / "a:b")


def test_a_target_that_is_not_set_up_says_how_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINCANCEL_CACHE", str(tmp_path / "cache"))
    target = WINES[0]
    assert adapters.health(target) == adapters.Health(False, "not set up; run: wincancel setup wine-5.0", None)
    with pytest.raises(TargetUnavailable, match=r"run: wincancel setup wine-5\.0"):
        adapters.session(target, tmp_path)
