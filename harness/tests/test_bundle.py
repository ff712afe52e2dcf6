"""The zip for a machine without Python: what is in it, and what comes of it there."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner
from real_target import RealTarget

from wincancel import cache, tree
from wincancel.bundle import write_bundle
from wincancel.command_line import main

FILTER = "CSIO-BADHANDLE-1*"


@pytest.fixture
def programs(tmp_path: Path) -> list[Path]:
    made = [tmp_path / f"wincancel-{abi}.exe" for abi in ("x86_64", "i686")]
    for path in made:
        path.write_bytes(path.name.encode())
    return made


def test_the_same_programs_make_the_same_zip(tmp_path: Path, programs: list[Path]) -> None:
    for name in ("one.zip", "two.zip"):
        write_bundle(programs, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == [
            f"wincancel/{name}" for name in ("README.txt", "run.cmd", "wincancel-i686.exe", "wincancel-x86_64.exe")
        ]
        for name in ("README.txt", "run.cmd"):
            text = archive.read(f"wincancel/{name}")
            assert text.count(b"\r\n") == text.count(b"\n") > 5
            assert text.isascii()


def test_no_room_leaves_no_half_of_a_zip(tmp_path: Path, programs: list[Path]) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        write_bundle(programs, place / "bundle.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", *sorted(path.name for path in programs)]


@pytest.fixture
def command_interpreter(wine_8: RealTarget, tmp_path: Path) -> Path:
    """Wine's cmd.exe out of the package that the tree was made of: the tree itself has none."""
    assert wine_8.session.prefix.exists()
    packages = sorted(cache.directory().glob("packages/libwine_8.0*_amd64.deb"))
    if not packages:
        pytest.skip("the package that the tree was made of is not in the cache")
    tree.extract(packages[-1], tmp_path / "package", lambda path: PurePosixPath(path).name == "cmd.exe")
    (found,) = (tmp_path / "package").rglob("x86_64-windows/cmd.exe")
    program = bytearray(found.read_bytes())
    assert program[64:80] == b"Wine builtin DLL"
    program[64:80] = bytes(16)  # else it is looked for among the tree's modules
    path = tmp_path / "cmd.exe"
    path.write_bytes(program)
    return path


def test_it_runs_where_there_is_no_python_and_comes_back(
    wine_8: RealTarget, command_interpreter: Path, tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle.zip"
    write_bundle([wine_8.executable], bundle)
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "there")
    there = tmp_path / "there/wincancel"
    for number in (1, 2):
        done = subprocess.run(
            wine_8.session.command(
                command_interpreter, ["/c", wine_8.session.path(there / "run.cmd"), "--filter", FILTER]
            ),
            # The prefix has no registry that would tell the architecture, as Windows does.
            env={
                **wine_8.session.environment,
                "PATH": "/nonexistent",
                "WINCANCEL_NO_PAUSE": "1",
                "PROCESSOR_ARCHITECTURE": "AMD64",
            },
            cwd=there,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=120,
        )
        assert f"Please send back the file results-{number}.jsonl" in done.stdout, done.stdout + done.stderr
        assert done.returncode == 0
    out = tmp_path / "out"
    brought = CliRunner().invoke(main, ["import", str(there / "results-1.jsonl"), "--out", str(out)])
    assert brought.exit_code == 0, brought.output
    (run,) = out.glob("runs/*.jsonl")
    assert run.name.startswith("import-wine-8.0")
