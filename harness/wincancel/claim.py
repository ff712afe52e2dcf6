"""What a target says it is, held against what a run on it reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .printable import printable
from .records import Problem

if TYPE_CHECKING:
    from .records import Header


@dataclass(frozen=True)
class Claim:
    """What a run's fingerprint must say, where the target promises it; None: anything."""

    kind: str | None = None
    """`wine` for example: the whole of it."""
    version: str | None = None
    """What the version is or begins with; it may go on with anything but a digit."""
    build: str | None = None
    """The whole of it."""
    here: bool = False
    """It runs on this machine, whose clock and processors it must have."""


def claim_mismatches(header: Header | None, claim: Claim) -> list[Problem]:
    """How a run went on something else than the target that it was meant for."""
    if header is None:
        return []
    found = header.target
    faults = []
    if claim.kind is not None and found.kind != claim.kind:
        faults.append(("", found.kind, claim.kind))
    if claim.version is not None and not re.match(re.escape(claim.version) + r"(?!\d)", found.version):
        faults.append(("version ", found.version, claim.version))
    if claim.build is not None and found.build != claim.build:
        faults.append(("build ", found.build, claim.build))
    return [
        Problem(None, f"it ran on {what}{printable(got)!r}, and the target is {what}{claimed!r}")
        for what, got, claimed in faults
    ]
