"""The entry script in a fresh copy of the repository: from nothing, again, twice at once, and where it cannot."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from wincancel.layout import ROOT

SECONDS = 280
# What the script asks for, in its order, and the programs it judges by; clang's libraries are here, and no program.
PACKAGES = "cmake ninja-build gcc-mingw-w64-x86-64-win32 gcc-mingw-w64-i686-win32 mingw-w64-tools patchelf"
TEST_PACKAGES = f"{PACKAGES} cppcheck clang clang-tidy tshark"
TOOLS = (
    "cmake",
    "ninja",
    "x86_64-w64-mingw32-gcc",
    "i686-w64-mingw32-gcc",
    "x86_64-w64-mingw32-widl",
    "patchelf",
    "cppcheck",
    "clang",
    "clang-tidy",
    "tshark",
)


def copy_of_repository(place: Path) -> Path:
    """What the entry script needs, as a fresh clone has it."""
    (place / "harness").mkdir(parents=True)
    shutil.copy2(ROOT / "wincancel", place)
    for name in ("pyproject.toml", "requirements.lock"):
        shutil.copy2(ROOT / "harness" / name, place / "harness")
    ignore = shutil.ignore_patterns("__pycache__", "*.egg-info")
    shutil.copytree(ROOT / "harness/wincancel", place / "harness/wincancel", ignore=ignore)
    return place


def start(script: Path, *arguments: str, path: Path | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [script, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PATH": str(path)} if path else None,
        text=True,
    )


@dataclass(frozen=True)
class Ended:
    """How a run of the script ended."""

    code: int
    output: str
    errors: str


def end(process: subprocess.Popen[str]) -> Ended:
    output, errors = process.communicate(timeout=SECONDS)
    return Ended(process.returncode, output, errors)


def run(root: Path, *arguments: str, path: Path | None = None) -> Ended:
    return end(start(root / "wincancel", *arguments, path=path))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy whose environment two processes, started at once by way of different names, have made."""
    place = tmp_path_factory.mktemp("entry")
    root = copy_of_repository(place / "with blank")
    (place / "linked").symlink_to(root / "wincancel")
    first, second = start(root / "wincancel", "--help"), start(place / "linked", "--help")
    both = [end(first), end(second)]
    assert [ended.code for ended in both] == [0, 0], both
    assert both[0].output == both[1].output
    assert "Usage:" in both[0].output
    assert sum(".venv" in ended.errors for ended in both) == 1
    return root


def test_made_once_it_is_used_in_silence(made: Path) -> None:
    ended = run(made, "--help")
    assert (ended.code, ended.errors) == (0, "")


def test_wrong_usage_is_the_harnesss_to_answer(made: Path) -> None:
    assert run(made, "no-such-command").code == 2


def test_the_copy_runs_its_own_sources(made: Path) -> None:
    told = subprocess.run(
        [made / ".venv/bin/python", "-c", "import wincancel; print(wincancel.__file__)"],
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(told.stdout.strip()) == made / "harness/wincancel/__init__.py"


@pytest.fixture
def stubbed(tmp_path: Path) -> Path:
    """A copy whose environment seems made: in Python's place there is a program that tells its arguments."""
    root = copy_of_repository(tmp_path / "stubbed")
    python = root / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$@"\n')
    python.chmod(0o755)
    script = (root / "wincancel").read_text()
    definition = script[script.index("fingerprint() {") : script.index("make_venv() {")]
    variables = f"here={root} lock={root}/harness/requirements.lock project={root}/harness/pyproject.toml"
    command = ["sh", "-c", f"{variables}\n{definition}\nfingerprint"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    (root / ".venv/made-from").write_text(told.stdout.strip())
    return root


def test_with_nothing_to_do_it_costs_less_than_50_ms(stubbed: Path) -> None:
    took = []
    for _ in range(10):
        began = time.monotonic()
        assert run(stubbed, "list", "a b") == Ended(0, "-m wincancel list a b\n", "")
        took.append(time.monotonic() - began)
    assert min(took) < 0.05


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A directory for PATH with what a minimal system has, and none of what the harness adds."""
    place = tmp_path / "bin"
    place.mkdir()
    for name in ("sh", "env", "dirname", "readlink", "cat", "sha256sum", "grep", "tail", "mkdir", "rm", "flock", "id"):
        (place / name).symlink_to(shutil.which(name) or "")
    return place


def add_program(place: Path, name: str, body: str) -> None:
    program = place / name
    program.unlink(missing_ok=True)
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)


def add_apt(place: Path, calls: Path) -> None:
    """An apt-get that notes how it is called, and installs what it is asked for as empty programs."""
    links = "; ".join(f"ln -s /bin/true {place}/{tool}" for tool in TOOLS)
    install = f'case "$*" in *install*) PATH=/bin; {links};; esac'
    add_program(place, "apt-get", f'echo "$DEBIAN_FRONTEND $@" >>{calls}; {install}')


def test_as_root_missing_packages_are_installed(stubbed: Path, bare: Path, tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    add_program(bare, "id", "echo 0")
    add_apt(bare, calls)
    ended = run(stubbed, "test", path=bare)
    assert (ended.code, ended.output) == (0, "-m wincancel test\n")
    assert ended.errors == f"wincancel: installing system packages: {TEST_PACKAGES}\n"
    update, install = calls.read_text().splitlines()
    assert update == "noninteractive -qq update"
    assert install.startswith("noninteractive -qq -y ")
    assert install.endswith(f"install --no-install-recommends {TEST_PACKAGES}")
    assert run(stubbed, "test", path=bare).errors == ""
    assert len(calls.read_text().splitlines()) == 2


def test_an_install_that_fails_is_told_in_one_line(stubbed: Path, bare: Path) -> None:
    add_program(bare, "id", "echo 0")
    add_program(bare, "apt-get", "echo chatter; echo 'E: the mirror is down' >&2; echo more; exit 100")
    ended = run(stubbed, "list", path=bare)
    assert ended.code == 3
    last = ended.errors.splitlines()[-1]
    assert last.startswith("wincancel: apt-get could not install cmake ")
    assert "E: the mirror is down" in last
    assert len(ended.errors.splitlines()) == 2


def test_without_root_and_terminal_the_command_is_told(stubbed: Path, bare: Path, tmp_path: Path) -> None:
    add_program(bare, "id", "echo 1000")
    add_program(bare, "sudo", "exit 1")
    add_apt(bare, tmp_path / "calls")
    ended = run(stubbed, "list", path=bare)
    wanted = f"sudo apt-get update && sudo apt-get install --no-install-recommends {PACKAGES}"
    assert (ended.code, ended.errors) == (3, f"wincancel: system packages are missing; run: {wanted}\n")
    assert not (tmp_path / "calls").exists()


def test_without_root_and_sudo_the_command_for_root_is_told(stubbed: Path, bare: Path, tmp_path: Path) -> None:
    add_program(bare, "id", "echo 1000")
    add_apt(bare, tmp_path / "calls")
    ended = run(stubbed, "list", path=bare)
    wanted = f"apt-get update && apt-get install --no-install-recommends {PACKAGES}"
    assert (ended.code, ended.errors) == (3, f"wincancel: system packages are missing; as root, run: {wanted}\n")
    assert not (tmp_path / "calls").exists()


@pytest.mark.parametrize("arguments", [("plan", "--json"), ("merge", "a"), ("gate", "a"), ("--help",), ()])
def test_what_builds_nothing_asks_for_no_compiler(stubbed: Path, bare: Path, arguments: tuple[str, ...]) -> None:
    assert run(stubbed, *arguments, path=bare) == Ended(0, " ".join(("-m wincancel", *arguments)) + "\n", "")


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 3), ("", 3)])
def test_without_root_at_a_terminal_it_asks(stubbed: Path, bare: Path, tmp_path: Path, answer: str, code: int) -> None:
    calls = tmp_path / "calls"
    add_program(bare, "id", "echo 1000")
    add_program(bare, "sudo", '[ "$1" = -v ] || "$@"')
    add_apt(bare, calls)
    terminal, inside = pty.openpty()
    try:
        process = subprocess.Popen(
            [stubbed / "wincancel", "list"],
            stdin=inside,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PATH": str(bare)},
            text=True,
        )
        os.write(terminal, f"{answer}\n".encode())
        ended = end(process)
    finally:
        os.close(terminal)
        os.close(inside)
    assert ended.code == code, ended
    assert "[y/N]" in ended.errors
    assert calls.exists() == (answer == "y")


def test_without_apt_the_packages_are_told(stubbed: Path, bare: Path) -> None:
    ended = run(stubbed, "list", path=bare)
    assert ended.code == 3
    assert "no apt-get to install them with: cmake ninja-build " in ended.errors


def test_an_environment_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    root = copy_of_repository(tmp_path / "copy")
    lock = root / "harness/requirements.lock"
    lock.write_text(f"click==8.1.0 --hash=sha256:{'0' * 64}\n")
    ended = run(root, "list")
    assert ended.code == 3
    first, last = ended.errors.splitlines()
    assert first == f"wincancel: making {root}/.venv"
    assert last.startswith("wincancel: the Python environment could not be made: ")
    assert "HASH" in (root / "out/setup.log").read_text()


def test_a_change_of_the_lock_makes_the_environment_again(stubbed: Path) -> None:
    lock = stubbed / "harness/requirements.lock"
    lock.write_text("not a requirement of any kind\n")
    ended = run(stubbed, "list")
    assert ended.code == 3
    assert ended.errors.startswith(f"wincancel: making {stubbed}/.venv\n")
    assert not (stubbed / ".venv/made-from").exists()
