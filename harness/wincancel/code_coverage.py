"""Which lines and branches of the C sources ran, as gcovr tells it, and the gaps that nothing ran.

A gap is what a reader can judge at one look: a function that was never entered, or lines that follow each other in one
that was. It is named by its file, its function and the text of its first line, never by a number.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from pathlib import Path

_ENDS_STATEMENT = re.compile(r"([;{}:]|\*/|^)$")


class BadCoverageError(Exception):
    """What gcovr wrote, or a source it speaks of, cannot be read; the message is one line for the user."""


@dataclass(frozen=True, order=True)
class Place:
    """Where lines lie. `text` is that of the first one; empty for a whole function."""

    file: str
    function: str
    text: str = ""

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.function, self.text) if part)


@dataclass(frozen=True)
class Gap:
    """Lines that nothing ran, in the order of the file."""

    place: Place
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """A line with code: the function it is of, how often it ran, and of its branches which were taken."""

    function: str
    count: int
    branches: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Figures:
    """How many lines and branches there are, and how many of them ran."""

    lines: int = 0
    lines_run: int = 0
    branches: int = 0
    branches_taken: int = 0

    @property
    def lines_percent(self) -> str:
        """Of the lines, rounded down: only all are 100 %."""
        return _percent(self.lines_run, self.lines)

    @property
    def branches_percent(self) -> str:
        """The same of the branches."""
        return _percent(self.branches_taken, self.branches)

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.lines + other.lines,
            self.lines_run + other.lines_run,
            self.branches + other.branches,
            self.branches_taken + other.branches_taken,
        )


def _percent(part: int, whole: int) -> str:
    return f"{part * 1000 // whole / 10:.1f} %" if whole else ""


@dataclass(frozen=True)
class CoveredFile:
    """A source: its lines with code by number, and the text of all."""

    path: str
    """Below the directory of the suites, with slashes."""
    lines: Mapping[int, Line]
    text: tuple[str, ...] = field(repr=False)

    @property
    def part(self) -> str:
        """The suite, or the framework."""
        return self.path.split("/", 1)[0]

    @property
    def figures(self) -> Figures:
        """Of the whole file."""
        taken = [taken for line in self.lines.values() for taken in line.branches]
        return Figures(len(self.lines), sum(line.count > 0 for line in self.lines.values()), len(taken), sum(taken))

    def line_text(self, number: int) -> str:
        """The text of a line, without its indentation."""
        return self.text[number - 1].strip()

    def statement(self, number: int) -> str:
        """The statement that a line is of, with the condition before it, on one line: as far as texts show it."""
        first = last = number
        while first > 1 and not _ENDS_STATEMENT.search(self.line_text(first - 1)):
            first -= 1
        while last < len(self.text) and not _ENDS_STATEMENT.search(self.line_text(last)):
            last += 1
        return " ".join(self.line_text(one) for one in range(first, last + 1))

    @cached_property
    def entered(self) -> frozenset[str]:
        """The functions of which at least one line ran."""
        return frozenset(line.function for line in self.lines.values() if line.count)

    def places(self) -> set[Place]:
        """Every place that a gap of this file could have."""
        functions = {Place(self.path, line.function) for line in self.lines.values()}
        lines = {Place(self.path, line.function, self.line_text(number)) for number, line in self.lines.items()}
        return functions | lines

    def gaps(self, without: Container[int] = ()) -> Iterator[Gap]:
        """What nothing ran of it, as if the lines `without` were not there."""
        idle: list[int] = []
        for number, line in sorted(self.lines.items()):
            if number in without:
                continue
            if idle and (line.count or line.function != self.lines[idle[0]].function):
                yield self._gap(idle)
                idle = []
            if not line.count:
                idle.append(number)
        if idle:
            yield self._gap(idle)

    def _gap(self, lines: list[int]) -> Gap:
        function = self.lines[lines[0]].function
        text = self.line_text(lines[0]) if function in self.entered else ""
        return Gap(Place(self.path, function, text), tuple(lines))


def read_coverage(report: Path, suites: Path) -> dict[str, CoveredFile]:
    """The sources below `suites` that gcovr's JSON `report` speaks of, by their path. Raises BadCoverageError."""
    try:
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
        return dict(_read_file(entry, suites) for entry in files)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise BadCoverageError(f"{report}: {type(error).__name__}: {error}") from error


def _read_file(entry: Mapping[str, Any], suites: Path) -> tuple[str, CoveredFile]:
    path = str(entry["file"]).removeprefix(f"{suites.name}/")
    text = tuple((suites / path).read_text(encoding="utf-8").splitlines())
    lines = {
        int(line["line_number"]): Line(
            str(line["function_name"]),
            int(line["count"]),
            tuple(branch["count"] > 0 for branch in line.get("branches", ())),
        )
        for line in entry["lines"]
        if not line.get("gcovr/noncode")
    }
    if any(_changed(line, text) for line in entry["lines"]):
        raise ValueError(f"{path} has changed since it was built")
    return path, CoveredFile(path, lines, text)


def _changed(line: Mapping[str, Any], text: tuple[str, ...]) -> bool:
    number = int(line["line_number"])
    if number > len(text):
        return True
    digest = hashlib.md5(text[number - 1].encode(), usedforsecurity=False).hexdigest()  # as gcovr has it
    return digest != str(line["gcovr/md5"])


def together(one: Mapping[str, CoveredFile], other: Mapping[str, CoveredFile]) -> dict[str, CoveredFile]:
    """The files of both, with what ran in either. Both are of the same sources."""
    joined = dict(one)
    for path, file in other.items():
        joined[path] = _joined(joined[path], file) if path in joined else file
    return joined


def _joined(one: CoveredFile, other: CoveredFile) -> CoveredFile:
    lines = dict(one.lines)
    for number, line in other.lines.items():
        known = lines.get(number, Line(line.function, 0, (False,) * len(line.branches)))
        taken = tuple(a or b for a, b in zip(known.branches, line.branches, strict=True))
        lines[number] = Line(line.function, known.count + line.count, taken)
    return CoveredFile(one.path, lines, one.text)


def figures_of_parts(files: Iterable[CoveredFile]) -> dict[str, Figures]:
    """The figures of each part, and under "all" those of all together."""
    found: dict[str, Figures] = {}
    for file in sorted(files, key=lambda file: file.path):
        for part in (file.part, "all"):
            found[part] = found.get(part, Figures()) + file.figures
    return {**{part: figures for part, figures in found.items() if part != "all"}, "all": found.get("all", Figures())}
