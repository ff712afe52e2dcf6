#!/usr/bin/env python3
"""Prints the three ratios of speed that the suite promises, each measured in one go on this machine.

    .venv/bin/python ci/benchmark.py [-t TARGET] [--pairs N]

1. The wall time of a full run over the lower bound that its footer states (promised: at most 1.3).
2. `./wincancel run` over the executable run directly, in alternating pairs (promised: at most 1.10, plus 1 s).
3. One run of the executable per case over the same cases in one run, on a warm server (promised: at least 10). The
   cases are a fixed sample of those that do not wait.

Nothing here passes or fails: it prints figures, and ends with 0 if all runs were valid.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from wincancel import adapters, targets
from wincancel.case_list import ListedCase, parse_case_list
from wincancel.execution import Session
from wincancel.layout import ROOT
from wincancel.records import Run
from wincancel.stream import read_run

SAMPLE = 40
"""How many cases the third figure takes: one process each costs tenths of a second."""


def run_directly(
    session: Session, executable: Path, out: Path, arguments: Sequence[str]
) -> tuple[float, Run]:
    """Runs the executable; gives the seconds it took and what its stream says."""
    out.unlink(missing_ok=True)
    command = session.command(
        executable, ["run", "--out", session.path(out), *arguments]
    )
    start = time.monotonic()
    subprocess.run(
        command,
        env=dict(session.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=600,
    )
    seconds = time.monotonic() - start
    run = read_run(out)
    if not run.valid:
        raise SystemExit(f"the run is not valid: {run.problems[0]}")
    return seconds, run


def all_cases(session: Session, executable: Path) -> list[ListedCase]:
    """What the executable lists."""
    done = subprocess.run(
        session.command(executable, ["list", "--json"]),
        env=dict(session.environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return parse_case_list(done.stdout.decode())


def bound_ratio(run: Run) -> str:
    """The first figure."""
    assert run.footer is not None
    footer = run.footer
    ratio = footer.wall_us / footer.lower_bound_us
    return f"wall {footer.wall_us / 1e6:.2f} s / lower bound {footer.lower_bound_us / 1e6:.2f} s = {ratio:.3f}"


def harness_pairs(
    session: Session, target: str, executable: Path, scratch: Path, pairs: int
) -> str:
    """The second figure."""
    direct, harness = [], []
    for number in range(pairs):
        direct.append(
            run_directly(
                session, executable, scratch / "direct.jsonl", ["--seed", str(number)]
            )[0]
        )
        start = time.monotonic()
        subprocess.run(
            [
                str(ROOT / "wincancel"),
                "run",
                "-t",
                target,
                "--seed",
                str(number),
                "--out",
                str(scratch / "out"),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=600,
        )
        harness.append(time.monotonic() - start)
    ratios = [after / before for before, after in zip(direct, harness, strict=True)]
    over = [
        after - 1.10 * before for before, after in zip(direct, harness, strict=True)
    ]
    return (
        f"./wincancel run {statistics.median(harness):.2f} s / executable {statistics.median(direct):.2f} s = "
        f"{statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f}); beyond 1.10 times: "
        f"{statistics.median(over):+.2f} s"
    )


def batch_ratio(
    session: Session, executable: Path, scratch: Path, cases: Sequence[ListedCase]
) -> str:
    """The third figure."""
    quick = [
        case.id
        for case in cases
        if case.scheduling == "shared" and not case.isolated and not case.needs
    ]
    sample = quick[:: max(1, len(quick) // SAMPLE)][:SAMPLE]
    wanted = scratch / "sample.txt"
    wanted.write_text("".join(f"{case}\n" for case in sample), encoding="utf-8")
    together, _ = run_directly(
        session, executable, scratch / "batch.jsonl", ["--cases", session.path(wanted)]
    )
    single = 0.0
    for case in sample:
        single += run_directly(
            session, executable, scratch / "single.jsonl", ["--filter", case]
        )[0]
    return (
        f"{len(sample)} cases one by one {single:.2f} s / together {together:.2f} s = {single / together:.1f}; "
        f"all {len(quick)} of their kind would take {single / len(sample) * len(quick):.0f} s one by one"
    )


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-t", "--target", default="wine-8.0")
    parser.add_argument("--pairs", type=int, default=3)
    given = parser.parse_args()
    (target,) = targets.select([given.target])
    adapters.setup(target, print)
    executable = adapters.executable(target).build()
    with tempfile.TemporaryDirectory(prefix="wincancel-benchmark-") as directory:
        scratch = Path(directory)
        with adapters.session(target, scratch / "session") as session:
            cases = all_cases(session, executable)
            _, run = run_directly(session, executable, scratch / "full.jsonl", [])
            print(f"{target.name}, {len(cases)} cases")
            print("1.", bound_ratio(run))
            print(
                "2.",
                harness_pairs(session, target.name, executable, scratch, given.pairs),
            )
            print("3.", batch_ratio(session, executable, scratch, cases))


if __name__ == "__main__":
    main()
