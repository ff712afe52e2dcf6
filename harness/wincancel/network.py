"""A network that one session has for itself: a network namespace with a loopback interface and nothing else.

A test that cannot choose its port can have it there, and sessions side by side do not meet. The namespace has no name
and no holder: it is there while this process has it open or a process is in it, so nothing of it can be left behind.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import subprocess
import sys
import threading
from functools import cached_property

from . import namespaces
from .target import TargetUnavailable

_SECONDS = 60


class Network:
    """The network of a session: its own where the machine allows that, else the machine's."""

    def __init__(self) -> None:
        """Makes it, or starts to while the caller goes on. Raises TargetUnavailable where no process can be started."""
        self._program = shutil.which("nsenter")
        self._opened: dict[str, int] = {}
        """Descriptors of the namespaces, by their kind."""
        self._maker: subprocess.Popen[bytes] | None = None
        if self._program is not None and not self._make_here():
            self._maker = _start_maker()

    @cached_property
    def entrance(self) -> tuple[str, ...]:
        """What to put before a command so that it runs in this network; nothing where that is the machine's own.

        The first use waits until the network is made. Raises TargetUnavailable where that takes a minute, and OSError.
        """
        if self._maker is not None:
            self._take_from(self._maker)
            self._end_maker()
        if self._program is None or not self._opened:
            return ()
        here = f"/proc/{os.getpid()}/fd"
        options = [f"--{kind}={here}/{descriptor}" for kind, descriptor in self._opened.items()]
        return (self._program, "--preserve-credentials", *options, "--")

    def close(self) -> None:
        """Lets go of the network, which is gone with its last process. A second call does nothing."""
        self._end_maker()
        while self._opened:
            os.close(self._opened.popitem()[1])

    def _make_here(self) -> bool:
        """Makes the network without a process, which takes a millisecond but is not for every user."""

        def make() -> None:
            with contextlib.suppress(OSError):
                namespaces.enter_new_network()
                self._opened["net"] = os.open("/proc/thread-self/ns/net", os.O_RDONLY)

        # A thread that enters it and ends: the rest of this process stays where it is.
        thread = threading.Thread(target=make)
        thread.start()
        thread.join()
        return bool(self._opened)

    def _take_from(self, maker: subprocess.Popen[bytes]) -> None:
        """Opens the namespaces that `maker` is in, if it says that it is in new ones."""
        assert maker.stdout is not None
        if not select.select([maker.stdout], [], [], _SECONDS)[0]:
            raise TargetUnavailable(f"the session's network was not made in {_SECONDS} s")
        if maker.stdout.read(1):
            for kind in ("user", "net"):
                self._opened[kind] = os.open(f"/proc/{maker.pid}/ns/{kind}", os.O_RDONLY)

    def _end_maker(self) -> None:
        if self._maker is not None:
            self._maker.kill()
            self._maker.communicate()
            self._maker = None


def _start_maker() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            # Without the site's packages, which it does not need, it starts in half the time.
            [sys.executable, "-I", "-S", namespaces.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
        )
    except OSError as error:
        raise TargetUnavailable(f"the session's network cannot be made: {error}") from error
