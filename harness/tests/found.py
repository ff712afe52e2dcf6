"""Runs of several versions of Wine, and the findings in them."""

from __future__ import annotations

from typing import Any

from streams import Record, value, whole
from test_matrix import matrix_of

from wincancel.findings import Finding, find

REFUSED = [value("returned", False, [True]), value("last_error", 1168, name="ERROR_NOT_FOUND")]
TAKEN = [value("returned", True, [True])]


def on(version: str, *attempts: list[Record], **changes: Any) -> tuple[str, list[Record]]:
    """A run on that version of Wine."""
    target = {"kind": "wine", "version": version, "build": f"wine-{version}", "host": "Linux 6.1", "cpus": 2}
    return f"wine-{version}", whole(*attempts, target=target, **changes)


def findings_of(*runs: tuple[str, list[Record]]) -> list[Finding]:
    return find(matrix_of(*runs))
