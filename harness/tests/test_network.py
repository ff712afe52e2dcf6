"""The network of a session: its own where the kernel allows that to the user, else the machine's; nothing is left."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import probe
import pytest
import victim
from real_target import wine_session

from wincancel import adapters, processes, targets
from wincancel.network import Network

if TYPE_CHECKING:
    from wincancel.session import Session
    from wincancel.targets import Target

HERE = Path(__file__).parent
COST_SECONDS = 0.1  # of a network; a few milliseconds where the machine has nothing else to do

# What the first word of these leaves a user, and by which way that user should come to a private network if at all.
AS_IT_IS: list[str] = []
# Also root, if it lacks the right. It keeps the one without which the kernel gives root no user namespace.
WITHOUT_THE_RIGHT = ["setpriv", "--bounding-set=-all,+setfcap", "--inh-caps=-all"] if os.getuid() == 0 else []
WHERE_NONE_CAN_BE_MADE = [
    *("unshare", "--user", "--map-root-user", "sh", "-c"),
    *('echo 0 >/proc/sys/user/max_net_namespaces && exec "$@"', "sh"),
]
BY_RIGHT = ["unshare", "--net", "true"]
IN_A_USER_NAMESPACE = ["unshare", "--user", "--map-current-user", "--net", "true"]

# Opens a session and prints its network, how a program ends in it, and whether a program there gets the port 80.
SCRIPT = """
import subprocess, sys
from pathlib import Path
import probe
from wincancel import adapters, targets
target, program = targets.load()[sys.argv[1]], Path(sys.argv[3])
with adapters.session(target, Path(sys.argv[2])) as session:
    print(session.network, probe.run(session, program, "libraries").returncode, flush=True)
    listener = subprocess.Popen(session.command(program, ["port", "80"]), env=session.environment,
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    session.started.append(listener)
    print(listener.stdout.readline().strip())
"""


def works(command: list[str]) -> bool:
    """Whether the system's own program, asked for the same, succeeds."""
    return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0


def allowed(rights: list[str]) -> bool:
    return works([*rights, *BY_RIGHT]) or works([*rights, *IN_A_USER_NAMESPACE])


needs_a_private_network = pytest.mark.skipif(not allowed(AS_IT_IS), reason="this machine allows no private network")


@pytest.fixture(scope="module")
def wine() -> Target:
    target = targets.load()["wine-8.0"]
    adapters.setup(target, print)
    return target


@pytest.fixture(scope="module")
def program(wine: Target, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return probe.compiled(wine.abi, tmp_path_factory.mktemp("programs"))


def what_is_at(link: Path) -> str | None:
    """How the kernel names what `link` leads to; None if it is gone by now, or another user's."""
    with contextlib.suppress(OSError):
        return str(link.readlink())
    return None


def network_of(process: int | str) -> str | None:
    """The network namespace of `process`, as the kernel names it; None if it cannot be told."""
    return what_is_at(Path(f"/proc/{process}/ns/net"))


def network_of_prefix(prefix: Path) -> str:
    """The one network that all processes of `prefix` are in."""
    (network,) = {network_of(process) for process in processes.of_prefix(prefix)} - {None}
    assert network is not None
    return network


def is_gone(network: str) -> bool:
    """Whether nothing holds `network` any more, as far as can be seen: no process, no name, no open file."""
    if network in Path("/proc/self/mountinfo").read_text():
        return False
    for process in Path("/proc").glob("[0-9]*"):
        if network_of(process.name) == network:
            return False
        with contextlib.suppress(OSError):  # the process may be gone, or another user's
            if network in map(what_is_at, (process / "fd").iterdir()):
                return False
    return True


def listener(session: Session, program: Path) -> subprocess.Popen[bytes]:
    """A program in `session` that has the port 80."""
    process = subprocess.Popen(
        session.command(program, ["port", "80"]),
        env=session.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    session.started.append(process)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline().strip() == b"reached"
    return process


@needs_a_private_network
def test_two_sessions_have_each_port_twice(wine: Target, tmp_path: Path, program: Path) -> None:
    with wine_session(wine, tmp_path) as first, wine_session(wine, tmp_path) as second:
        assert (first.network, second.network) == ("private", "private")
        for session in (first, second):
            listener(session, program)
        refused = probe.run(first, program, "port", "80")
        assert (refused.returncode, refused.stderr.strip()) == (2, "bind: error 10048")  # WSAEADDRINUSE
        networks = {network_of_prefix(session.prefix) for session in (first, second)} | {str(network_of("self"))}
        assert len(networks) == 3
    assert all(is_gone(network) for network in networks - {network_of("self")})


@pytest.mark.parametrize("rights", [AS_IT_IS, WITHOUT_THE_RIGHT, WHERE_NONE_CAN_BE_MADE])
def test_a_session_takes_the_way_that_its_user_has(
    wine: Target, tmp_path: Path, program: Path, rights: list[str]
) -> None:
    if rights and not works([*rights, "true"]):
        pytest.skip(f"this machine has no {rights[0]} for this user")
    done = subprocess.run(
        [*rights, sys.executable, "-c", SCRIPT, wine.name, tmp_path, program],
        env={**os.environ, "PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    network, port = done.stdout.splitlines()
    assert network == ("private 0" if allowed(rights) else "host 0")
    assert port == "reached" or network == "host 0"
    assert list(tmp_path.iterdir()) == []


def test_without_the_program_that_enters_networks_a_session_is_on_the_machines(
    wine: Target, tmp_path: Path, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with wine_session(wine, tmp_path) as session:
        assert session.network == "host"
        assert network_of_prefix(session.prefix) == network_of("self")
        assert probe.run(session, program, "libraries").returncode == 0


@needs_a_private_network
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_of_a_network_whose_process_is_ended(
    wine: Target, tmp_path: Path, program: Path, sent: signal.Signals
) -> None:
    process, prefix = victim.start(wine, tmp_path, program)
    network = network_of_prefix(prefix)
    assert network != network_of("self")
    victim.end(process, sent)
    victim.wait_until(lambda: is_gone(network) and processes.of_prefix(prefix) == [] and not prefix.exists())


def test_a_network_costs_little() -> None:
    def cost() -> float:
        began = time.monotonic()
        with contextlib.closing(Network()) as network:
            assert isinstance(network.entrance, tuple)
            return time.monotonic() - began

    assert min(cost() for _ in range(10)) < COST_SECONDS
