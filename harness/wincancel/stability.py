"""Does a repeated case say the same every time? Over the first attempts of one run; second attempts change nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from .records import Attempt, Run, Scalar
from .verdicts import Status, Verdict


@dataclass(frozen=True)
class Flip:
    """A case whose repeats differ: how often each verdict (and process status) came, and which values varied.

    `values` has, for each key that varied, how often each value came; raw times, handles and ids are never compared.
    """

    case: str
    verdicts: Mapping[tuple[Verdict, Status | None], int]
    values: Mapping[str, Mapping[Scalar | None, int]]

    @property
    def changes_verdict(self) -> bool:
        """Whether the repeats differ in more than recorded values."""
        return len(self.verdicts) > 1


def flips(run: Run) -> list[Flip]:
    """Every case of a run whose repeats are not all alike, those with differing verdicts first."""
    found = [_flip(case, [result.first for result in results]) for case, results in run.results.items()]
    differing = [flip for flip in found if flip.changes_verdict or flip.values]
    return sorted(differing, key=lambda flip: (not flip.changes_verdict, flip.case))


def stability_lines(run: Run) -> list[str]:
    """What a person is told of a repeated run: the cases that flip, with their rates, and those whose values vary."""
    found = flips(run)
    flipping = [flip for flip in found if flip.changes_verdict]
    lines = [f"{len(run.results)} cases repeated, {len(flipping)} change their verdict"]
    for flip in flipping:
        rates = ", ".join(
            f"{count} {verdict}" + (f" ({status})" if status not in (None, Status.OK) else "")
            for (verdict, status), count in flip.verdicts.items()
        )
        lines.append(f"{flip.case}: {rates}")
    varying = [flip.case for flip in found if not flip.changes_verdict]
    if varying:
        lines.append(f"the same verdict, but values that vary: {', '.join(varying)}")
    return lines


def _flip(case: str, attempts: list[Attempt]) -> Flip:
    verdicts = Counter((attempt.verdict, attempt.status) for attempt in attempts)
    seen: dict[str, Counter[Scalar | None]] = {}
    for attempt in attempts:
        for value in attempt.values:
            if value.comparable:
                seen.setdefault(value.key, Counter())[value.value] += 1
    for counts in seen.values():
        missing = len(attempts) - counts.total()
        if missing:
            counts[None] = missing
    return Flip(case, verdicts, {key: counts for key, counts in seen.items() if len(counts) > 1})
