"""What the harness's tests share: a platform whose targets run the stand-in for the executable."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from real_target import RealTarget, open_target
from ssh_server import Server, ssh_server
from ssh_wine import FarWine, wine_behind

from wincancel import expectations
from wincancel.build import Executable
from wincancel.claim import Claim
from wincancel.store import RunStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wincancel.roles import Target

FAKE_EXECUTABLE = Path(__file__).with_name("fake_executable.py")


@dataclass(frozen=True)
class FakeTarget:
    """A target by name and ABI alone."""

    name: str
    abi: str = "x86_64"


class UnavailableError(Exception):
    """The fake target cannot be had."""


@dataclass
class FakeSession:
    """Runs Python on this machine."""

    environment: dict[str, str]

    def command(self, executable: Path, arguments: Sequence[str]) -> list[str]:
        return [sys.executable, str(executable), *arguments]

    def path(self, path: Path) -> str:
        return str(path)


@dataclass
class FakePlatform:
    """Targets that behave as `behaviours` says, by name; those of `broken` cannot be set up."""

    executable: Path
    behaviours: dict[str, str] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    open_sessions: list[str] = field(default_factory=list)
    slow: frozenset[str] = frozenset()
    build_seconds: dict[str, float] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    built: list[str] = field(default_factory=list)
    needs_target: bool = False
    abandoned: threading.Event = field(default_factory=threading.Event)
    unavailable: type[Exception] = UnavailableError

    def set_up(self, target: Target, report: Callable[[str], None]) -> None:
        if target.name in self.broken:
            raise UnavailableError(self.broken[target.name])
        if target.name in self.slow and self.abandoned.wait(60):
            raise UnavailableError("interrupted")
        report("set up")

    def claim(self, target: Target) -> Claim:
        return self.claims.get(target.name, Claim())

    def abandon(self) -> None:
        self.abandoned.set()

    def executable_for(self, target: Target) -> Executable:
        def build() -> Path:
            self.built.append(target.abi)
            time.sleep(self.build_seconds.get(target.abi, 0))  # sleep-ok: what is timed
            return self.executable

        return Executable(target.abi, build, self.needs_target)

    @contextlib.contextmanager
    def session(self, target: Target, scratch: Path) -> Iterator[FakeSession]:
        scratch.mkdir()
        behaviour = {"FAKE_BEHAVIOUR": self.behaviours.get(target.name, "good")}
        self.open_sessions.append(target.name)
        try:
            yield FakeSession(dict(os.environ) | self.environment | behaviour)
        finally:
            self.open_sessions.remove(target.name)


class SilentProgress:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.said: list[tuple[str, ...]] = []

    def note(self, target: str, message: str) -> None:
        self.said.append(("note", target, message))

    def started(self, target: str, cases: int) -> None:
        self.said.append(("started", target, str(cases)))

    def seen(self, target: str, reader: object) -> None:
        del target, reader

    def ended(self, target: str, reader: object) -> None:
        del reader
        self.said.append(("ended", target))


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    """A platform with its own copy of the stand-in, so that the cached list of cases is its own too.

    What the project ships is expected of real targets, so nothing is of these.
    """
    monkeypatch.setattr(expectations, "EXPECTATIONS", tmp_path / "nothing_expected")
    copy = tmp_path / "build" / FAKE_EXECUTABLE.name
    copy.parent.mkdir()
    copy.write_bytes(FAKE_EXECUTABLE.read_bytes())
    return FakePlatform(copy, environment={"PYTHONPATH": str(FAKE_EXECUTABLE.parent)})


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    """An empty store of runs."""
    return RunStore(tmp_path / "out")


@pytest.fixture
def progress() -> SilentProgress:
    """A progress that is looked at afterwards, if at all."""
    return SilentProgress()


@pytest.fixture(scope="session")
def wine_8(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealTarget]:
    """An open session on Wine 8.0, and the executables."""
    yield from open_target("wine-8.0", tmp_path_factory.mktemp("wine-8.0"))


@pytest.fixture(scope="session")
def wine_10(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealTarget]:
    """An open session on Wine 10.0, and the executables."""
    yield from open_target("wine-10.0", tmp_path_factory.mktemp("wine-10.0"))


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An OpenSSH server on the loopback interface."""
    with ssh_server(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@pytest.fixture
def far_wine(sshd: Server, wine_8: RealTarget, tmp_path: Path) -> Iterator[FarWine]:
    """A Wine in a prefix of its own behind the server."""
    with wine_behind(sshd, wine_8, tmp_path) as far:
        yield far
