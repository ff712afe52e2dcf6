"""Imported text that means to act on whoever reads it, a line without an end, and a disk without room."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import streams
from click.testing import CliRunner
from small_disk import small_disk
from streams import attempt, value, whole

from wincancel.command_line import main
from wincancel.stream import MAX_STREAM_BYTES

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"
ESCAPE = "\x1b]0;owned\x07\x1b[2J\u202e"
_MEMORY = 700 << 20


def hostile(tmp_path: Path) -> Path:
    content = [value("said", MARKUP + ESCAPE, type="text")]
    target = {"kind": "wine", "version": f"../../{MARKUP}{ESCAPE}", "build": ESCAPE, "host": MARKUP, "cpus": 1}
    return streams.write(tmp_path / "back.jsonl", whole(attempt("CSIO-RET-1/case", content), target=target))


def test_text_stays_text_in_name_table_and_page(tmp_path: Path) -> None:
    out = tmp_path / "out"
    brought = CliRunner().invoke(main, ["import", str(hostile(tmp_path)), "--out", str(out)])
    assert brought.exit_code == 0, brought.output
    (run,) = out.glob("runs/*.jsonl")
    assert set(run.name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
    shown = CliRunner().invoke(main, ["show", "CSIO-RET-1/case", str(run), "--out", str(out)])
    for said in (brought.output, shown.output):
        assert "\x1b" not in said
        assert "\u202e" not in said
    reported = CliRunner().invoke(main, ["report", str(run), "--out", str(out)])
    assert reported.exit_code == 0, reported.output
    page = (out / "report/index.html").read_text(encoding="utf-8")
    assert MARKUP not in page
    assert "onerror=alert(1)&gt;" in page
    assert "\x1b" not in page


def test_a_line_of_a_gigabyte_needs_no_gigabyte(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with path.open("wb") as file:
        file.write(streams.lines(streams.small()[:1]))
        file.truncate(1 << 30)  # the rest is a hole, which reads as zeros
    done = subprocess.run(
        [sys.executable, "-m", "wincancel", "import", str(path), "--out", str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY)),
    )
    assert done.returncode == 3, done.stderr
    assert f"more than the {MAX_STREAM_BYTES >> 20} MiB of any run" in done.stderr
    assert list((tmp_path / "out").rglob("*.jsonl")) == []


def test_a_full_disk_is_said_in_one_line_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "back.jsonl"
    path.write_bytes(streams.lines(streams.small()) + b"\n" * 16384)
    with small_disk(tmp_path / "disk", "8k") as disk:  # a directory or two
        done = CliRunner().invoke(main, ["import", str(path), "--out", str(disk)])
        assert done.exit_code == 3
        assert "o space left" in done.output
        assert len(done.output.splitlines()) == 1
        assert list(disk.rglob("*.jsonl")) == []
    assert path.exists()
