"""Connections to a machine by SSH: only to one whose host key is known, only with the key that is given."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import asyncssh

from .printable import printable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from .ssh_plan import Login

CONNECT_SECONDS = 15
_KEEPALIVE_SECONDS = 5
_KEEPALIVES = 3  # without an answer, and the connection is taken for lost

LOST = (
    asyncssh.DisconnectError,
    asyncssh.ChannelOpenError,
    asyncssh.SFTPConnectionLost,
    asyncssh.SFTPNoConnection,
    ConnectionError,
)
"""What an operation on a connection raises when that is lost."""


class SshRefusedError(Exception):
    """No connection, and none by trying again; the message is one line for the user."""


class SshUnreachableError(Exception):
    """No connection now; the message is one line for the user."""


@contextlib.asynccontextmanager
async def connected(login: Login) -> AsyncIterator[asyncssh.SSHClientConnection]:
    """A connection. Nothing but `login` counts: no agent, no other key, no password, nobody's settings of SSH.

    Raises SshRefusedError and SshUnreachableError, both before it is entered only.
    """
    async with await _connect(login) as connection:
        yield connection


async def _connect(login: Login) -> asyncssh.SSHClientConnection:
    for path in (login.identity, login.known_hosts):
        if not Path(path).is_file():
            raise SshRefusedError(f"there is no file {path}")
    try:
        return await asyncssh.connect(
            login.host,
            login.port,
            username=login.user,
            client_keys=[login.identity],
            known_hosts=login.known_hosts,
            config=None,
            agent_path=None,
            preferred_auth="publickey",
            disable_trivial_auth=True,
            connect_timeout=CONNECT_SECONDS,
            login_timeout=CONNECT_SECONDS,
            keepalive_interval=_KEEPALIVE_SECONDS,
            keepalive_count_max=_KEEPALIVES,
        )
    except asyncssh.HostKeyNotVerifiable as error:
        raise SshRefusedError(_about_host_key(login)) from error
    except asyncssh.KeyExchangeFailed as error:
        raise SshRefusedError(
            f"{login} has no host key of a kind that {login.known_hosts} has for it, or shares no cipher: {_of(error)}"
        ) from error
    except asyncssh.PermissionDenied as error:
        raise SshRefusedError(f"{login} refuses the login of {login.user} with {login.identity}") from error
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as error:
        raise SshRefusedError(f"{login.identity} is no private key without a passphrase: {_of(error)}") from error
    except ValueError as error:
        raise SshRefusedError(f"{login.known_hosts} cannot be understood: {_of(error)}") from error
    except (asyncssh.Error, OSError) as error:
        raise SshUnreachableError(f"{login} cannot be reached: {_of(error)}") from error


def _about_host_key(login: Login) -> str:
    """Unknown or another than it was: the second may be somebody in between."""
    known = asyncssh.read_known_hosts(login.known_hosts).match(login.host, "", login.port)
    if any(known):
        return f"the host key of {login} is not the one in {login.known_hosts}: somebody may be in between"
    return f"the host key of {login} is unknown: {login.known_hosts} has none for it"


def _of(error: Exception) -> str:
    return printable(str(error) or type(error).__name__, 200)
