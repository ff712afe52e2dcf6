"""A fault on Wine 8.0: it is there where a run was ordered with it, and no environment brings it in."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from wincancel.build import build, executable
from wincancel.faults import VARIABLE
from wincancel.layout import ROOT
from wincancel.stream import read_run

SECONDS = 240


def wincancel(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "wincancel"), *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


@pytest.mark.parametrize(("asked", "verdict"), [(None, "PASS"), ("not_found_is_denied", "FAIL")])
def test_only_an_order_brings_a_fault_in(tmp_path: Path, asked: str | None, verdict: str) -> None:
    build("x86_64", ROOT)
    library = executable("x86_64", ROOT).parent / "subjects/reference.dll"
    case = "CSIO-NOTFOUND-1/own_thread_has_nothing/GetCurrentThread"
    order = [] if asked is None else ["--fault", asked]
    done = wincancel(
        *("run", "-t", "wine-8.0", "-k", case, "--subject", str(library), *order, "--out", str(tmp_path)),
        **{VARIABLE: "cancel_does_nothing"},
    )
    assert done.returncode == 0, done.stderr
    (stream,) = (tmp_path / "runs").glob("*.jsonl")
    run = read_run(stream)
    assert run.header is not None
    assert run.header.subject.fault == asked
    assert run.results[case][0].first.verdict == verdict
