"""A run's own directory on a machine that SSH reaches: made, and taken away with all that runs of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import asyncssh

from .printable import printable
from .remote_shells import NO_SUCH_COMMAND, SHELLS
from .ssh_login import LOST, SshRefusedError, SshUnreachableError, connected
from .target import TargetUnavailable

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from .remote_shells import RunPlace, Shell
    from .ssh_plan import Login

_SECONDS = 45.0  # for each of these, the connection included


def check(login: Login, shell: str, command: str) -> None:
    """That the machine can be reached and has what a run needs, `command` for one. Raises TargetUnavailable."""

    async def ask() -> None:
        async with connected(login) as connection:
            done = await connection.run(SHELLS[shell].probe(command), encoding=None)
            if done.exit_status == NO_SUCH_COMMAND:
                raise TargetUnavailable(f"{login} has no command {command}")
            if done.exit_status != 0:
                raise TargetUnavailable(f"{login} does not work as shell = {shell!r} says")

    _await(login, ask())


def make(login: Login, shell: str, place: RunPlace) -> None:
    """Makes the directory, and those above it. Raises TargetUnavailable."""

    async def ask() -> None:
        path = SHELLS[shell].by_sftp(place.directory)
        async with connected(login) as connection, connection.start_sftp_client() as sftp:
            await sftp.makedirs(path.rpartition("/")[0], exist_ok=True)
            await sftp.mkdir(path, asyncssh.SFTPAttrs(permissions=0o700))

    _await(login, ask())


def clear(login: Login, shell: str, place: RunPlace) -> None:
    """Ends every process of the run, then removes the directory. Raises TargetUnavailable where something is left."""

    async def ask() -> None:
        async with connected(login) as connection, connection.start_sftp_client() as sftp:
            await end_run(connection, sftp, SHELLS[shell], place)

    _await(login, ask())


async def end_run(
    connection: asyncssh.SSHClientConnection, sftp: asyncssh.SFTPClient, shell: Shell, place: RunPlace
) -> None:
    """Ends every process of the run, then removes its directory. Raises asyncssh.Error."""
    await connection.run(shell.end(place), encoding=None)
    await sftp.rmtree(shell.by_sftp(place.directory))


def _await(login: Login, what: Coroutine[None, None, None]) -> None:
    async def in_time() -> None:
        async with asyncio.timeout(_SECONDS):
            await what

    try:
        asyncio.run(in_time())
    except (SshRefusedError, SshUnreachableError) as error:
        raise TargetUnavailable(str(error)) from error
    except TimeoutError as error:
        raise TargetUnavailable(f"{login} does not answer for {_SECONDS:.0f} s") from error
    except (asyncssh.Error, *LOST) as error:
        raise TargetUnavailable(f"{login}: {printable(str(error) or type(error).__name__, 200)}") from error
