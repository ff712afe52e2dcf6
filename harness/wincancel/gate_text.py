"""What the gate found, in words: lines for a terminal and Markdown for a pull request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .gate import JudgedCase, Judgement, Relation
from .printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

_ORDER = (
    Relation.REGRESSION,
    Relation.MISSING,
    Relation.IMPROVEMENT,
    Relation.NEW,
    Relation.FLAKY,
    Relation.EXPECTED,
)
_MEANING = {
    Relation.REGRESSION: "worse than expected, or fails otherwise than recorded",
    Relation.MISSING: "known, but this run did not plan it",
    Relation.IMPROVEMENT: "better than recorded: the entry is stale",
    Relation.NEW: "not known when the expectations were recorded",
    Relation.FLAKY: "within its recorded rate",
    Relation.EXPECTED: "and yet worth a line",
}
_LONGEST = 600
_WIDTH = max(len(relation) for relation in Relation)


def _told(judgement: Judgement) -> Iterator[tuple[Relation, list[JudgedCase]]]:
    """The cases of which there is something to say, the gravest relation first."""
    for relation in _ORDER:
        cases = [one for one in judgement.cases if one.relation is relation and one.text]
        if cases:
            yield relation, cases


def lines(judgement: Judgement) -> list[str]:
    """One line for each case of which there is something to say, then the notes, then the summary."""
    found = [
        f"{case.relation:<{_WIDTH}}  {printable(case.case)}: {printable(case.text, _LONGEST)}"
        for _, cases in _told(judgement)
        for case in cases
    ]
    found += [f"{'note':<{_WIDTH}}  {printable(note, _LONGEST)}" for note in judgement.notes]
    return [*found, summary(judgement)]


def summary(judgement: Judgement) -> str:
    """The whole in one line."""
    counts = judgement.counts
    words = ", ".join(f"{counts[relation]} {relation}" for relation in reversed(_ORDER) if counts[relation])
    state = "passed" if judgement.passed else "FAILED"
    return f"gate {state}: {printable(judgement.name)} on {printable(str(judgement.measured))}: {words or 'no case'}"


def markdown(judgement: Judgement) -> str:
    """The whole for a pull request: a heading, the counts, and a table of what is worth a line."""
    state = "passed" if judgement.passed else "FAILED"
    counts = judgement.counts
    parts = [
        f"### wincancel gate {state}: {_inert(str(judgement.measured))}",
        "",
        f"Run {_inert(judgement.name)}, {sum(counts.values())} cases: "
        + ", ".join(f"{counts[relation]} {relation}" for relation in reversed(_ORDER) if counts[relation]),
        "",
    ]
    for relation, cases in _told(judgement):
        parts += [f"**{relation}** ({_MEANING[relation]})", "", "| case | what came |", "| --- | --- |"]
        parts += [f"| {_inert(case.case)} | {_inert(case.text)} |" for case in cases]
        parts.append("")
    parts += [f"- {_inert(note)}" for note in judgement.notes]
    return "\n".join(parts).rstrip("\n") + "\n"


def _inert(text: str) -> str:
    """Text in which nothing is markup, a mention or a link: all that could begin one is written as a number."""
    return re.sub(r"[^\w ,.;()=/-]|_|(?<=\w)\.(?=\w)|//", _as_number, printable(text, _LONGEST), flags=re.ASCII)


def _as_number(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in match[0])
