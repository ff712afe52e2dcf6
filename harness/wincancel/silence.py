"""A progress that nobody sees."""

from __future__ import annotations


class Silent:
    """Takes what a Progress is told, and tells nobody."""

    def note(self, target: str, message: str) -> None:
        """Nothing."""

    def started(self, target: str, cases: int) -> None:
        """Nothing."""

    def seen(self, target: str, reader: object) -> None:
        """Nothing."""

    def ended(self, target: str, reader: object) -> None:
        """Nothing."""
