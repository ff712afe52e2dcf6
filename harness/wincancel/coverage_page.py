"""The page of `wincancel coverage`: figures of parts and files, and every line that does not run, with the reason.

In the report's style, one file that needs no network, no server and no script.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .code_coverage import CoveredFile, Gap, figures_of_parts
from .layout import ASSETS, TEMPLATES
from .printable import printable
from .report import ReportFailedError, admitted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .coverage_register import Judgement


@dataclass(frozen=True)
class _Excerpt:
    """A gap with the text of its lines, and numbers that lead a reader to them today."""

    gap: Gap
    lines: tuple[tuple[int, str], ...]


def write_coverage_page(
    reference: Mapping[str, CoveredFile],
    everything: Mapping[str, CoveredFile],
    judgement: Judgement | None,
    directory: Path,
) -> Path:
    """Writes the page into `directory` and returns it. `everything` is what ran on the reference or in the zoo.

    Raises ReportFailedError.
    """
    page = directory / "index.html"
    beside = directory / f".index.html.{os.getpid()}"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        beside.write_text(render_coverage_page(reference, everything, judgement), encoding="utf-8")
        beside.replace(page)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise ReportFailedError(f"cannot write the page to {directory}: {error.strerror}") from error
    return page


def render_coverage_page(
    reference: Mapping[str, CoveredFile], everything: Mapping[str, CoveredFile], judgement: Judgement | None
) -> str:
    """The page's text."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(printable=printable)
    style = (ASSETS / "report.css").read_text(encoding="utf-8")

    def excerpts(gaps: tuple[Gap, ...]) -> list[_Excerpt]:
        return [
            _Excerpt(gap, tuple((number, everything[gap.place.file].text[number - 1]) for number in gap.lines))
            for gap in gaps
        ]

    return environment.get_template("coverage.html.j2").render(
        parts=figures_of_parts(reference.values()),
        with_zoo=figures_of_parts(everything.values()),
        files=[(reference[path], everything[path]) for path in sorted(reference)],
        unexplained=excerpts(judgement.unexplained) if judgement else [],
        explained=[(one, excerpts(gaps)) for one, gaps in judgement.explained] if judgement else [],
        judgement=judgement,
        made=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        style=Markup(style),  # the project's own, not to be escaped
        policy=f"default-src 'none'; style-src {admitted(style)}; base-uri 'none'",
    )
