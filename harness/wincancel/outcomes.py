"""What came of a case, reduced to what an expectation can name: verdict, process, and what made it fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .explain import failure_lines
from .printable import printable, scalar_text
from .value_comparison import place_of
from .verdicts import Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .records import Attempt, Scalar, Value

ANYTHING = "*"
"""Stands for a value that cannot be compared, such as a handle. Of a time it is compared where it lies."""

# True equals 1 in Python; as answers of a target they differ.
Answers = frozenset[tuple[type, "Scalar"]]
NOTHING: Answers = frozenset()
ANY: Answers = frozenset({(str, ANYTHING)})


@dataclass(frozen=True)
class Outcome:
    """One outcome of a case.

    `failed` has each check that failed with the values that came, and each race with the forbidden outcomes that did;
    None, which only an expectation has, is any failure with this verdict.
    """

    verdict: Verdict
    status: Status | None = Status.OK
    exception: str | None = None
    failed: tuple[tuple[str, Answers], ...] | None = ()

    @property
    def good(self) -> bool:
        """Whether this is what a case with no expectation of its own must come to.

        DONE is not: a case that judged something before, and only records now, has lost something.
        """
        return self.verdict is Verdict.PASS and self.status is Status.OK

    def accepts(self, seen: Outcome) -> bool:
        """Whether what was seen is this outcome. The same checks must have failed, with values this one names."""
        if (self.verdict, self.status) != (seen.verdict, seen.status):
            return False
        if self.exception is not None and self.exception != seen.exception:
            return False
        if self.failed is None or seen.failed is None:
            return self.failed is None
        named, came = dict(self.failed), dict(seen.failed)
        return named.keys() == came.keys() and all(named[key] >= ANY or came[key] <= named[key] for key in came)

    def as_table(self) -> dict[str, object]:
        """The outcome as a file of expectations writes it."""
        table: dict[str, object] = {"verdict": str(self.verdict)}
        if self.status is not Status.OK:
            table["status"] = str(self.status)
        if self.exception is not None:
            table["exception"] = self.exception
        if self.failed:
            table["failed"] = {key: _written(answers) for key, answers in self.failed}
        return table

    def __str__(self) -> str:
        text = str(self.verdict) + ("" if self.status is Status.OK else f", process {self.status}")
        if self.exception:
            text += f" {printable(self.exception, 40)}"
        parts = [
            f"{printable(key, 80)} {' or '.join(scalar_text(value, 80) for value in _values(answers))}"
            for key, answers in self.failed or ()
        ]
        return f"{text} ({', '.join(parts)})" if parts else text


def _values(answers: Answers) -> list[Scalar]:
    return [value for _, value in sorted(answers, key=lambda answer: (answer[0].__name__, answer[1]))]


def _written(answers: Answers) -> object:
    values = _values(answers)
    return values[0] if len(values) == 1 else values


def outcome_of(attempt: Attempt) -> Outcome:
    """The outcome of an attempt; nothing that differs between two runs of the same target by its nature is in it."""
    failed: dict[str, Answers] = {}
    for value in attempt.failed_values:
        failed[value.key] = _answers(value)
    for histogram, row in attempt.forbidden_outcomes:
        words = ", ".join(row.outcome)
        failed[histogram.key] = failed.get(histogram.key, NOTHING) | {(str, words)}
    return Outcome(attempt.verdict, attempt.status, attempt.exception, tuple(sorted(failed.items())))


def _answers(value: Value) -> Answers:
    if value.type == "elapsed_us":
        return frozenset({(str, place_of(value))})
    return frozenset({(type(value.value), value.value)}) if value.comparable else ANY


def read_outcome(table: Mapping[str, Any]) -> Outcome:
    """An outcome as a file of expectations has it, once that follows the schema."""
    given = table.get("failed")
    failed = None
    if given is not None:
        answers = {key: value if isinstance(value, list) else [value] for key, value in given.items()}
        failed = tuple((key, frozenset((type(one), one) for one in answers[key])) for key in sorted(answers))
    return Outcome(Verdict(table["verdict"]), Status(table.get("status", Status.OK)), table.get("exception"), failed)


def account_of(attempt: Attempt) -> str:
    """What came of an attempt in one line, with what was got and what is allowed."""
    outcome = outcome_of(attempt)
    lines = list(failure_lines(attempt))
    text = str(Outcome(outcome.verdict, outcome.status, outcome.exception))
    more = f"; and {len(lines) - 2} more" if len(lines) > 2 else ""
    return f"{text}: {'; '.join(lines[:2])}{more}" if lines else text
