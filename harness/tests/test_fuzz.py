"""The fuzz target runs, starts from what is kept, finds nothing in the wire layer, and finds a fault that is put in."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from wire_faults import NATIVE, Fault, Objects, compile_objects

from wincancel.layout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = ROOT / "fixtures/fuzz/corpus"
TARGET = ROOT / "fixtures/fuzz/wire_fuzz.c"
FUZZ = (sys.executable, str(ROOT / "ci/fuzz.py"))
SECONDS = 120
FUZZED_SECONDS = 5

# The vectors of Samba's tests, whose parser once took a header alone for a broken PDU.
CO_CANCEL = "05001206100000001000000001000000"
ORPHANED = "05001303100000001000000008000000"

FAULTS = [
    Fault("reads_beyond_the_end", "octets.c", "size > reader->left.size", "size > reader->left.size + 1"),
    Fault("header_needs_one_chunk", "co_stream.c", "return CO_STREAM_PARTIAL;", "return fail(stream, error);"),
    Fault("list_is_not_gone_through", "co_pdu.c", "i < n_results", "i < n_results / 2"),
    Fault("loses_the_reason", "co_build.c", "put_u16(&out, results[i].reason);", "put_u16(&out, 0);"),
]


def test_the_seeds_are_small_and_have_the_known_vectors() -> None:
    seeds = {path.read_bytes() for path in SEEDS.iterdir()}
    assert {bytes.fromhex(CO_CANCEL), bytes.fromhex(ORPHANED)} <= seeds
    assert max(map(len, seeds)) <= 512
    assert len(seeds) == len(list(SEEDS.iterdir()))


def test_nothing_is_found(tmp_path: Path) -> None:
    command = [*FUZZ, "--seconds", str(FUZZED_SECONDS), "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS + FUZZED_SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    executed = re.match(r"(\d+) inputs in", done.stdout)
    assert executed, done.stdout
    assert int(executed.group(1)) > 100 * len(list(SEEDS.iterdir()))
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


@pytest.mark.parametrize("wrong", ["0", "-1", "soon"])
def test_wrong_usage_is_exit_2(wrong: str) -> None:
    command = [*FUZZ, "--seconds", wrong]
    assert subprocess.run(command, capture_output=True, check=False, timeout=SECONDS).returncode == 2


@pytest.fixture(scope="module")
def objects(tmp_path_factory: pytest.TempPathFactory) -> Objects:
    """The fuzz target and the layer."""
    place = tmp_path_factory.mktemp("objects")
    return compile_objects(place, [TARGET, NATIVE / "rebuild.c"], "-fsanitize=fuzzer,address,undefined")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_found(fault: Fault, objects: Objects, tmp_path: Path) -> None:
    program = objects.link_with(fault, tmp_path)
    learnt = tmp_path / "corpus"
    learnt.mkdir()
    done = subprocess.run(
        [program, "-max_total_time=60", f"-artifact_prefix={tmp_path}/", learnt, SEEDS],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode != 0, "nothing found"
    assert list(tmp_path.glob("crash-*"))
