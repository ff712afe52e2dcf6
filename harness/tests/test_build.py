"""Building the executables: once, by one at a time, and with one line where it fails."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from wincancel.build import build
from wincancel.targets import TargetUnavailable

if TYPE_CHECKING:
    from pathlib import Path

LISTS = """cmake_minimum_required(VERSION 3.25)
project(small C)
add_executable(wincancel-x86_64 main.c)
set_target_properties(wincancel-x86_64 PROPERTIES SUFFIX .exe)
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A project of one program, with presets by the names that ours have."""
    root = tmp_path / "repository"
    root.mkdir()
    presets = {
        "version": 6,
        "configurePresets": [
            {"name": "x86_64", "generator": "Ninja", "binaryDir": "${sourceDir}/out/build/${presetName}"}
        ],
        "buildPresets": [{"name": "x86_64", "configurePreset": "x86_64"}],
        "workflowPresets": [
            {"name": "x86_64", "steps": [{"type": step, "name": "x86_64"} for step in ("configure", "build")]}
        ],
    }
    (root / "CMakePresets.json").write_text(json.dumps(presets))
    (root / "CMakeLists.txt").write_text(LISTS)
    (root / "main.c").write_text("int main(void) { return 7; }\n")
    return root


def exit_code(program: Path) -> int:
    return subprocess.run([program], check=False, timeout=60).returncode


def test_what_is_built_follows_the_sources(repository: Path) -> None:
    program = build("x86_64", repository)
    assert program == repository / "out/build/x86_64/wincancel-x86_64.exe"
    assert exit_code(program) == 7
    before = program.stat().st_mtime_ns
    build("x86_64", repository)
    assert program.stat().st_mtime_ns == before
    (repository / "main.c").write_text("int main(void) { return 8; }\n")
    assert exit_code(build("x86_64", repository)) == 8
    (repository / "other.c").write_text("int main(void) { return 9; }\n")
    (repository / "CMakeLists.txt").write_text(LISTS.replace("main.c", "other.c"))
    assert exit_code(build("x86_64", repository)) == 9


def test_a_build_that_fails_is_told_in_one_line_with_the_first_error(repository: Path) -> None:
    (repository / "main.c").write_text("int main(void) { return seven; }\n")
    with pytest.raises(TargetUnavailable) as told:
        build("x86_64", repository)
    assert "\n" not in str(told.value)
    assert "building for x86_64 failed: " in str(told.value)
    assert "main.c:1:25: error: " in str(told.value)
    assert "error: " in (repository / "out/build/x86_64.log").read_text()
    (repository / "main.c").write_text("int main(void) { return 7; }\n")
    assert exit_code(build("x86_64", repository)) == 7


def test_two_at_once_build_one_after_the_other(repository: Path) -> None:
    program = f"from pathlib import Path; from wincancel.build import build; build('x86_64', Path({str(repository)!r}))"
    both = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    assert exit_code(repository / "out/build/x86_64/wincancel-x86_64.exe") == 7


def test_a_copied_repository_builds_in_its_own_place(repository: Path, tmp_path: Path) -> None:
    build("x86_64", repository)
    copy = tmp_path / "copy"
    shutil.copytree(repository, copy)
    (copy / "main.c").write_text("int main(void) { return 8; }\n")
    assert exit_code(build("x86_64", copy)) == 8
    assert exit_code(repository / "out/build/x86_64/wincancel-x86_64.exe") == 7


def test_an_abi_that_there_is_no_executable_for_is_refused(repository: Path) -> None:
    with pytest.raises(TargetUnavailable, match="no executable for vax"):
        build("vax", repository)
