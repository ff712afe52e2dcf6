"""The executable notices what is wrong with its own tests: lost, nameless, misspelt or promised and not there."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from wincancel.layout import SUITES

if TYPE_CHECKING:
    from pathlib import Path

    from real_target import RealTarget

NO_VALID_RUN = 3
COMPILER = "x86_64-w64-mingw32-gcc"
FLAGS = ("-std=c11", "-D_WIN32_WINNT=0x0A00", "-DUNICODE", "-D_UNICODE", "-D__USE_MINGW_ANSI_STDIO=1")


def declared(declaration: str, before: str = "") -> str:
    """A test with that declaration."""
    return f"{before}static void works(struct test_case *t) {{ (void)t; }}\nTEST(works, {declaration});\n"


@dataclass(frozen=True)
class Program:
    """The tests of an executable, how many of them its build counted, its clauses, and what it says of that."""

    name: str
    says: str
    tests: str = declared('.clause = "T-A-1", .tiers = DOCUMENTED')
    counted: int = 1
    clauses: tuple[str, ...] = ("T-A-1",)

    def source(self) -> str:
        clauses = "".join(f'"{clause}", ' for clause in self.clauses)
        return (
            '#include "registry.h"\n'
            f"{self.tests}"
            f"static const char *const clauses[] = {{ {clauses}NULL }};\n"
            'static const char *const advice[] = { "T-ADVICE-1", NULL };\n'
            f'const struct suite suites[] = {{ {{ "t", "T", clauses, advice, {self.counted} }} }};\n'
            "const size_t suite_count = 1;\n"
        )


def rows(*names: str) -> str:
    values = ", ".join(f'{{ "{name}" }}' for name in names)
    return f"static const struct row {{ const char *name; }} rows[] = {{ {values} }};\n"


WITH_ROWS = '.clause = "T-A-1", .tiers = DOCUMENTED, .variants = VARIANTS(rows, name)'

PROGRAMS = [
    Program("lost_test", "suite t: 1 tests are linked in, its files have 2", counted=2),
    Program("test_from_nowhere", "suite t: 1 tests are linked in, its files have 0", counted=0),
    Program("clause_without_a_case", "clause T-B-1 has no case", clauses=("T-A-1", "T-B-1")),
    Program(
        "clause_of_no_register",
        "clause T-C-1 is not in the register",
        declared('.clause = "T-C-1", .tiers = DOCUMENTED'),
    ),
    Program(
        "no_suite",
        "clause U-A-1 is not in the register",
        declared('.clause = "U-A-1", .tiers = DOCUMENTED'),
        0,
    ),
    Program(
        "advice",
        "clause T-ADVICE-1 is advice: it has no cases",
        declared('.clause = "T-ADVICE-1", .tiers = DOCUMENTED'),
    ),
    Program("no_tier", "declares no tier", declared('.clause = "T-A-1"')),
    Program(
        "misspelt_capability",
        "asks for CancelSynchronousIO, which nobody probes",
        declared('.clause = "T-A-1", .tiers = DOCUMENTED, .supports = "CancelIo CancelSynchronousIO"'),
    ),
    Program(
        "misspelt_need",
        "asks for cpu:2, which nobody probes",
        declared('.clause = "T-A-1", .tiers = DOCUMENTED, .needs = "console cpu:2"'),
    ),
    Program("same_name_twice", "malformed or there twice", declared(WITH_ROWS, rows("a", "b", "a"))),
    Program("empty_name", "malformed or there twice", declared(WITH_ROWS, rows("a", ""))),
    Program("blank_in_a_name", "malformed or there twice", declared(WITH_ROWS, rows("a b"))),
    Program("pattern_in_a_name", "malformed or there twice", declared(WITH_ROWS, rows("a*"))),
    Program("long_name", "malformed or there twice", declared(WITH_ROWS, rows("a" * 200))),
]


def build(place: RealTarget, program: Program, directory: Path) -> Path:
    """Links the framework of the build, its registry made anew, with the program's tests."""
    framework = SUITES / "framework"
    objects = [
        path
        for path in (place.executable.parent / "CMakeFiles/framework.dir").rglob("*.obj")
        if path.name != "registry.c.obj"
    ]
    assert objects, "the framework's objects lie elsewhere"
    source, made = directory / "tests.c", directory / f"{program.name}.exe"
    source.write_text(program.source())
    command = [COMPILER, *FLAGS, f"-I{framework}", str(source)]
    command += [str(framework / "registry.c"), *map(str, objects), "-static", "-municode", "-s", "-o", str(made)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return made


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_an_executable_that_is_not_whole_says_so(wine_8: RealTarget, program: Program, tmp_path: Path) -> None:
    made = build(wine_8, program, tmp_path)
    for command in ("list", "run"):
        done = wine_8.call(command, executable=made)
        assert done.returncode == NO_VALID_RUN
        assert "this executable is not whole" in done.stderr
        assert program.says in done.stderr
        assert done.stdout == ""


def test_a_whole_executable_runs(wine_8: RealTarget, tmp_path: Path) -> None:
    made = build(wine_8, Program("whole", ""), tmp_path)
    assert wine_8.call("list", executable=made).stdout.splitlines() == ["shared    T-A-1/works", "1 cases"]
    assert wine_8.call("run", executable=made).returncode == 0
