"""The register of explanations, `suites/coverage.toml`: why lines do not run on the reference.

An explanation is of places, of statements or of files. A place is one gap and nothing else: another one in the same
function is a new question. A pattern of statements is for what the suites say in one way everywhere; it speaks only of
functions that were entered. Files are for what is held by other means than a run.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .case_list import pattern_matcher
from .code_coverage import CoveredFile, Gap, Place
from .layout import SUITES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

REGISTER = SUITES / "coverage.toml"
REGISTER_VERSION = 1


class BadExplanationsError(Exception):
    """A register that does not have the format; the message is one line for the user."""


@dataclass(frozen=True)
class Explanation:
    """Why lines do not run: those at `places`, those of statements or in files that match a pattern."""

    reason: str
    places: tuple[Place, ...] = ()
    statements: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    by_chance: bool = False
    """They run now and then: that they did is nothing new."""


@dataclass(frozen=True)
class Judgement:
    """What nothing ran in a run of all cases, held against the register."""

    explained: tuple[tuple[Explanation, tuple[Gap, ...]], ...]
    unexplained: tuple[Gap, ...]
    stale: tuple[str, ...]
    """What the register explains and no gap needs, each with what became of it."""

    @property
    def as_expected(self) -> bool:
        """Whether every gap is explained, and every explanation is of a gap."""
        return not (self.unexplained or self.stale)


def load_explanations(path: Path = REGISTER) -> tuple[Explanation, ...]:
    """Reads the register. Raises BadExplanationsError."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != REGISTER_VERSION:
            raise ValueError(f"schema {document['schema']}, this reads {REGISTER_VERSION}")
        found = tuple(_explanation(entry) for entry in document.get("explanation", []))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise BadExplanationsError(f"{path}: {type(error).__name__}: {error}") from error
    named = Counter(what for one in found for what in (*one.places, *one.statements, *one.files))
    for what, times in named.items():
        if times > 1:
            raise BadExplanationsError(f"{path}: {what} is explained {times} times")
    return found


def _explanation(entry: Mapping[str, Any]) -> Explanation:
    unknown = set(entry) - {"reason", "places", "statements", "files", "by_chance"}
    if unknown:
        raise ValueError(f"unknown {', '.join(sorted(unknown))}")
    reason, by_chance = entry["reason"], entry.get("by_chance", False)
    if not isinstance(reason, str) or not reason.strip():
        raise ValueError("an explanation has a reason")
    if not isinstance(by_chance, bool):
        raise TypeError("by_chance is true or false")
    places, statements, files = (_texts(entry, key) for key in ("places", "statements", "files"))
    if not (places or statements or files):
        raise ValueError("an explanation has places, statements or files")
    return Explanation(reason, tuple(_place(text) for text in places), statements, files, by_chance)


def _texts(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    given = entry.get(key, [])
    if not isinstance(given, list) or not all(isinstance(one, str) and one for one in given):
        raise ValueError(f"{key} is a list of texts")
    return tuple(given)


def _place(text: str) -> Place:
    """Reads FILE: FUNCTION or FILE: FUNCTION: TEXT."""
    parts = text.split(": ", 2)
    if len(parts) < 2 or not all(parts):
        raise ValueError(f"{text!r} is not FILE: FUNCTION or FILE: FUNCTION: TEXT")
    return Place(*parts)


def judge(files: Mapping[str, CoveredFile], explanations: tuple[Explanation, ...]) -> Judgement:
    """Holds what nothing ran of `files`, of which all had their chance, against the explanations."""
    hearing = _Hearing(explanations)
    unexplained: list[Gap] = []
    for _, file in sorted(files.items()):
        unexplained += hearing.hear(file)
    there = {place for file in files.values() for place in file.places()}
    explained = tuple((one, tuple(hearing.gaps[index])) for index, one in enumerate(explanations))
    return Judgement(explained, tuple(unexplained), tuple(hearing.stale(there)))


@dataclass
class _Hearing:
    """Every explanation, the gaps it was found to be of, and which of its words were needed."""

    explanations: tuple[Explanation, ...]
    gaps: list[list[Gap]] = field(init=False)

    def __post_init__(self) -> None:
        self.gaps = [[] for _ in self.explanations]
        self._needed: set[Place | str] = set()
        self._places = {place: index for index, one in enumerate(self.explanations) for place in one.places}
        self._statements = list(self._patterns(lambda one: one.statements))
        self._files = list(self._patterns(lambda one: one.files))

    def _patterns(
        self, of: Callable[[Explanation], tuple[str, ...]]
    ) -> Iterator[tuple[str, Callable[[str], bool], int]]:
        for index, one in enumerate(self.explanations):
            for pattern in of(one):
                yield pattern, pattern_matcher(pattern), index

    def hear(self, file: CoveredFile) -> list[Gap]:
        """The gaps of `file` that nothing explains."""
        open_: list[Gap] = []
        for gap in file.gaps(without=self._take_statements(file)):
            index = self._places.get(gap.place)
            if index is not None:
                self._needed.add(gap.place)
            else:
                index = self._matching(self._files, file.path)
            if index is not None:
                self.gaps[index].append(gap)
            else:
                open_.append(gap)
        return open_

    def _take_statements(self, file: CoveredFile) -> set[int]:
        """The lines of `file` that a pattern of statements explains."""
        taken: set[int] = set()
        for number, line in file.lines.items():
            if line.count or line.function not in file.entered:
                continue
            index = self._matching(self._statements, file.statement(number))
            if index is not None:
                taken.add(number)
                place = Place(file.path, line.function, file.line_text(number))
                self.gaps[index].append(Gap(place, (number,)))
        return taken

    def _matching(self, patterns: list[tuple[str, Callable[[str], bool], int]], text: str) -> int | None:
        for pattern, matches, index in patterns:
            if matches(text):
                self._needed.add(pattern)
                return index
        return None

    def stale(self, there: set[Place]) -> Iterator[str]:
        """What was not needed; `there` are the places that the sources have."""
        for one in self.explanations:
            for place in one.places:
                if place not in there:
                    yield f"{place}: there is no such place"
                elif place not in self._needed and not one.by_chance:
                    yield f"{place}: it runs, or another explanation covers it"
            for pattern in (*one.statements, *one.files):
                if pattern not in self._needed and not one.by_chance:
                    yield f"{pattern}: nothing that does not run matches it"
