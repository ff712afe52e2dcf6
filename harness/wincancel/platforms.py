"""The targets of this machine, as `run` wants them: `targets`, `adapter` and `build` behind one door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import adapter, subprocesses, targets
from .build import build
from .layout import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from .roles import Target
    from .session import Session


class MachinePlatform:
    """Sets up, builds for and enters the targets of `targets.toml`."""

    unavailable: type[Exception] = targets.TargetUnavailable

    def set_up(self, target: Target, report: Callable[[str], None]) -> None:
        """Makes the target available, saying by `report` what takes time. Raises TargetUnavailable."""
        adapter.setup(_known(target), report)

    def health(self, target: targets.Target) -> adapter.Health:
        """Whether the target is there."""
        return adapter.health(target)

    def abandon(self) -> None:
        """Ends what set-up and build have started, for good: this process is about to end."""
        subprocesses.abandon()

    def build(self, abi: str) -> Path:
        """The executable for an ABI, built where it is not up to date. Raises TargetUnavailable."""
        return build(abi, ROOT)

    def session(self, target: Target, scratch: Path) -> AbstractContextManager[Session]:
        """A private place on the target, with its files below `scratch`. Raises TargetUnavailable."""
        return adapter.session(_known(target), scratch)


def _known(target: Target) -> targets.Target:
    """The target itself: here there are only those of `targets`."""
    if not isinstance(target, targets.Target):
        raise targets.TargetUnavailable(f"{target.name} is no target of this machine")
    return target
