"""One attempt at a case while its records arrive, and the rules that its records must keep among themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .from_json import RuleBrokenError
from .records import Attempt, Histogram, Value
from .verdicts import Status, Tier, Verdict, contradictions, tiers_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class OpenAttempt:
    """An attempt that has started and not ended."""

    def __init__(self, case: str, repeat: int, number: int, at_us: int) -> None:
        self.case = case
        self.repeat = repeat
        self.number = number
        self.at_us = at_us
        self._values: list[Value] = []
        self._histograms: list[Histogram] = []
        self._keys: set[str] = set()
        self._verdict: Verdict | None = None
        self._tiers: Mapping[Tier, Verdict] = {}
        self._reason: str | None = None

    def add_value(self, value: Value) -> None:
        """Takes a value. Raises RuleBrokenError where its key was there before."""
        self._name(value.key)
        self._values.append(value)

    def add_histogram(self, histogram: Histogram) -> None:
        """Takes a histogram. Raises RuleBrokenError where its key was there before or its numbers do not fit."""
        self._name(histogram.key)
        self._histograms.append(histogram)
        counted = sum(row.count for row in histogram.outcomes)
        if counted != histogram.trials:
            raise RuleBrokenError(f"histogram {histogram.key}: {histogram.trials} trials, {counted} outcomes")
        for row in histogram.outcomes:
            if len(row.outcome) != len(histogram.fields):
                raise RuleBrokenError(
                    f"histogram {histogram.key}: an outcome does not have {len(histogram.fields)} fields"
                )

    def take_verdict(self, verdict: Verdict, tiers: Mapping[Tier, Verdict], reason: str | None) -> None:
        """Takes what the executable says of the attempt. Raises RuleBrokenError the second time."""
        if self._verdict is not None:
            raise RuleBrokenError(f"a second verdict of {self.case}")
        self._verdict, self._tiers, self._reason = verdict, tiers, reason

    def _name(self, key: str) -> None:
        if key in self._keys:
            raise RuleBrokenError(f"key {key} of {self.case} recorded twice")
        self._keys.add(key)

    def closed(self, end: Mapping[str, Any] | None) -> Attempt:
        """The attempt with what its end record says, or as far as it got where that never came (None)."""
        given = end or {"status": None, "exception": None, "exit_code": None, "duration_us": 0, "noise": 0}
        return Attempt(
            case=self.case,
            repeat=self.repeat,
            number=self.number,
            at_us=self.at_us,
            values=tuple(self._values),
            histograms=tuple(self._histograms),
            verdict=self._verdict or Verdict.NORESULT if end else Verdict.NORESULT,
            claimed_tiers=self._tiers,
            reason=self._reason,
            status=Status(given["status"]) if end else None,
            exception=given["exception"],
            exit_code=given["exit_code"],
            duration_us=given["duration_us"],
            noise=given["noise"],
        )

    def faults(self, closed: Attempt) -> Iterator[str]:
        """What the records of the attempt contradict each other in."""
        if self._verdict is not None:
            yield from contradictions(tiers_of(closed.judgements()), self._tiers, self._verdict, self._reason)
        elif closed.status is Status.OK:
            yield "ended well and left no verdict"
