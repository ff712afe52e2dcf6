"""The script for `git bisect run`: each way a commit can turn out has the exit code that git wants."""

from __future__ import annotations

import os
import shutil
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
    mkdir -p "$2/runs" && cp "$STREAM" "$2/runs/wine-20260301T120000Z-a1b2c3.part.jsonl"
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
        """Calls the script where the build and the run end so, and the failing case says `error`."""
        stream = streams.write(self.path / "now.jsonl", usual([error]))
        return subprocess.run(
            [SCRIPT, *arguments],
            cwd=self.path,
            env=self.environment() | {"STREAM": str(stream), "RUN_ENDS": str(run), "BUILD_ENDS": str(build)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def environment(self) -> dict[str, str]:
        """What the script and the stand-in are told; the stream is that of the tree they are in, if none is named."""
        told = {"WINCANCEL": str(self.path / "wincancel"), "STUB": str(self.path), "TMPDIR": str(self.path)}
        return os.environ | told | {"STREAM": "now.jsonl", "RUN_ENDS": "0"}


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


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_git_finds_the_commit(tree: Tree) -> None:
    """Of nine commits the sixth is worse, and the third cannot be built."""
    repository = tree.path / "repository"
    repository.mkdir()
    names = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}

    def git(*arguments: str) -> str:
        words = ["git", "-c", "user.name=N", "-c", "user.email=e@example.org", *arguments]
        return subprocess.run(
            words,
            cwd=repository,
            env=tree.environment() | names,
            capture_output=True,
            text=True,
            timeout=200,
            check=True,
        ).stdout

    git("init", "--quiet")
    for number in range(1, 10):
        build = "exit 2" if number == 3 else "true"
        (repository / "Makefile").write_text(f"all: # {number}\n\t@{build}\n", encoding="utf-8")
        streams.write(repository / "now.jsonl", usual([5 if number >= 6 else 1168]))
        git("add", ".")
        git("commit", "--quiet", "-m", f"commit {number}")
    git("bisect", "start", "HEAD", "HEAD~8")
    said = git("bisect", "run", str(SCRIPT), str(tree.good), FAILS)
    assert "is the first bad commit" in said
    assert git("show", "--no-patch", "--format=%s", "refs/bisect/bad").strip() == "commit 6"
