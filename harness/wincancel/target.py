"""A target: one implementation the suite can run on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
"""What can be a target's name: it becomes part of file names, and of a run's name."""
IMPORTED = "import-"
"""What the names begin with that runs from elsewhere are given; no target of this machine has such a name."""


class TargetUnavailable(Exception):  # noqa: N818  # it is a state of the world, not a mistake
    """The target cannot be had on this machine now; the message is one line for the user."""


@dataclass(frozen=True)
class Target:
    """One implementation to run on.

    `kind` selects the adapter, `abi` the executable, and `settings` are the adapter's own. `base` is the target that
    the setting `on` names, for the kinds that have it: what this one is made of.
    """

    name: str
    kind: str
    abi: str
    title: str
    settings: Mapping[str, object]
    base: Target | None = None

    def setting(self, name: str) -> str:
        """The text that a required setting has; reading the targets file has seen to its being there."""
        return str(self.settings[name])
