"""The sources are linted by clang-tidy: each once, and again when something it depends on has changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wincancel.layout import SUITES
from wincancel.tidy import Build, builds_of_the_sources, compilations_of, findings

# Finds fault with each source that has "fault" in it, and tells of each run.
STAND_IN = """#!/bin/sh
[ "$1" = --version ] && exec echo "version ${STAND_IN_VERSION:-1}"
for source; do :; done
echo "$source $*" >>"$STAND_IN_CALLS"
if grep -q fault "$source"; then echo "$source:1:1: error: a fault"; exit 1; fi
"""


def write_database(build: Path, sources: list[Path]) -> None:
    build.mkdir(exist_ok=True)
    database = [{"file": str(source), "command": f"cc -c {source.name}", "directory": "/"} for source in sources]
    (build / "compile_commands.json").write_text(json.dumps(database))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of two sources and a header, built; clang-tidy is the stand-in."""
    root = tmp_path / "repository"
    (root / "suites").mkdir(parents=True)
    (root / "fixtures").mkdir()
    (root / "build/generated").mkdir(parents=True)
    (root / ".clang-tidy").write_text("Checks: '*'\n")
    (root / "suites/both.h").write_text("int both;\n")
    sources = [root / "suites/a.c", root / "suites/b.c", root / "build/generated/c.c"]
    for source in sources:
        source.write_text("int one;\n")
    write_database(root / "build", sources)
    program = tmp_path / "bin/clang-tidy"
    program.parent.mkdir()
    program.write_text(STAND_IN)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    monkeypatch.setenv("STAND_IN_CALLS", str(tmp_path / "calls"))
    return root


def look(root: Path) -> tuple[list[str], list[str]]:
    """The findings, and the names of the sources that were looked at."""
    calls = root.parent / "calls"
    calls.write_text("")
    builds = [Build(root / "build", ("--extra-arg=-DFIRST",))]
    if (root / "other").exists():
        builds.append(Build(root / "other"))
    found = findings(root, builds, root / "out/tidy")
    return found, sorted(Path(line.split()[0]).name for line in calls.read_text().splitlines())


def test_a_clean_source_is_looked_at_once(root: Path) -> None:
    assert look(root) == ([], ["a.c", "b.c"])
    assert look(root) == ([], [])


def test_a_fault_is_found_again_until_it_is_gone(root: Path) -> None:
    (root / "suites/a.c").write_text("int fault;\n")
    fault = f"{root / 'suites/a.c'}:1:1: error: a fault"
    assert look(root) == ([fault], ["a.c", "b.c"])
    assert look(root) == ([fault], ["a.c"])
    (root / "suites/a.c").write_text("int none;\n")
    assert look(root) == ([], ["a.c"])


def test_a_source_that_changed_is_looked_at_alone(root: Path) -> None:
    look(root)
    (root / "suites/b.c").write_text("int two;\n")
    assert look(root) == ([], ["b.c"])
    assert len(list((root / "out/tidy").iterdir())) == 2


@pytest.mark.parametrize("what", ["suites/both.h", ".clang-tidy", "suites/new.h"])
def test_what_concerns_all_has_all_looked_at(root: Path, what: str) -> None:
    look(root)
    (root / what).write_text("changed\n")
    assert look(root) == ([], ["a.c", "b.c"])


def test_another_clang_tidy_looks_at_all(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look(root)
    monkeypatch.setenv("STAND_IN_VERSION", "2")
    assert look(root) == ([], ["a.c", "b.c"])


def test_what_only_another_build_compiles_is_looked_at_as_that_does(root: Path) -> None:
    (root / "suites/posix.c").write_text("int fault;\n")
    write_database(root / "other", [root / "suites/b.c", root / "suites/posix.c", root / "other/generated.c"])
    found, looked_at = look(root)
    assert found == [f"{root / 'suites/posix.c'}:1:1: error: a fault"]
    assert looked_at == ["a.c", "b.c", "posix.c"]
    calls = (root.parent / "calls").read_text().splitlines()
    assert [Path(call.split()[0]).name for call in calls if "-DFIRST" not in call] == ["posix.c"]


def test_the_sources_for_winpr_are_looked_at() -> None:
    looked_at = {one.source for one in compilations_of(builds_of_the_sources())}
    assert looked_at >= set((SUITES / "framework/posix").glob("*.c"))
