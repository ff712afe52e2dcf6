"""How much room the runs of a matrix get on a terminal: which share a column, and which stand beside each other."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.measure import Measurement
from rich.text import Text

from .printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console
    from rich.table import Table

    from .matrix import Matrix

_ANY_WIDTH = 1 << 16


@dataclass(frozen=True)
class Heading:
    """A column of a table: the runs that it shows, by their numbers in the matrix, and what stands over it."""

    runs: tuple[int, ...]
    text: Text

    @property
    def run(self) -> int:
        """Any of them: they are alike."""
        return self.runs[0]


@dataclass(frozen=True)
class Layout:
    """Tables that fit: of each its columns, and whether verdicts are letters in it."""

    blocks: tuple[tuple[Heading, ...], ...]
    letters: bool
    numbered: bool
    """Whether columns have numbers over them, and the names are to be told apart from the table."""


def layout_for(matrix: Matrix, console: Console, table: Callable[[Sequence[Heading], bool], Table]) -> Layout:
    """The most talkative layout whose tables fit on `console`; `table` makes one, given its columns and `letters`.

    First each run has a column, in words. Then runs that are alike share one; then letters stand for verdicts, and
    numbers for the names. What is too wide all the same becomes several tables.
    """
    alone = [Heading((run,), names_of(matrix, (run,))) for run in range(len(matrix.columns))]
    shared = [Heading(runs, names_of(matrix, runs)) for runs in matrix.alike()]
    for headings, letters in ((alone, False), (shared, False), (shared, True)):
        if fits(console, table(headings, letters)):
            return Layout((tuple(headings),), letters, numbered=False)
    numbered = [Heading(heading.runs, Text(f"({place})")) for place, heading in enumerate(shared, 1)]
    for count in range(1, len(numbered) + 1):
        blocks = _cut(numbered, count)
        if all(fits(console, table(block, True)) for block in blocks):
            break
    return Layout(tuple(blocks), letters=True, numbered=True)


def fits(console: Console, table: Table) -> bool:
    """Whether no line of a table need be broken."""
    wanted = Measurement.get(console, console.options.update(max_width=_ANY_WIDTH), table)
    return wanted.maximum <= console.width


def names_of(matrix: Matrix, runs: Sequence[int], separator: str = "\n") -> Text:
    """The labels of those runs."""
    return Text(separator.join(printable(matrix.columns[run].label) for run in runs))


def _cut(headings: Sequence[Heading], count: int) -> list[tuple[Heading, ...]]:
    """The headings in `count` parts of the same size, or nearly."""
    ends = [len(headings) * part // count for part in range(count + 1)]
    return [tuple(headings[begin:end]) for begin, end in itertools.pairwise(ends)]
