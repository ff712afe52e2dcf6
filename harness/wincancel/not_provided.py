"""What the reference cannot provide, `fixtures/reference/not_provided.toml`: cases not asked of it, and why."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .case_list import pattern_matcher
from .layout import FIXTURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

NOT_PROVIDED = FIXTURES / "reference/not_provided.toml"

_PATTERN = re.compile(r"[A-Za-z0-9_.*?-]+(/[A-Za-z0-9_.*?-]+){0,2}")


class BadNotProvidedError(Exception):
    """A register that cannot be used; the message is one line for the user."""


@dataclass(frozen=True)
class NotProvided:
    """Cases that the reference cannot pass: all whose whole id `pattern` matches (`*` and `?` only), and why."""

    pattern: str
    reason: str

    def matches(self, case: str) -> bool:
        """Whether the id is one of them."""
        return pattern_matcher(self.pattern)(case)


def load_not_provided(path: Path = NOT_PROVIDED) -> list[NotProvided]:
    """The entries in the order of the file; none of a pattern twice. Raises BadNotProvidedError."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadNotProvidedError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    entries = content.get("not_provided", [])
    if set(content) - {"not_provided"} or not isinstance(entries, list):
        raise BadNotProvidedError(f"{path}: entries are written as [[not_provided]]")
    found: dict[str, NotProvided] = {}
    for entry in entries:
        try:
            one = _entry(entry)
        except ValueError as error:
            raise BadNotProvidedError(f"{path}: {error}") from error
        if one.pattern in found:
            raise BadNotProvidedError(f"{path}: the pattern {one.pattern} is there twice")
        found[one.pattern] = one
    return list(found.values())


def _entry(entry: Any) -> NotProvided:
    if not isinstance(entry, dict) or set(entry) != {"pattern", "reason"}:
        raise ValueError("an entry has a pattern and a reason, and nothing else")
    pattern, reason = entry["pattern"], entry["reason"]
    if not isinstance(pattern, str) or not _PATTERN.fullmatch(pattern):
        raise ValueError(f"{pattern!r} is no pattern of cases")
    if not isinstance(reason, str) or not reason.strip():
        raise ValueError(f"{pattern}: reason must say why")
    return NotProvided(pattern, reason.strip())


def reason_for(case: str, entries: Iterable[NotProvided]) -> str | None:
    """Why the reference cannot pass a case, as the first entry says that matches; None where none does."""
    return next((entry.reason for entry in entries if entry.matches(case)), None)


def without_case(entries: Sequence[NotProvided], cases: Iterable[str]) -> list[str]:
    """The patterns that match none of the cases: whatever they excused is gone."""
    known = list(cases)
    return [entry.pattern for entry in entries if not any(map(entry.matches, known))]
