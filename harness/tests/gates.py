"""Runs for the gate's tests: streams of two cases in a directory of runs, and the gate's command on them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streams
from click.testing import CliRunner, Result
from streams import Record, attempt, value, whole

from wincancel.command_line import main

if TYPE_CHECKING:
    from collections.abc import Sequence

PASSES = "CSIO-RET-1/passes"
FAILS = "CSIO-RET-2/fails"
OTHER = "CSIO-RET-3/other"

FILE = """\
schema = 1
family = "wine"

[[recorded]]
version = "10.0"
build = "wine-10.0"
abi = "x86_64"
runs = 5
date = "2026-03-01"

{entries}
[cases]
CSIO-RET-1 = ["passes"]
CSIO-RET-2 = ["fails"]
"""
KNOWN = """\
[[expect]]
cases = ["CSIO-RET-2/fails"]
class = "known"
outcomes = [{ verdict = "FAIL", failed = { last_error = 1168 } }]
reason = "answers that nothing was found"
"""
FLAKY = """\
[[expect]]
cases = ["CSIO-RET-2/fails"]
class = "flaky"
outcomes = [{ verdict = "FAIL", failed = { last_error = 1168 } }]
rate = "1/5"
reason = "answers that nothing was found, now and then"
"""


def came(case: str, error: int, repeat: int = 1, allowed: int = 995) -> list[Record]:
    """A case that says `error`, where one is allowed."""
    return attempt(case, [value("last_error", error, [allowed])], repeat=repeat)


def usual(fails_with: Sequence[int] = (1168,), *more: list[Record], **changes: Any) -> list[Record]:
    """A run in which one case passes and the other says what is given, once for each repeat."""
    repeats = range(1, len(fails_with) + 1)
    attempts = [came(PASSES, 995, repeat) for repeat in repeats]
    attempts += [came(FAILS, error, repeat) for error, repeat in zip(fails_with, repeats, strict=True)]
    return whole(*attempts, *more, repeat=len(fails_with), **changes)


def on(version: str, abi: str = "x86_64", run: str = "a1b2c3", **changes: Any) -> dict[str, Any]:
    """The parts of a header that say where a run was made."""
    target = {"kind": "wine", "version": version, "build": f"wine-{version}", "host": "Linux 6.1", "cpus": 2}
    return {"target": target, "abi": abi, "run": run} | changes


class Place:
    """A directory with a file of expectations and runs."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path / "wine.toml"

    def expects(self, *entries: str) -> None:
        """Writes the file."""
        self.file.write_text(FILE.format(entries="\n".join(entries)), encoding="utf-8")

    def run(self, records: list[Record], name: str = "run.jsonl") -> str:
        """Writes a stream and returns its path."""
        return str(streams.write(self.path / name, records))

    def gate(self, *arguments: str, file: bool = True) -> Result:
        """Calls the command; on the file of this place unless told otherwise."""
        words = ["gate", *arguments, "--out", str(self.path / "out")]
        return CliRunner().invoke(main, [*words, "--expectations", str(self.file)] if file else words)


NEEDS = attempt(OTHER, verdict="UNTESTED", reason="needs a share: opening wincancel-RUNNAME failed")


def five(
    place: Place, version: str = "10.0", abi: str = "x86_64", errors: str = "1168 1168 1168 1168 1168"
) -> list[str]:
    """Runs of a target, one for each thing that the failing case says."""
    paths = []
    for number, error in enumerate(errors.split()):
        records = usual([int(error)], NEEDS, **on(version, abi, f"{version}-{abi}-{number}"))
        paths.append(place.run(records, f"{version}-{abi}-{number}.jsonl"))
    return paths


def entries(place: Place) -> list[dict[str, Any]]:
    """The entries of the file, without what is said of how they were found."""
    found: list[dict[str, Any]] = tomllib.loads(place.file.read_text(encoding="utf-8"))["expect"]
    for entry in found:
        assert entry.pop("found") == "by --update, 5 runs, 2026-03-01"
    return found
