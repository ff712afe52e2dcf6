"""The shortest condition that tells some of the recorded targets from the others.

An expectation that holds for several versions and ABIs is written once. Ranges of versions are left open at their ends:
what is true of the newest recorded version is expected of later ones too, until they are recorded themselves.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from .conditions import Condition, Measured, version_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set


class IndistinguishableError(ValueError):
    """Targets that differ in what they do, and in nothing that a condition looks at; the message is one line."""


def folded(chosen: Set[Measured], recorded: Set[Measured]) -> tuple[Condition, ...]:
    """Conditions that hold for `chosen`, and for nothing else of `recorded`, which has them all.

    Each step takes the condition that covers most of what is left; the one with the fewest words where several do.
    Raises IndistinguishableError.
    """
    if chosen == recorded:
        return ()
    candidates = [(condition, covered) for condition, covered in _coverage(frozenset(recorded)) if covered <= chosen]
    found: list[Condition] = []
    left = set(chosen)
    while left:
        condition, covered = max(
            candidates, key=lambda pair: (len(pair[1] & left), -_words(pair[0])), default=(Condition(), frozenset())
        )
        if not covered & left:
            raise IndistinguishableError(f"no condition tells {min(map(str, left))} from the other targets")
        found.append(condition)
        left -= covered
    return tuple(found)


@cache
def _coverage(recorded: frozenset[Measured]) -> list[tuple[Condition, frozenset[Measured]]]:
    """Every condition worth trying, with what it holds for; worked out once for all the entries of a file."""
    held = ((condition, frozenset(filter(condition.holds, recorded))) for condition in _candidates(recorded))
    return [(condition, covered) for condition, covered in held if covered]


def _words(condition: Condition) -> int:
    comparisons = 0 if condition.version is None else condition.version.count(",") + 1
    return comparisons + 2 * len(condition.abi) + 4 * len(condition.build)


def _candidates(recorded: Iterable[Measured]) -> Iterator[Condition]:
    targets = list(recorded)
    abis = sorted({one.abi for one in targets})
    builds: list[tuple[str, ...]] = [(), *((build,) for build in sorted({one.build for one in targets}))]
    some_abis: list[tuple[str, ...]] = [()]
    for size in range(1, len(abis)):
        some_abis += combinations(abis, size)
    for version in _ranges({one.version for one in targets}):
        for abi in some_abis:
            for build in builds:
                yield Condition(version, abi, build)


def _ranges(versions: Iterable[str]) -> Iterator[str | None]:
    """Every range of neighbouring versions; None is that of all. Two spellings of one version are one."""
    by_key = {key: version for version in sorted(versions) if (key := version_key(version)) is not None}
    ordered = [by_key[key] for key in sorted(by_key)]
    yield None
    for first in range(len(ordered)):
        for end in range(first + 1, len(ordered) + 1):
            parts = [f">= {ordered[first]}"] if first else []
            parts += [f"< {ordered[end]}"] if end < len(ordered) else []
            if parts:
                yield ", ".join(parts)
