"""What went wrong in words: the lines that stand below a failure, the same in every output."""

from __future__ import annotations

import shlex
from functools import cache
from typing import TYPE_CHECKING

from . import targets
from .printable import allowed_of, printable, value_text
from .verdicts import Status, Tier, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .matrix import Column
    from .records import Attempt, Histogram, RaceOutcome, Result, Value

UNCONFIRMED = "unconfirmed until the same case passes on the reference"


@cache
def _names_of_targets() -> frozenset[str]:
    return frozenset(targets.load())


def verdict_text(result: Result) -> str:
    """The verdict of a repeat with the tiers that failed, and the second attempt beside it."""
    text = attempt_text(result.first)
    if result.again is not None:
        text += f" (again, alone: {attempt_text(result.again)})"
    return text


def attempt_text(attempt: Attempt) -> str:
    """The verdict of an attempt with the tiers that failed and the status of its process where not OK."""
    failed = [tier for tier, verdict in attempt.tiers.items() if verdict is Verdict.FAIL]
    text = str(attempt.verdict) + (f" in {', '.join(failed)}" if failed else "")
    if attempt.status is not Status.OK:
        text += f", process {process_text(attempt)}"
    return text


def process_text(attempt: Attempt) -> str:
    """What became of the process that ran an attempt."""
    if attempt.status is None:
        return "did not report the end"
    details = [
        text
        for text in (
            f"exception {attempt.exception}" if attempt.exception else "",
            f"exit code {attempt.exit_code}" if attempt.exit_code else "",
            f"{attempt.noise} bytes of noise" if attempt.noise else "",
        )
        if text
    ]
    return str(attempt.status) + (f" ({', '.join(details)})" if details else "")


def failure_lines(attempt: Attempt) -> Iterator[str]:
    """What was got and what is allowed, for everything that failed; and the reason, where there is one."""
    for value in attempt.failed_values:
        yield value_line(value)
    for histogram, row in attempt.forbidden_outcomes:
        yield outcome_line(histogram, row)
    if attempt.reason:
        yield printable(attempt.reason, 400)


def value_line(value: Value) -> str:
    """What was got and what is allowed."""
    return f"{value.key}: got {value_text(value, 400)}, allowed {allowed_of(value)} [{value.tier}]"


def outcome_line(histogram: Histogram, row: RaceOutcome) -> str:
    """How often a race came out that way, and why it must not."""
    seen = ", ".join(f"{name}={printable(word, 60)}" for name, word in zip(histogram.fields, row.outcome, strict=True))
    return (
        f"{histogram.key}: {row.count} of {histogram.trials} came out as {seen}: {printable(row.why, 200)} [{row.tier}]"
    )


def is_documented_failure(attempt: Attempt) -> bool:
    """Whether a value that a page promises was missed."""
    return attempt.tiers.get(Tier.DOCUMENTED) is Verdict.FAIL


def repeat_command(column: Column, case: str) -> str:
    """The command line that runs one case as it ran in that column.

    A run that came from elsewhere, such as from Windows, was made by the executable alone.
    """
    header = column.run.header
    if header is None or column.target in _names_of_targets():
        words = ["./wincancel", "run", "-t", printable(column.target), "-k", case]
    else:
        words = [f"wincancel-{header.abi}.exe", "run", "--filter", case]
    if header is not None:
        words += ["--seed", str(header.seed)]
        if header.options.timeout_scale != 1:
            words += ["--timeout-scale", f"{header.options.timeout_scale:g}"]
        if header.subject.library:
            words += ["--subject", printable(header.subject.library)]
        if header.subject.fault:
            words += ["--fault", printable(header.subject.fault)]
        for name, path in header.options.data.items():
            words += ["--data", printable(f"{name}={path}")]
    return shlex.join(words)
