"""An OpenSSH server of a test's own, on the loopback interface, with what leads through it to a Wine."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import signal
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wincancel import targets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SSHD = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/usr/bin")


@dataclass
class Server:
    """A server that runs, and the files of who may connect to it. `directory` holds everything."""

    directory: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def far(self) -> Path:
        """Where runs get their directories."""
        return self.directory / "far"

    def settings(self, **others: object) -> Mapping[str, object]:
        """Those of a target that this server leads to."""
        usual = {
            "host": "127.0.0.1",
            "port": self.port,
            "user": getpass.getuser(),
            "identity": str(self.directory / "user_key"),
            "known_hosts": str(self.directory / "known_hosts"),
            "directory": str(self.far),
            "shell": "posix",
        }
        return usual | others

    def target(self, **others: object) -> targets.Target:
        """A target that this server leads to."""
        return targets.Target("far", "ssh", "x86_64", "far", self.settings(**others))

    def connections(self) -> list[int]:
        """The processes that serve a connection each: children of the server."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(child) for child in children.split()]

    def cut_connections(self) -> int:
        """Ends what serves connections, and nothing else, as when the network is gone; returns how many there were."""
        cut = self.connections()
        for process in cut:
            with contextlib.suppress(ProcessLookupError):
                for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
                    # Of a server that gives up root's rights: the one that has the network's end.
                    if "sshd" in Path(f"/proc/{child}/comm").read_text():
                        os.kill(int(child), signal.SIGKILL)
                os.kill(process, signal.SIGKILL)
        return len(cut)

    def end(self) -> None:
        """Ends the server, and every connection. A second call does nothing."""
        if self.process.poll() is not None:
            return
        self.cut_connections()
        self.process.kill()
        self.process.wait()

    def know(self, key: Path) -> None:
        """Makes the host key `key` the one that is known of the server."""
        kind, text = key.with_suffix(".pub").read_text().split()[:2]
        (self.directory / "known_hosts").write_text(f"[127.0.0.1]:{self.port} {kind} {text}\n")


def new_key(path: Path) -> Path:
    """A pair of keys without a passphrase."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True, timeout=30)
    return path


@contextlib.contextmanager
def ssh_server(directory: Path) -> Iterator[Server]:
    """A server that whoever runs the tests may log in to, with the key `user_key`. Its host key is known."""
    if SSHD is None or shutil.which("ssh-keygen") is None:
        pytest.skip("there is no OpenSSH server; on Debian: apt-get install openssh-server")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # the server's own, where it is root's
    directory.chmod(0o700)
    host_key, user_key = new_key(directory / "host_key"), new_key(directory / "user_key")
    shutil.copy(user_key.with_suffix(".pub"), directory / "authorized_keys")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    (directory / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {host_key}\nPidFile none\nUsePAM no\n"
        f"AuthorizedKeysFile {directory}/authorized_keys\nPasswordAuthentication no\nStrictModes no\n"
        "PermitRootLogin prohibit-password\nSubsystem sftp internal-sftp\n"
    )
    with (directory / "sshd.log").open("wb") as log:
        process = subprocess.Popen(
            [SSHD, "-D", "-e", "-f", directory / "sshd_config"], stdin=subprocess.DEVNULL, stderr=log
        )
        server = Server(directory, port, process)
        try:
            server.know(host_key)
            _await_start(server)
            yield server
        finally:
            server.end()


def _await_start(server: Server) -> None:
    log = server.directory / "sshd.log"
    for _ in range(1000):
        if b"listening on" in log.read_bytes():
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.process.wait(timeout=0.02)
            break
    pytest.skip(f"the OpenSSH server does not start: {log.read_text(errors='replace').strip()[-200:]}")
