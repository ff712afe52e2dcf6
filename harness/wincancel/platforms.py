"""The targets of this machine, as `run` wants them: `targets` and `adapters` behind one door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import adapters, subprocesses, targets

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from .build import Executable
    from .claim import Claim
    from .execution import Session
    from .roles import Target


class MachinePlatform:
    """Sets up, builds for and enters the targets of `targets.toml`."""

    unavailable: type[Exception] = targets.TargetUnavailable

    def set_up(self, target: Target, report: Callable[[str], None]) -> None:
        """Makes the target available, saying by `report` what takes time. Raises TargetUnavailable."""
        adapters.setup(_known(target), report)

    def health(self, target: targets.Target) -> adapters.Health:
        """Whether the target is there."""
        return adapters.health(target)

    def abandon(self) -> None:
        """Ends what set-up and build have started, for good: this process is about to end."""
        subprocesses.abandon()

    def executable_for(self, target: Target) -> Executable:
        """What runs on the target, set up or not. Raises TargetUnavailable."""
        return adapters.executable(_known(target))

    def claim(self, target: Target) -> Claim:
        """What a run on the target must report that it ran on. Raises TargetUnavailable."""
        return adapters.claim(_known(target))

    def session(self, target: Target, scratch: Path) -> AbstractContextManager[Session]:
        """A private place on the target, with its files below `scratch`. Raises TargetUnavailable."""
        return adapters.session(_known(target), scratch)


def _known(target: Target) -> targets.Target:
    """The target itself: here there are only those of `targets`."""
    if not isinstance(target, targets.Target):
        raise targets.TargetUnavailable(f"{target.name} is no target of this machine")
    return target
