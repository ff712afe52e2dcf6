"""One attempt at a case while its records arrive, and the rules that its records must keep among themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .records import Allowed, Attempt, Histogram, Range, Scalar, Value
from .verdicts import Status, Tier, Verdict, contradictions, tiers_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NUMBERS = frozenset({"win32_error", "rpc_status", "bytes", "count", "elapsed_us"})
_HEXADECIMAL = frozenset({"ntstatus", "exception", "access_mask", "handle", "id"})
_WORDS = frozenset({"outcome", "text"})
_EXACT = 2**53 - 1  # the largest integer every JSON reader keeps exact
_LONGEST = 20  # digits of the largest 64-bit number


class RuleBrokenError(ValueError):
    """A record that follows the schema and has no place where it stands."""


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


def value_of(record: dict[str, Any]) -> Value:
    """A value record as a `Value`. Raises RuleBrokenError where its parts do not fit each other."""
    kind, key, got = record["type"], record["key"], record["value"]
    if not _fits(kind, got):
        raise RuleBrokenError(f"value {key} of {record['case']}: {str(got)[:40]!r} is no {kind}")
    allowed = _allowed(record["allowed"])
    if isinstance(allowed, Range) and kind not in _NUMBERS:
        raise RuleBrokenError(f"value {key} of {record['case']}: a range is allowed, and {kind} is no number")
    met = record["met"]
    if met is not is_allowed(got, allowed):
        raise RuleBrokenError(
            f"value {key} of {record['case']} says met: {met}, which its value and what is allowed deny"
        )
    return Value(
        key,
        kind,
        got,
        record.get("name"),
        record.get("raw"),
        record["comparable"],
        Tier(record["tier"]),
        allowed,
        met,
    )


def _allowed(given: Any) -> Allowed:
    if given is None:
        return None
    if isinstance(given, dict):
        return Range(given["min"], given["max"])
    return tuple(given)


def is_allowed(got: Scalar, allowed: Allowed) -> bool | None:
    """Whether a value is among those allowed; None where nothing is judged."""
    if allowed is None:
        return None
    if isinstance(allowed, Range):
        number = int(got)
        return number >= allowed.min and (allowed.max is None or number <= allowed.max)
    # True equals 1 in Python; in a stream they are different values.
    return any(got == one and isinstance(got, bool) == isinstance(one, bool) for one in allowed)


def _fits(kind: str, got: Scalar) -> bool:
    if kind == "bool":
        return isinstance(got, bool)
    if kind in _NUMBERS:
        if isinstance(got, str):
            return got.isascii() and got.isdigit() and len(got) <= _LONGEST and int(got) > _EXACT
        return not isinstance(got, bool) and 0 <= got <= _EXACT
    if kind in _HEXADECIMAL:
        return isinstance(got, str) and got.startswith("0x") and _is_hexadecimal(got[2:])
    return kind in _WORDS and isinstance(got, str)


def _is_hexadecimal(digits: str) -> bool:
    return bool(digits) and all(digit in "0123456789ABCDEF" for digit in digits)
