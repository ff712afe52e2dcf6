"""Markdown out of text that nobody vouches for: nothing in it can end a code span, a fence, a cell or a line.

Code spans also keep trackers from turning `#12`, `@name` or an address into a link.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def code(text: str, limit: int = 200) -> str:
    """`text` as a code span within a line; control characters are written as escapes."""
    shown = printable(text, limit)
    if not shown.strip():
        return "(blank)" if shown else "(empty)"
    fence = "`" * (_longest_run(shown) + 1)
    space = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{space}{shown}{space}{fence}"


def prose(text: str) -> str:
    """`text` as plain words: what Markdown would read as a sign of its own is escaped; a `_` inside a word is none."""
    return re.sub(r"([\\`*\[\]<>|~#]|(?<!\w)_|_(?!\w))", r"\\\1", printable(" ".join(text.split())))


def fenced(text: str, language: str = "") -> str:
    """`text` as a block of code, whatever backticks it has; only its line ends stay as they are."""
    lines = [printable(line.expandtabs(4)) for line in text.split("\n")]
    fence = "`" * max(3, _longest_run(text) + 1)
    return "\n".join([f"{fence}{language}", *lines, fence])


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [_row(headings), "|" + "---|" * len(headings)]
    return "\n".join([*lines, *(_row(row) for row in rows)])


def _row(cells: Sequence[str]) -> str:
    # A bar ends a cell even within a code span, unless it is escaped; prose() has done so already.
    return "| " + " | ".join(re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in cells) + " |"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)
