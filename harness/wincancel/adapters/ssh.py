"""Kind `ssh`: another machine, or another Wine, that an SSH server leads to."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import build, ssh_plan
from ..build import Executable
from ..claim import Claim
from ..execution import Session
from ..printable import printable
from ..remote_command import UnquotableError
from ..remote_shells import SHELLS, RunPlace
from ..ssh_plan import Login
from ..target import Target, TargetUnavailable
from .interface import Health

ABIS = build.ABIS
REQUIRED: Mapping[str, type] = {
    "host": str,
    "user": str,
    "identity": str,
    "known_hosts": str,
    "directory": str,
    "shell": str,
}
OPTIONAL: Mapping[str, type] = {"port": int, "command": list}

_SSH_PORT = 22
_LAST_PORT = 65535
_UNUSUAL = re.compile(r"[^A-Za-z0-9_.-]")


@dataclass(frozen=True)
class Far:
    """The settings of a target, checked."""

    login: Login
    shell: str
    directory: str
    prefix: Sequence[str]
    """What the executable is started with: the words of a command, none for Windows."""


class SshSession:
    """A directory on the other machine; what runs there is started by a relay here."""

    def __init__(self, far: Far, place: RunPlace, scratch: Path) -> None:
        self.environment: Mapping[str, str] = dict(os.environ)
        self._far = far
        self._shell = SHELLS[far.shell]
        self._place = place
        self._scratch = scratch
        self._carried: dict[Path, str] = {}
        """Paths of this machine that were asked for, and where what they name lies there."""

    def command(self, executable: Path, arguments: Sequence[str]) -> list[str]:
        """The relay, which carries there what the arguments name. Raises TargetUnavailable."""
        program = self._shell.join(self._place.directory, f"wincancel-{self._place.mark}.exe")
        files = {str(here): there for here, there in self._carried.items()}
        plan = ssh_plan.Plan(
            login=self._far.login,
            shell=self._far.shell,
            place=self._place,
            command=[*self._far.prefix, self._shell.by_program(program), *arguments],
            files={str(executable): program, **files},
            stream=self._stream(arguments),
            patience=ssh_plan.RECONNECT_SECONDS,
        )
        try:
            self._shell.start(self._place, plan.command)
        except UnquotableError as error:
            raise TargetUnavailable(f"{self._far.login}: {error}") from error
        path = self._scratch / f"plan-{secrets.token_hex(4)}.json"
        plan.write(path)
        return [sys.executable, "-m", "wincancel.ssh_relay", str(path)]

    def path(self, path: Path) -> str:
        """Where the file will lie there, or is written. Raises TargetUnavailable for a directory."""
        if path.is_dir():
            raise TargetUnavailable(f"{path} is a directory: only files are carried to {self._far.login}")
        if path not in self._carried:
            name = f"{len(self._carried)}/{_UNUSUAL.sub('_', path.name)}"
            self._carried[path] = self._shell.join(self._place.directory, name)
        return self._shell.by_program(self._carried[path])

    def _stream(self, arguments: Sequence[str]) -> tuple[str, str] | None:
        """What the executable will write, there and here: the path after --out."""
        if "--out" not in arguments[:-1]:
            return None
        written = arguments[arguments.index("--out") + 1]
        for here, there in self._carried.items():
            if self._shell.by_program(there) == written:
                return there, str(here)
        return None


def absent(target: Target) -> str | None:
    """Never: who describes a machine says that it is there."""
    del target
    return None


def setup(target: Target, report: Callable[[str], None]) -> None:
    """Nothing is made: the machine must answer, and have what a run needs."""
    far = settings(target)
    report(f"asking {far.login}")
    from .. import ssh_place  # not before it is needed: the library takes longer to load than all the rest

    ssh_place.check(far.login, far.shell, next(iter(far.prefix), ""))


def health(target: Target) -> Health:
    """Only whether its key and what is known of the machine are here: the network is not asked."""
    far = settings(target)
    for path in (far.login.identity, far.login.known_hosts):
        if not Path(path).is_file():
            return Health(False, f"there is no file {path}", None)
    return Health(True, f"{far.login.user} at {far.login}, not asked now", None)


@contextlib.contextmanager
def session(target: Target, scratch: Path) -> Iterator[Session]:
    """A directory of its own on the other machine. What cannot be taken away in the end is said on standard error."""
    far = settings(target)
    mark = secrets.token_hex(8)
    place = RunPlace(SHELLS[far.shell].join(far.directory, f"wincancel-{mark}"), mark)
    scratch.mkdir(parents=True, exist_ok=True)
    from .. import ssh_place  # as in setup

    ssh_place.make(far.login, far.shell, place)
    try:
        yield SshSession(far, place, scratch)
    finally:
        try:
            ssh_place.clear(far.login, far.shell, place)
        except TargetUnavailable as error:
            left = f"{target.name}: {place.directory} may be left, and what runs there: {error}"
            print(f"wincancel: {printable(left)}", file=sys.stderr)


def executable(target: Target) -> Executable:
    """The program for Windows: the other machine is one, or has a Wine."""
    return build.windows_executable(target.abi)


def claim(target: Target) -> Claim:
    """Anything: what is there is for the run to say."""
    del target
    return Claim()


def settings(target: Target) -> Far:
    """What the target's settings mean. Raises TargetUnavailable for what cannot be."""
    shell, directory = target.setting("shell"), target.setting("directory")
    if shell not in SHELLS:
        raise TargetUnavailable(f"{target.name}: shell is one of {', '.join(SHELLS)}")
    if not SHELLS[shell].is_whole(directory):
        raise TargetUnavailable(f"{target.name}: directory = {directory!r} does not say where it starts")
    port = target.settings.get("port", _SSH_PORT)
    if not isinstance(port, int) or not 0 < port <= _LAST_PORT:
        raise TargetUnavailable(f"{target.name}: port is a number from 1 to {_LAST_PORT}")
    prefix = target.settings.get("command", [])
    if not isinstance(prefix, list) or not all(isinstance(word, str) and word for word in prefix):
        raise TargetUnavailable(f"{target.name}: command is a list of words")
    login = Login(
        target.setting("host"),
        port,
        target.setting("user"),
        _own_file(target, "identity"),
        _own_file(target, "known_hosts"),
    )
    far = Far(login, shell, directory, prefix)
    try:
        SHELLS[shell].start(RunPlace(directory, "mark"), [*prefix, "program"])
    except UnquotableError as error:
        raise TargetUnavailable(f"{target.name}: {error}") from error
    return far


def _own_file(target: Target, name: str) -> str:
    given = target.setting(name)
    path = Path(given).expanduser() if given.startswith("~/") else Path(given)
    if not path.is_absolute():
        raise TargetUnavailable(f"{target.name}: {name} = {given!r} is no path from / or ~/ on")
    return str(path)
