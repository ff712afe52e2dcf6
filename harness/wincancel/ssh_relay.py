"""Runs the executable on another machine as if it ran here: its stream, output and exit code are this process's.

A program: `python -m wincancel.ssh_relay PLAN`, with a file that `ssh_plan.Plan.write` made. Should the connection be
lost it is made again, and the stream read on from where it broke off; the run itself does not notice, where the far
shell lets it live. When the relay is killed what it started goes on, and `ssh_place` ends it; when the harness is, the
relay does.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

import asyncssh

from .printable import printable
from .remote_shells import CODE, ERRORS, OUTPUT, SHELLS
from .ssh_login import LOST, SshRefusedError, SshUnreachableError, connected
from .ssh_place import end_run
from .ssh_plan import Plan

FAILED = 3
"""The exit code where the run could not be had; none of the executable's own says that."""

_POLL_SECONDS = 0.5
_CHUNK_BYTES = 256 << 10
_OUTPUT_BYTES = 16 << 20  # of what the program printed
_OTHER_CODE = 255  # for exit codes that this system's processes cannot have


class _Failure(Exception):  # noqa: N818  # an outcome of the relay
    """The run cannot be had; the message is one line."""


class Relay:
    """One run, over as many connections as it takes."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._shell = SHELLS[plan.shell]
        self._begun = False
        self._lost: float | None = None
        self._copied = 0
        self._parent = os.getppid()

    async def run(self) -> int:
        """Returns the exit code of the program. Raises _Failure, SshRefusedError, SshUnreachableError."""
        while True:
            try:
                async with connected(self._plan.login) as connection, connection.start_sftp_client() as sftp:
                    return await self._attend(connection, sftp)
            except (SshUnreachableError, *LOST) as error:
                if not self._begun:
                    raise
                now = time.monotonic()
                if self._lost is None:
                    self._lost = now
                    _say("the connection is lost")
                if now - self._lost > self._plan.patience:
                    raise _Failure(f"no connection again in {self._plan.patience:.0f} s: {error}") from error
            await asyncio.sleep(_POLL_SECONDS)  # sleep-ok: between two attempts

    async def _attend(self, connection: asyncssh.SSHClientConnection, sftp: asyncssh.SFTPClient) -> int:
        """Starts the run, or finds it again, and stays until it is over. Raises what a lost connection does."""
        shell, place = self._shell, self._plan.place
        if not self._begun:
            await self._carry(sftp)
            command = shell.start(place, self._plan.command)
        elif shell.outlives_connection:
            command = shell.watch(place)
        else:
            await connection.run(shell.end(place), encoding=None)
            await self._copy(sftp)
            raise _Failure("the connection was lost, and what it left of the run was ended")
        self._begun = True
        process = await connection.create_process(
            command, stdin=asyncssh.DEVNULL, stdout=asyncssh.DEVNULL, stderr=asyncssh.DEVNULL, encoding=None
        )
        if self._lost is not None:
            _say(f"the connection is there again after {time.monotonic() - self._lost:.1f} s")
            self._lost = None
        over = asyncio.ensure_future(process.wait_closed())
        while not over.done():
            await asyncio.wait({over}, timeout=_POLL_SECONDS)
            await self._copy(sftp)
            if os.getppid() != self._parent:
                await end_run(connection, sftp, shell, place)
                raise _Failure("nobody waits for the run any more")
        if process.exit_status is None and process.exit_signal is None:
            raise ConnectionError("the channel ended without the command")
        await self._copy(sftp)
        return await self._conclude(sftp, process.exit_status)

    async def _carry(self, sftp: asyncssh.SFTPClient) -> None:
        for here, there in self._plan.files.items():
            path = self._shell.by_sftp(there)
            await sftp.makedirs(path.rpartition("/")[0], exist_ok=True)
            if (there, here) != self._plan.stream and Path(here).is_file():
                await sftp.put(here, path)
                await sftp.chmod(path, 0o700)  # the executable, if this is it; nobody else's business in any case

    async def _copy(self, sftp: asyncssh.SFTPClient) -> None:
        """Appends to the stream here what is new of the stream there."""
        if self._plan.stream is None:
            return
        there, here = self._plan.stream
        try:
            async with sftp.open(self._shell.by_sftp(there), "rb", encoding=None) as remote:
                with Path(here).open("ab") as local:
                    while chunk := await remote.read(_CHUNK_BYTES, self._copied):
                        assert isinstance(chunk, bytes)
                        local.write(chunk)
                        local.flush()
                        self._copied += len(chunk)
        except asyncssh.SFTPNoSuchFile:
            return

    async def _conclude(self, sftp: asyncssh.SFTPClient, status: int | None) -> int:
        """Prints what the program printed; returns its exit code."""
        for name, to in ((OUTPUT, sys.stdout.buffer), (ERRORS, sys.stderr.buffer)):
            to.write(await self._content(sftp, name) or b"")
            to.flush()
        if self._shell.outlives_connection:
            written = await self._content(sftp, CODE)
            if written is None or not written.strip().isdigit():
                raise _Failure("the run was ended by something on its machine")
            status = int(written)
        if status is None:
            raise _Failure("the run was ended by a signal")
        return status if 0 <= status <= _OTHER_CODE else _OTHER_CODE

    async def _content(self, sftp: asyncssh.SFTPClient, name: str) -> bytes | None:
        path = self._shell.by_sftp(self._shell.join(self._plan.place.directory, name))
        try:
            async with sftp.open(path, "rb", encoding=None) as file:
                content = await file.read(_OUTPUT_BYTES, 0)
        except asyncssh.SFTPNoSuchFile:
            return None
        assert isinstance(content, bytes)
        return content


def _say(line: str) -> None:
    print(f"ssh: {printable(line)}", file=sys.stderr, flush=True)


def main() -> int:
    """Relays the plan that the first argument names; says in one line why it cannot."""
    try:
        return asyncio.run(Relay(Plan.read(Path(sys.argv[1]))).run())
    except (_Failure, SshRefusedError, SshUnreachableError, *LOST) as error:
        _say(str(error) or type(error).__name__)
    except asyncssh.Error as error:
        _say(f"the other machine refuses something: {error.reason}")
    except OSError as error:
        _say(f"on this machine: {error}")
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
