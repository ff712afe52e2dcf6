"""A campaign as one self-contained HTML page, in the style of the report of runs, and as JSON."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..layout import ASSETS
from ..report import ReportFailedError, admitted, page_environment
from .report import WORDS, explained
from .results import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from .report import CampaignReport


def write_page(report: CampaignReport, directory: Path) -> Path:
    """Writes the page into `directory` and returns it. Raises ReportFailedError."""
    page = directory / "index.html"
    beside = directory / f".index.html.{os.getpid()}"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        beside.write_text(render(report), encoding="utf-8")
        beside.replace(page)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise ReportFailedError(f"cannot write the page to {directory}: {error.strerror}") from error
    return page


def render(report: CampaignReport) -> str:
    """The page."""
    style = (ASSETS / "report.css").read_text(encoding="utf-8") + (ASSETS / "mutants.css").read_text(encoding="utf-8")
    return (
        page_environment()
        .get_template("mutants.html.j2")
        .render(
            report=report,
            words=WORDS,
            outcomes=list(Outcome),
            explained=explained,
            made=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
            style=Markup(style),  # the project's own, not to be escaped
            policy=f"default-src 'none'; style-src {admitted(style)}; base-uri 'none'",
        )
    )


def as_json(report: CampaignReport) -> str:
    """All of it, for a program to read."""
    content = {
        "target": report.target,
        "suite": report.suite,
        "timeout_scale": report.scale,
        "seconds": round(report.seconds, 1),
        "mutants": [
            {
                "name": fault.name,
                "text": fault.text,
                "breaks": fault.breaks,
                "outcome": result.outcome if result else "not tried",
                "caught_by": asdict(result.catch) if result and result.catch else None,
                "why": result.why if result else None,
                "seconds": round(result.seconds, 2) if result else None,
                "cases": result.cases if result else 0,
            }
            for fault, result in report.rows
        ],
        "documented_clauses": [asdict(one) | {"reference": one.word} for one in report.clauses],
        "idle": None if report.idle is None else [asdict(check) for check in report.idle],
        "problems": report.problems,
    }
    return json.dumps(content, indent=1)
