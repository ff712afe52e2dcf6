"""The script for `git bisect run`: each way a commit can turn out has the exit code that git wants."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import streams
from gates import FAILS, usual

from wincancel.layout import ROOT

SCRIPT = ROOT / "ci" / "bisect_wine.sh"

# Stands in for the entry script: `run` keeps a stream and ends as told, `gate` is the real one.
ENTRY = """\
#!/bin/sh
if [ "$1" = run ]; then
    printf '%s\\n' "$*" >"$STUB/asked"
    while [ "$1" != --out ]; do shift; done
    mkdir -p "$2/runs" && cp "$STUB/now.jsonl" "$2/runs/wine-20260301T120000Z-a1b2c3.part.jsonl"
    exit "$RUN_ENDS"
fi
exec {python} -m wincancel "$@"
"""


class Tree:
    """A Wine tree whose build ends as told, and a run of a good commit."""

    def __init__(self, path: Path, python: str) -> None:
        self.path = path
        (path / "Makefile").write_text("all:\n\t@echo broken >&2; exit $(BUILD_ENDS)\n", encoding="utf-8")
        entry = path / "wincancel"
        entry.write_text(ENTRY.replace("{python}", python), encoding="utf-8")
        entry.chmod(0o755)
        self.good = streams.write(path / "good.jsonl", usual([1168]))

    def bisect(
        self, *arguments: str, error: int = 1168, build: int = 0, run: int = 0
    ) -> subprocess.CompletedProcess[str]:
        streams.write(self.path / "now.jsonl", usual([error]))
        environment = {
            "WINCANCEL": str(self.path / "wincancel"),
            "STUB": str(self.path),
            "RUN_ENDS": str(run),
            "BUILD_ENDS": str(build),
            "TMPDIR": str(self.path),
        }
        return subprocess.run(
            [SCRIPT, *arguments],
            cwd=self.path,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A configured tree."""
    return Tree(tmp_path, str(ROOT / ".venv" / "bin" / "python"))


@pytest.mark.parametrize(("error", "code"), [(1168, 0), (995, 0), (5, 1)])
def test_a_commit_is_old_or_new(tree: Tree, error: int, code: int) -> None:
    ended = tree.bisect(str(tree.good), FAILS, "CSIO-RET-1/*", error=error)
    assert ended.returncode == code, ended.stderr
    asked = (tree.path / "asked").read_text(encoding="utf-8")
    assert asked.startswith(f"run -t wine:{tree.path} --no-gate --repeat 3 ")
    assert asked.endswith(f" -k {FAILS} -k CSIO-RET-1/*\n")
    assert not list(tree.path.glob("tmp.*"))


def test_the_commit_that_repaired_something_is_the_other_way_round(tree: Tree) -> None:
    streams.write(tree.good, usual([995]))
    assert tree.bisect("--fixed", str(tree.good), FAILS, error=1168).returncode == 0
    assert tree.bisect("--fixed", str(tree.good), FAILS, error=995).returncode == 1


def test_what_cannot_be_built_or_run_is_skipped(tree: Tree) -> None:
    ended = tree.bisect(str(tree.good), FAILS, build=2)
    assert ended.returncode == 125
    assert "broken" in ended.stderr
    assert tree.bisect(str(tree.good), FAILS, run=3).returncode == 125


def test_wrong_usage_stops_the_bisection(tree: Tree) -> None:
    assert tree.bisect(str(tree.good), FAILS, run=2).returncode == 255
    assert tree.bisect("nothing", FAILS).returncode == 255
    assert tree.bisect(str(tree.good)).returncode == 255
    (tree.path / "Makefile").unlink()
    assert "configure this tree first" in tree.bisect(str(tree.good), FAILS).stderr


def test_a_good_run_that_is_not_valid_stops_the_bisection(tree: Tree) -> None:
    tree.good.write_bytes(b"")
    assert tree.bisect(str(tree.good), FAILS).returncode == 255
