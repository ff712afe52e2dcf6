"""Subjects of the program for WinPR: shared objects that take over functions, and what is refused as one."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wincancel import adapters, debian_winpr, targets
from wincancel.layout import FIXTURES, SUITES
from wincancel.stream import read_run
from wincancel.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wincancel.execution import Session

CANCELS = ["CancelSynchronousIo", "CancelIo", "CancelIoEx", "NtCancelSynchronousIoFile"]
_HEADERS = Path("/usr/share/mingw-w64/include")


@dataclass(frozen=True)
class WinPR:
    """An open session on a WinPR, with its program."""

    session: Session
    program: Path
    libraries: Path

    def run(self, subject: Path, stream: Path) -> subprocess.CompletedProcess[str]:
        arguments = ["run", "--filter", "CSIO-*NOTFOUND-*", "--out", self.session.path(stream)]
        return subprocess.run(
            self.session.command(self.program, [*arguments, "--subject", self.session.path(subject)]),
            env=dict(self.session.environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def compile(self, source: Path, library: Path) -> Path:
        """A shared object out of a subject's source, as docs/winpr.md says."""
        command: list[str | Path] = ["gcc", "-shared", "-fPIC", "-fshort-wchar", "-D_WIN32_WINNT=0x0A00"]
        command += ["-include", SUITES / "framework/posix/windows_words.h", "-idirafter", _HEADERS]
        command += ["-I", SUITES / "framework", "-o", library, source]
        command += [next(self.libraries.glob("libwinpr?.so.?"))]
        subprocess.run(command, check=True, timeout=60)
        return library


@pytest.fixture(scope="module")
def winpr(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WinPR]:
    target = targets.load()["winpr-2.11"]
    adapters.setup(target, lambda _: None)
    program = adapters.executable(target).build()
    with adapters.session(target, tmp_path_factory.mktemp("winpr") / "session") as session:
        yield WinPR(session, program, debian_winpr.intact(target).libraries)


@pytest.mark.parametrize(("name", "taken"), [("answers_1168", CANCELS), ("always_true", CANCELS[:1])])
def test_what_answers_the_same_to_everything_passes_nothing(
    winpr: WinPR, tmp_path: Path, name: str, taken: list[str]
) -> None:
    subject = winpr.compile(FIXTURES / f"subjects/{name}.c", tmp_path / f"{name}.so")
    stream = tmp_path / "run.jsonl"
    done = winpr.run(subject, stream)
    assert (done.returncode, done.stderr) == (0, "")
    run = read_run(stream)
    assert run.valid
    assert run.header is not None
    assert run.header.subject.library == str(subject)
    assert list(run.header.subject.functions) == taken
    # The probe no longer finds a stub; but what the subject acts on is still WinPR's.
    assert {one.name for one in run.header.capabilities if one.supported} >= set(taken)
    verdicts = {result.first.verdict for results in run.results.values() for result in results}
    assert verdicts <= {Verdict.UNRESOLVED, Verdict.UNSUPPORTED, Verdict.FAIL}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("int of_no_interest;", "it exports none of the functions in wincancel_subject.h"),
        ("int lacking(void); int CancelIo(void) { return lacking(); }", "it cannot be loaded (error 126)"),
    ],
)
def test_what_is_no_subject_is_refused_in_one_line(winpr: WinPR, tmp_path: Path, content: str, why: str) -> None:
    source = tmp_path / "mine.c"
    source.write_text(content)
    subject = winpr.compile(source, tmp_path / "mine.so")
    done = winpr.run(subject, tmp_path / "run.jsonl")
    assert (done.returncode, done.stderr) == (2, f"wincancel: {subject} is no subject: {why}\n")


def test_what_only_needs_winpr_takes_nothing_over(winpr: WinPR, tmp_path: Path) -> None:
    # Its dependencies export what is listed; it does not.
    source = tmp_path / "mine.c"
    source.write_text("int CancelIo(void); int of_no_interest(void) { return CancelIo(); }")
    done = winpr.run(winpr.compile(source, tmp_path / "mine.so"), tmp_path / "run.jsonl")
    assert done.returncode == 2
    assert "exports none" in done.stderr
