#!/usr/bin/env python3
"""Fuzzes the wire layer of the RPC suite: its parsers, its reassembler, its builders.

    .venv/bin/python ci/fuzz.py [--seconds N] [--out DIR]

Starts from fixtures/fuzz/corpus and from what earlier runs have left in DIR/corpus, where what is new goes too. An
input that breaks something is left in DIR. Exit code 0: nothing was found; 1: something was; 2: wrong usage; 3: nothing
was fuzzed.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

from wincancel.build import build_native
from wincancel.layout import ROOT
from wincancel.targets import TargetUnavailable

SEEDS = ROOT / "fixtures/fuzz/corpus"
FOUND = 1
NOT_FUZZED = 3
INPUT_SECONDS = 10
"""One input takes microseconds; this much is a hang."""
GRACE_SECONDS = 60
"""How much longer than asked for the fuzzer may take, with reading its corpus and a report at the end."""


def seconds(text: str) -> int:
    """A whole number of seconds, at least one."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"not a time to fuzz for: {text}")
    return value


def fuzz(program: Path, duration: int, out: Path) -> int:
    """Runs the fuzzer, and says how it went. Returns the exit code."""
    corpus = out / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={duration}",
        f"-timeout={INPUT_SECONDS}",
        f"-artifact_prefix={out}/",
    ]
    try:
        done = subprocess.run(
            [program, *options, "-print_final_stats=1", corpus, SEEDS],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=duration + GRACE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        print(
            f"the fuzzer did not end {GRACE_SECONDS} s after its time", file=sys.stderr
        )
        return NOT_FUZZED
    executed = re.search(
        r"^stat::number_of_executed_units: (\d+)$", done.stderr, re.MULTILINE
    )
    if done.returncode:
        print(done.stderr[-8000:], file=sys.stderr)
        left = re.search(r"written to (\S+)$", done.stderr, re.MULTILINE)
        print(
            f"found something; again: {program} {left.group(1)}"
            if left
            else f"the fuzzer broke: {done.returncode}"
        )
        return FOUND if left else NOT_FUZZED
    if not executed or int(executed.group(1)) < len(list(SEEDS.iterdir())):
        print(done.stderr[-8000:], file=sys.stderr)
        print("the fuzzer did not even go through its corpus", file=sys.stderr)
        return NOT_FUZZED
    kept = len(list(corpus.iterdir()))
    print(
        f"{executed.group(1)} inputs in {duration} s, nothing found; {kept} kept in {corpus}"
    )
    return 0


def main() -> int:
    """Builds and fuzzes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=seconds, default=60, metavar="N")
    parser.add_argument("--out", type=Path, default=ROOT / "out/fuzz", metavar="DIR")
    given = parser.parse_args()
    try:
        programs = build_native(ROOT)
    except TargetUnavailable as error:
        print(error, file=sys.stderr)
        return NOT_FUZZED
    return fuzz(programs / "wire_fuzz", given.seconds, given.out.resolve())


if __name__ == "__main__":
    sys.exit(main())
