"""What differs between the machines that SSH reaches: how a run is started there, found again, and ended."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from .remote_command import for_cmd, for_posix

OUTPUT, ERRORS, CODE = "output", "errors", "code"
"""Files in the directory of a run: what the program printed, and its exit code (`posix` only), a decimal number."""

NO_SUCH_COMMAND = 4
"""What `probe` ends with where the command is not there."""

# Each of these is one word of a command; data comes in as the shell's own arguments.
_START = (
    'cd -- "$1" || exit 125; shift; echo $$ >begun; "$@" </dev/null >output 2>errors; echo $? >code.new; '
    "mv code.new code"
)
# Ends with the run, or at once where there is none. It only looks once a second: a run is being measured there.
_WATCH = 'cd -- "$1" && while [ -e begun ] && [ ! -e code ] && kill -0 "$(cat begun)"; do sleep 1; done'
# Wine's processes leave group and session of what started them, so they are found by a variable of their environment.
# New ones may come while others are killed: until none is left, but not for ever.
_END = (
    'n=0; while [ $n -lt 500 ]; do found=$(grep -ls -e "WINCANCEL_RUN=$1" /proc/[0-9]*/environ); '
    '[ -n "$found" ] || exit 0; for one in $found; do one=${one#/proc/}; kill -KILL "${one%/environ}"; done; '
    "n=$((n + 1)); done; exit 1"
)
_PROBE = '[ -e /proc/self/environ ] || exit 3; [ -z "$1" ] || command -v -- "$1" || exit 4'


@dataclass(frozen=True)
class RunPlace:
    """A run's own directory on the far machine, as its shell writes it, and a word that no other run has."""

    directory: str
    mark: str


class Shell(Protocol):
    """How commands are given to one kind of machine. Each raises UnquotableError for what its shell cannot be given."""

    @property
    def outlives_connection(self) -> bool:
        """Whether a run goes on when the connection is lost, so that it can be found again."""
        ...

    def probe(self, command: str) -> str:
        """Succeeds where the other commands can work and there is `command` (empty: none is needed)."""
        ...

    def is_whole(self, path: str) -> bool:
        """Whether a path says where it starts."""
        ...

    def join(self, directory: str, name: str) -> str:
        """The path of what is called `name` in `directory`; the name may have slashes."""
        ...

    def by_sftp(self, path: str) -> str:
        """The path as SFTP writes it."""
        ...

    def by_program(self, path: str) -> str:
        """The path as a Windows program writes it."""
        ...

    def start(self, place: RunPlace, command: Sequence[str]) -> str:
        """Runs `command`, with its output into the files of `place`; ends when it does."""
        ...

    def watch(self, place: RunPlace) -> str:
        """Ends when the run of `place` does, for shells where it outlives the connection."""
        ...

    def end(self, place: RunPlace) -> str:
        """Ends all processes of the run."""
        ...


class PosixShell:
    """A Linux machine whose users have a POSIX shell."""

    outlives_connection = True

    def probe(self, command: str) -> str:
        """Needs /proc, too."""
        return for_posix(["sh", "-c", _PROBE, "sh", command])

    def is_whole(self, path: str) -> bool:
        """From the root on."""
        return path.startswith("/")

    def join(self, directory: str, name: str) -> str:
        """By a slash."""
        return f"{directory.rstrip('/')}/{name}"

    def by_sftp(self, path: str) -> str:
        """The same."""
        return path

    def by_program(self, path: str) -> str:
        """By the drive letter that Wine gives to the root."""
        return "Z:" + path.replace("/", "\\")

    def start(self, place: RunPlace, command: Sequence[str]) -> str:
        """In the run's directory, with its mark in the environment."""
        return for_posix(
            ["env", f"WINCANCEL_RUN={place.mark}", "sh", "-c", _START, "sh", place.directory, *command]
        )  # fmt: skip

    def watch(self, place: RunPlace) -> str:
        """Looks for the shell of `start` and for what it writes last."""
        return for_posix(["sh", "-c", _WATCH, "sh", place.directory])

    def end(self, place: RunPlace) -> str:
        """All that have the mark in their environment."""
        return for_posix(["sh", "-c", _END, "sh", place.mark])


class WindowsShell:
    """A Windows machine with its own OpenSSH server, whose shell for users is cmd.exe, as it comes."""

    outlives_connection = False

    def probe(self, command: str) -> str:
        """PowerShell does not know this one."""
        del command
        return "ver"

    def is_whole(self, path: str) -> bool:
        """With a drive letter."""
        return re.match(r"[A-Za-z]:[\\/]", path) is not None

    def join(self, directory: str, name: str) -> str:
        """By a backslash."""
        return (directory.replace("/", "\\").rstrip("\\") + "\\" + name).replace("/", "\\")

    def by_sftp(self, path: str) -> str:
        """As a path of a root that has the drives."""
        return "/" + path.replace("\\", "/")

    def by_program(self, path: str) -> str:
        """With backslashes."""
        return path.replace("/", "\\")

    def start(self, place: RunPlace, command: Sequence[str]) -> str:
        """The command itself: what is printed goes to files by cmd.exe's own means."""
        output, errors = (for_cmd([self.join(place.directory, name)]) for name in (OUTPUT, ERRORS))
        return f"{for_cmd(command)} <NUL >{output} 2>{errors}"

    def watch(self, place: RunPlace) -> str:
        """Not to be had: some versions of the server end a session's processes with it, others let them go on."""
        raise NotImplementedError

    def end(self, place: RunPlace) -> str:
        """All of the executable's name, in which the mark is; it starts no others but itself."""
        return for_cmd(["taskkill", "/F", "/T", "/IM", f"wincancel-{place.mark}.exe"])


SHELLS: Mapping[str, Shell] = {"posix": PosixShell(), "windows": WindowsShell()}
