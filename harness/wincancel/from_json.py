"""Records out of the JSON objects of a stream, which follow the schema by then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .records import (
    Allowed,
    Capability,
    Fingerprint,
    Footer,
    Header,
    Histogram,
    Options,
    Plan,
    RaceOutcome,
    Range,
    Scalar,
    Subject,
    Value,
)
from .verdicts import Grade, Status, Tier, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBERS = frozenset({"win32_error", "rpc_status", "bytes", "count", "elapsed_us"})
_HEXADECIMAL = frozenset({"ntstatus", "exception", "access_mask", "handle", "id"})
_WORDS = frozenset({"outcome", "text"})
_EXACT = 2**53 - 1  # the largest integer every JSON reader keeps exact
_LONGEST = 20  # digits of the largest 64-bit number


class RuleBrokenError(ValueError):
    """A record that follows the schema and has no place where it stands."""


def header_of(record: Mapping[str, Any]) -> Header:
    """A header record."""
    plan, options, subject = record["plan"], record["options"], record["subject"]
    return Header(
        suite_version=record["suite_version"],
        build=record["build"],
        run=record["run"],
        abi=record["abi"],
        seed=record["seed"],
        started=record["started"],
        plan=Plan(tuple(plan["cases"]), plan["repeat"], (plan["shard"][0], plan["shard"][1])),
        options=Options(options["jobs"], options["timeout_scale"], options["shuffle"], dict(options["data"])),
        target=Fingerprint(**record["target"]),
        subject=Subject(subject["library"], tuple(subject["functions"]), subject.get("fault")),
        capabilities=tuple(Capability(**capability) for capability in record["capabilities"]),
    )


def footer_of(record: Mapping[str, Any]) -> Footer:
    """A footer record."""
    return Footer(
        planned=record["planned"],
        finished=record["finished"],
        verdicts={Verdict(word): count for word, count in record["verdicts"].items()},
        statuses={Status(word): count for word, count in record["statuses"].items()},
        children=record["children"],
        lower_bound_us=record["lower_bound_us"],
        wall_us=record["wall_us"],
        **record["bound"],
    )


def histogram_of(record: Mapping[str, Any]) -> Histogram:
    """A histogram record."""
    rows = tuple(
        RaceOutcome(tuple(row["outcome"]), row["count"], Grade(row["grade"]), Tier(row["tier"]), row["why"])
        for row in record["outcomes"]
    )
    return Histogram(record["key"], tuple(record["fields"]), Tier(record["tier"]), record["trials"], rows)


def value_of(record: Mapping[str, Any]) -> Value:
    """A value record as a `Value`. Raises RuleBrokenError where its parts do not fit each other."""
    kind, key, got = record["type"], record["key"], record["value"]
    if not _fits(kind, got):
        raise RuleBrokenError(f"value {key} of {record['case']}: {str(got)[:40]!r} is no {kind}")
    allowed = _allowed(record["allowed"])
    if isinstance(allowed, Range) and kind not in _NUMBERS:
        raise RuleBrokenError(f"value {key} of {record['case']}: a range is allowed, and {kind} is no number")
    met = record["met"]
    if met is not _is_allowed(got, allowed):
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


def _is_allowed(got: Scalar, allowed: Allowed) -> bool | None:
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
