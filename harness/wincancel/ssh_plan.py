"""What a run over SSH is, as the session tells it to the process that relays it. Free of the library."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from .remote_shells import RunPlace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

RECONNECT_SECONDS = 30.0  # less than the shortest silence that is taken for the end of a run


@dataclass(frozen=True)
class Login:
    """Where to connect to, as whom, and what is known of the machine."""

    host: str
    port: int
    user: str
    identity: str
    """The file of the private key, which needs no passphrase."""
    known_hosts: str
    """A file in OpenSSH's form."""

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Plan:
    """What to run, and where. Paths of the far machine are as its shell writes them."""

    login: Login
    shell: str
    place: RunPlace
    command: Sequence[str]
    files: Mapping[str, str]
    """What to carry there: a path of this machine, and its path there. What is not here is written there."""
    stream: tuple[str, str] | None
    """What to carry back while it grows: its path there, and the one here."""
    patience: float
    """For how many seconds a lost connection is tried again."""

    def write(self, path: Path) -> None:
        """For `read`, in another process. Raises OSError."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Plan:
        """What `write` wrote."""
        content = json.loads(path.read_text(encoding="utf-8"))
        content["login"] = Login(**content["login"])
        content["place"] = RunPlace(**content["place"])
        content["stream"] = content["stream"] and tuple(content["stream"])
        return cls(**content)
