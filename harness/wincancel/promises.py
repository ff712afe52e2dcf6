"""Two sides of a comparison that nobody ran: what the pages promise, and what others have reported of Windows.

Neither was recorded on Windows, and both are labelled so wherever they appear.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .case_list import pattern_matcher
from .diff import Side
from .layout import FIXTURES
from .value_comparison import Promised, Said
from .verdicts import Tier

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from .records import Run, Scalar

PAGE, WINDOWS = "page", "windows"
NAMES = (PAGE, WINDOWS)
"""What the two are called wherever a run is named."""
LABELS = {PAGE: "page (not recorded)", WINDOWS: "windows (reported, not recorded here)"}

EVIDENCE = FIXTURES / "evidence/windows.toml"
SCHEMA = 1


class BadEvidenceError(Exception):
    """The file of evidence cannot be used; the message names file and fault."""


@dataclass(frozen=True)
class Report:
    """One value that somebody has reported of Windows, for the cases that `pattern` matches (`*` and `?` only)."""

    pattern: str
    key: str
    type: str
    values: tuple[Scalar, ...]
    source: str
    url: str
    note: str


def page(runs: Sequence[Run]) -> Side:
    """The documented values, as the cases of `runs` state them: what is allowed is part of every judged value."""
    promised: dict[str, dict[str, Promised]] = {}
    for run in runs:
        for case, results in run.results.items():
            keys = promised.setdefault(case, {})
            for attempt in (result.first for result in results):
                for value in attempt.values:
                    if value.tier is Tier.DOCUMENTED and value.allowed is not None:
                        keys.setdefault(value.key, Promised(value.allowed, value.type))
    said = {case: Said(values=keys) for case, keys in promised.items() if keys}
    return Side(LABELS[PAGE], recorded=False, cases=said.keys(), said=said.get)


def windows(runs: Sequence[Run], reports: Sequence[Report]) -> Side:
    """What `reports` say of the cases of `runs`."""
    matchers = [(pattern_matcher(report.pattern), report) for report in reports]
    said: dict[str, Said] = {}
    for case in {case for run in runs for case in run.results}:
        found = {report.key: Promised(report.values, report.type) for matches, report in matchers if matches(case)}
        if found:
            said[case] = Said(values=found)
    return Side(LABELS[WINDOWS], recorded=False, cases=said.keys(), said=said.get)


PROMISES: dict[str, Callable[[Sequence[Run]], Side]] = {
    PAGE: page,
    WINDOWS: lambda runs: windows(runs, load_reports()),
}
"""By name, what makes the side, given the runs that it is compared with. `windows` raises BadEvidenceError."""


def load_reports(path: Path = EVIDENCE) -> list[Report]:
    """The evidence about Windows. Raises BadEvidenceError."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadEvidenceError(f"{path}: {error}") from error
    if content.get("schema") != SCHEMA:
        raise BadEvidenceError(f"{path}: schema is not {SCHEMA}")
    try:
        sources = {entry["id"]: (entry["title"], entry["url"]) for entry in content["source"]}
        return [report for entry in content["report"] for report in _reports(entry, sources)]
    except (KeyError, TypeError, AttributeError) as error:
        raise BadEvidenceError(f"{path}: {type(error).__name__}: {error}") from error


def _reports(entry: dict[str, Any], sources: dict[str, tuple[str, str]]) -> list[Report]:
    title, url = sources[entry["source"]]
    return [
        Report(entry["case"], value["key"], value["type"], tuple(value["values"]), title, url, entry["note"])
        for value in entry["value"]
    ]
