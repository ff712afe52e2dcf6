"""The cases an executable holds, as `wincancel list --json` tells them, and the choice of some of them."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .verdicts import Tier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

CLASSES = ("shared", "waiting", "exclusive")


class NothingSelectedError(Exception):
    """A filter that no case matches; the message is one line for the user."""


class BadCaseListError(Exception):
    """The executable's list could not be understood; the message is one line for the user."""


@dataclass(frozen=True)
class ListedCase:
    """One case. `budget_ms` is what its parent gives it, before --timeout-scale."""

    id: str
    clause: str
    suite: str
    tiers: tuple[Tier, ...]
    supports: tuple[str, ...]
    needs: tuple[str, ...]
    scheduling: str
    isolated: bool
    budget_ms: int

    @property
    def name(self) -> str:
        """The id without its clause."""
        return self.id.removeprefix(self.clause + "/")


@dataclass(frozen=True)
class Selection:
    """Which cases to take: every kind of condition that is given must hold, any one of its alternatives suffices."""

    suites: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    """Exact ids, and nothing else, where there are any."""

    def choose(self, cases: Sequence[ListedCase]) -> list[ListedCase]:
        """The cases selected, in their order.

        Raises NothingSelectedError, also where one condition matches nothing by itself.
        """
        known = {case.suite for case in cases}
        for suite in self.suites:
            if suite not in known:
                raise NothingSelectedError(_unknown("suite", suite, known))
        for scheduling in self.classes:
            if scheduling not in CLASSES:
                raise NothingSelectedError(_unknown("class", scheduling, CLASSES))
        matchers = [pattern_matcher(pattern) for pattern in self.patterns]
        for pattern, matcher in zip(self.patterns, matchers, strict=True):
            if not any(matcher(case.id) for case in cases):
                raise NothingSelectedError(_unknown("case", pattern, [case.id for case in cases]))
        chosen = [
            case
            for case in cases
            if (not self.ids or case.id in self.ids)
            and (not self.suites or case.suite in self.suites)
            and (not self.classes or case.scheduling in self.classes)
            and (not matchers or any(matcher(case.id) for matcher in matchers))
        ]
        for missing in sorted(self.ids - {case.id for case in chosen}):
            raise NothingSelectedError(_unknown("case", missing, [case.id for case in cases]))
        if not chosen:
            raise NothingSelectedError("no case satisfies all the given conditions together")
        return chosen


def pattern_matcher(pattern: str) -> Callable[[str], bool]:
    """Whether a whole id matches: `*` is any run of characters, `?` one, everything else itself."""
    parts = (".*" if part == "*" else "." if part == "?" else re.escape(part) for part in re.split(r"([*?])", pattern))
    expression = re.compile("".join(parts), re.DOTALL)
    return lambda text: expression.fullmatch(text) is not None


def _unknown(kind: str, given: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(given, list(known), 1, cutoff=0.4)
    return f"no {kind} matches {given!r}" + (f"; is it {close[0]}?" if close else "")


def parse_case_list(text: str) -> list[ListedCase]:
    """Reads the output of `list --json`. Raises BadCaseListError."""
    try:
        listed = json.loads(text)
        cases = [_case(entry) for entry in listed]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadCaseListError(
            f"the executable's list of cases cannot be read: {type(error).__name__} {error}"
        ) from error
    if not cases:
        raise BadCaseListError("the executable lists no case")
    return cases


def _case(entry: dict[str, Any]) -> ListedCase:
    return ListedCase(
        id=str(entry["id"]),
        clause=str(entry["clause"]),
        suite=str(entry["suite"]),
        tiers=tuple(Tier(tier) for tier in entry["tiers"]),
        supports=tuple(entry.get("supports", ())),
        needs=tuple(entry.get("needs", ())),
        scheduling=str(entry["class"]),
        isolated=bool(entry["isolated"]),
        budget_ms=int(entry["budget_ms"]),
    )


def cached_case_list(executable: Path, cache: Path, ask: Callable[[], str]) -> list[ListedCase]:
    """The cases of `executable`, asked of it once and kept in `cache` until the executable changes.

    `ask` runs it and returns what it printed. Raises BadCaseListError, and whatever `ask` raises.
    """
    digest = hashlib.sha256(executable.read_bytes()).hexdigest()
    try:
        kept = json.loads(cache.read_text(encoding="utf-8"))
        if kept["executable_sha256"] == digest:
            return parse_case_list(kept["list"])
    except (OSError, ValueError, KeyError, TypeError, BadCaseListError):
        pass  # no cache, an old one or a damaged one: ask again
    text = ask()
    cases = parse_case_list(text)
    cache.parent.mkdir(parents=True, exist_ok=True)
    private = cache.with_name(f"{cache.name}.{os.getpid()}.{threading.get_ident()}")
    private.write_text(json.dumps({"executable_sha256": digest, "list": text}), encoding="utf-8")
    private.replace(cache)
    return cases
