"""The HTML report: one self-contained file that needs no network, no server and, to be read, no script.

Everything a target said goes through `printable` and the template's autoescape: in the page it is text, no more.
Styles and script are the project's own, stand in the page itself, and are the only ones the page's policy admits.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .diff import compare, side_of
from .explain import UNCONFIRMED, process_text, repeat_command
from .finding_page import bug_report
from .findings import find, of_case
from .layout import ASSETS, TEMPLATES
from .printable import allowed_of, printable, seconds_text, value_text
from .timeline import timeline_of
from .verdicts import VERDICT_ORDER, Tier, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from .clauses import Clause, Register
    from .diff import CaseDifference
    from .matrix import CaseRow, Column, Matrix
    from .records import Attempt, Histogram, Value
    from .timeline import Timeline

_TEXT_LIMIT = 1000  # characters of one value; the stream has all of it


class ReportFailedError(Exception):
    """The report cannot be written; the message is one line for the user."""


@dataclass(frozen=True)
class Seen:
    """What one run saw under one key: the text, how often, whether it was allowed, in which attempt."""

    text: str
    count: int
    met: bool | None
    again: bool


@dataclass(frozen=True)
class ValueRow:
    """One key across the runs of a case."""

    key: str
    allowed: str
    tiers: tuple[Tier, ...]
    judged: bool
    comparable: bool
    seen: tuple[tuple[Seen, ...], ...]

    @property
    def differs(self) -> bool:
        """Whether the runs saw different things; raw times, handles and ids always differ and mean nothing."""
        firsts = {tuple(one.text for one in column if not one.again) for column in self.seen if column}
        return self.comparable and len(firsts) > 1


@dataclass(frozen=True)
class CaseView:
    """One case as the report shows it."""

    row: CaseRow
    matrix: Matrix

    @cached_property
    def values(self) -> list[ValueRow]:
        """The values of all attempts of all runs, by key, in the order in which they were recorded."""
        found: dict[str, list[list[tuple[Value, bool]]]] = {}
        for index, cell in enumerate(self.row.cells):
            for attempt in (attempt for result in cell.results for attempt in result.attempts):
                for value in attempt.values:
                    columns = found.setdefault(value.key, [[] for _ in self.row.cells])
                    columns[index].append((value, attempt.number == 2))
        return [_value_row(key, columns) for key, columns in found.items()]

    @property
    def attempts(self) -> Iterator[tuple[Column, Attempt]]:
        """Every attempt with its column."""
        for column, cell in zip(self.matrix.columns, self.row.cells, strict=True):
            for result in cell.results:
                for attempt in result.attempts:
                    yield column, attempt

    @property
    def histograms(self) -> Iterator[tuple[Column, Attempt, Histogram]]:
        """Every histogram with its column and attempt."""
        for column, attempt in self.attempts:
            for histogram in attempt.histograms:
                yield column, attempt, histogram

    @property
    def timelines(self) -> Iterator[tuple[Column, Timeline]]:
        """Of each run the timeline of the first attempt that has one: a repeat looks the same but for its times."""
        shown: set[str] = set()
        for column, attempt in self.attempts:
            timeline = timeline_of(attempt)
            if timeline is not None and column.label not in shown:
                shown.add(column.label)
                yield column, timeline

    @property
    def commands(self) -> Iterator[tuple[Column, str]]:
        """How to repeat the case in each run that planned it."""
        for column, cell in zip(self.matrix.columns, self.row.cells, strict=True):
            if cell.planned:
                yield column, repeat_command(column, self.row.case)

    @property
    def verdict_marks(self) -> str:
        """For the filter: `COLUMN:TIER:VERDICT` words, the tier empty for the verdict in all."""
        marks: list[str] = []
        for index, cell in enumerate(self.row.cells):
            marks += [f"{index}::{verdict}" for verdict in cell.verdicts]
            for result in cell.results:
                marks += [f"{index}:{tier}:{verdict}" for tier, verdict in result.first.tiers.items()]
        return " ".join(dict.fromkeys(marks))

    @property
    def status_marks(self) -> str:
        """For the filter: `COLUMN:STATUS` words of processes that were not simply OK."""
        return " ".join(f"{index}:{status}" for index, cell in enumerate(self.row.cells) for status in cell.statuses)


def _value_row(key: str, columns: Sequence[Sequence[tuple[Value, bool]]]) -> ValueRow:
    """One key; each column has its values, and whether it was the second attempt that recorded them."""
    values = [value for column in columns for value, _ in column]
    counts = [Counter((_shown(value), value.met, again) for value, again in column) for column in columns]
    allowed = dict.fromkeys(allowed_of(value) for value in values if value.allowed is not None)
    return ValueRow(
        key,
        " / ".join(allowed),
        tuple(dict.fromkeys(value.tier for value in values)),
        bool(allowed),
        all(value.comparable for value in values),
        tuple(tuple(Seen(text, count, met, again) for (text, met, again), count in of.items()) for of in counts),
    )


def _shown(value: Value) -> str:
    text = value_text(value, _TEXT_LIMIT)
    return f"{text} [raw {value.raw[:_TEXT_LIMIT]}]" if value.raw else text


def write_report(matrix: Matrix, register: Register, directory: Path) -> Path:
    """Writes the report of `matrix` into `directory` and returns its page. Raises ReportFailedError."""
    page = directory / "index.html"
    beside = directory / f".index.html.{os.getpid()}"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        beside.write_text(render_report(matrix, register), encoding="utf-8")
        beside.replace(page)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise ReportFailedError(f"cannot write the report to {directory}: {error.strerror}") from error
    return page


def page_environment() -> Environment:
    """What renders the templates of the project's pages, every value escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(breakable=_breakable, printable=printable, seconds=seconds_text, process=process_text)
    return environment


def render_report(matrix: Matrix, register: Register) -> str:
    """The report's page."""
    environment = page_environment()
    findings = find(matrix)
    style = (ASSETS / "report.css").read_text(encoding="utf-8") + f".cases {{ --columns: {len(matrix.columns)}; }}\n"
    script = (ASSETS / "report.js").read_text(encoding="utf-8")
    return environment.get_template("report.html.j2").render(
        matrix=matrix,
        groups=[(group, [CaseView(row, matrix) for row in group.rows]) for group in matrix.clauses],
        uncovered=_uncovered(matrix, register),
        differences={one.case: one for one in _differences(matrix)},
        findings=[(finding, bug_report(finding, register)) for finding in findings],
        findings_of={row.case: of_case(findings, row.case) for finding in findings for row in finding.rows},
        register=register,
        verdicts=VERDICT_ORDER,
        tiers=list(Tier),
        words=Verdict,
        unconfirmed=UNCONFIRMED,
        made=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        # The project's own files, not to be escaped.
        style=Markup(style),
        script=Markup(script),
        policy=f"default-src 'none'; style-src {admitted(style)}; script-src {admitted(script)}; base-uri 'none'",
    )


def _differences(matrix: Matrix) -> tuple[CaseDifference, ...]:
    """The cases on which the runs do not agree, as `wincancel diff` says; invalid runs are left out of it."""
    sides = [side_of(column.label, column.run) for column in matrix.columns if column.run.valid]
    return compare(sides).differences if len(sides) > 1 else ()


def admitted(text: str) -> str:
    """An inline style or script in the words of a content security policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _breakable(name: str) -> Markup:
    """The name of a case, which a line may break after each of its parts."""
    return Markup("<wbr>").join(part for part in re.split(r"(?<=[/_])", name))


def _uncovered(matrix: Matrix, register: Register) -> list[Clause]:
    """The clauses without a case in these runs: advice, and what was not run."""
    shown = {group.id for group in matrix.clauses}
    suites = {group.clause.suite for group in matrix.clauses if group.clause is not None}
    return [clause for clause in register.clauses.values() if clause.id not in shown and clause.suite in suites]
