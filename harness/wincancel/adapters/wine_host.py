"""Kind `wine-host`: the 64-bit Wine that this machine has, which `host_wine` looks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from .. import build, host_wine
from ..build import Executable
from ..claim import Claim
from ..session import Session, open_session
from ..target import Target
from .interface import Health

ABIS = ("x86_64",)
REQUIRED: Mapping[str, type] = {}
OPTIONAL: Mapping[str, type] = {}


def absent(target: Target) -> str | None:
    """A machine need not have a Wine of its own."""
    del target
    return host_wine.absent()


def setup(target: Target, report: Callable[[str], None]) -> None:
    """Nothing is made: it is there or not."""
    del target, report
    host_wine.find()


def health(target: Target) -> Health:
    """The Wine is found and started."""
    del target
    host = host_wine.find()
    return Health(True, host.version(), host.loader)


def session(target: Target, scratch: Path) -> AbstractContextManager[Session]:
    """A prefix of its own, with the modules of this machine's Wine."""
    del target
    return open_session(host_wine.find(), scratch)


def executable(target: Target) -> Executable:
    """The program for 64-bit Windows."""
    return build.windows_executable(target.abi)


def claim(target: Target) -> Claim:
    """The Wine that answers to --version, whichever that is."""
    del target
    return Claim("wine", build=host_wine.find().version(), here=True)
