"""Verdicts as the matrix on a terminal writes them: in words, or in one letter each where there is little room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from .verdicts import VERDICT_ORDER, Verdict

if TYPE_CHECKING:
    from collections import Counter

    from .matrix import Cell

STYLES = {
    Verdict.FAIL: "bold red",
    Verdict.NORESULT: "bold magenta",
    Verdict.UNRESOLVED: "yellow",
    Verdict.PASS: "green",
    Verdict.DONE: "cyan",
    Verdict.UNSUPPORTED: "dim",
    Verdict.UNTESTED: "dim",
}
_LETTERS = {
    Verdict.FAIL: "F",
    Verdict.NORESULT: "N",
    Verdict.UNRESOLVED: "R",
    Verdict.PASS: "P",
    Verdict.DONE: "D",
    Verdict.UNSUPPORTED: "U",
    Verdict.UNTESTED: "T",
}


def legend() -> Text:
    """What the letters stand for."""
    text = Text()
    for verdict in VERDICT_ORDER:
        text.append("  " if text else "")
        text.append(f"{_LETTERS[verdict]} {verdict}", style=STYLES[verdict])
    return text


def verdict_counts(counts: Counter[Verdict], letters: bool, separator: str = " ") -> Text:
    """Counts of verdicts, the most urgent first."""
    text = Text()
    for verdict in VERDICT_ORDER:
        if counts[verdict]:
            text.append(separator if text else "")
            word = _LETTERS[verdict] if letters else f" {verdict}"
            text.append(f"{counts[verdict]}{word}", style=STYLES[verdict])
    return text or Text("-" if letters else "not planned", style="dim")


def case_verdict(cell: Cell, letters: bool) -> Text:
    """The verdict of a case and, in words, the tiers that failed; of repeats their counts."""
    if len(cell.results) != 1:
        return verdict_counts(cell.verdicts, letters)
    result = cell.results[0]
    verdict = result.first.verdict
    text = Text(_LETTERS[verdict] if letters else str(verdict), style=STYLES[verdict])
    failed = [str(tier) for tier, verdict in result.first.tiers.items() if verdict is Verdict.FAIL]
    if failed and not letters:
        text.append(f" {','.join(failed)}", style="red")
    if result.again is not None:
        again = result.again.verdict
        text.append(f" again {_LETTERS[again]}" if letters else f", again {again}", style="dim")
    return text
