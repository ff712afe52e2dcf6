"""Text that came from a target, made inert: nothing in it can move a cursor, reverse a line or hide."""

from __future__ import annotations

import unicodedata

from .records import Allowed, Range, Scalar, Value

# Control, format (zero width, direction marks), surrogate, private use, unassigned, line and paragraph separators.
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def printable(text: str, limit: int | None = None) -> str:
    """`text` with everything that is not plainly visible written as an escape; cut after `limit` characters."""
    cut = limit is not None and len(text) > limit
    shown = "".join(_shown(character) for character in (text[:limit] if cut else text))
    return shown + "…" if cut else shown


def _shown(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else f"\\x{ord(character):02x}"
    if unicodedata.category(character) not in _UNSHOWN:
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def scalar_text(value: Scalar, limit: int | None = None) -> str:
    """A value as it stands in the stream."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return printable(value, limit) if isinstance(value, str) else str(value)


def value_text(value: Value, limit: int | None = None) -> str:
    """What was got, with its symbolic name and, for a time, its unit."""
    text = scalar_text(value.value, limit)
    if value.type == "elapsed_us":
        return f"{text} µs"
    return f"{text} ({printable(value.name, 60)})" if value.name else text


def allowed_text(allowed: Allowed, unit: str = "") -> str:
    """What was allowed, in words."""
    if allowed is None:
        return "not judged"
    if isinstance(allowed, Range):
        if allowed.max is None:
            return f"at least {allowed.min}{unit}"
        return f"{allowed.min} to {allowed.max}{unit}"
    return " or ".join(scalar_text(one, 200) for one in allowed)


def allowed_of(value: Value) -> str:
    """What was allowed for a value, in words."""
    return allowed_text(value.allowed, " µs" if value.type == "elapsed_us" else "")


def seconds_text(microseconds: int) -> str:
    """A duration for a reader: `0.2 ms`, `40 ms`, `12.3 s`, `2 min 5 s`."""
    seconds = microseconds / 1e6
    if seconds < 0.1:
        return f"{microseconds / 1000:.1f} ms"
    if seconds >= 120:
        return f"{int(seconds // 60)} min {int(seconds % 60)} s"
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"


def one_line(error: BaseException) -> str:
    """An error as one line for the user."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return " ".join(str(error).split()) or type(error).__name__
