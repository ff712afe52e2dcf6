"""A run in the formats of other tools. docs/exports.md has what becomes of each verdict.

PASS and DONE pass, UNSUPPORTED and UNTESTED are skipped, FAIL fails, UNRESOLVED and NORESULT are errors where a format
knows such. A run that is not valid has one more test, which fails: it cannot look green.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..matrix import Matrix
from .deqp import deqp
from .junit import junit
from .tap import tap
from .wptreport import wptreport

FORMATS: Mapping[str, Callable[[Matrix], dict[str, str]]] = {
    "junit": junit,
    "tap": tap,
    "wptreport": wptreport,
    "deqp": deqp,
}
"""By name, what makes of the only run of a matrix the texts of the format's files, by their names."""


def export_run(form: str, matrix: Matrix) -> dict[str, str]:
    """The only run of `matrix` in the format `form`, one of FORMATS: the texts of its files, the main one first."""
    return FORMATS[form](matrix)
