"""The one place where a command becomes a string: what the far shell gets is what was meant, or it is refused."""

from __future__ import annotations

import subprocess

import pytest

from wincancel.remote_command import UnquotableError, for_cmd, for_posix
from wincancel.remote_shells import SHELLS, RunPlace, WindowsShell

AWKWARD = [
    "", " ", "a b", "'", '"', "'; echo gone; '", "$(echo gone)", "`echo gone`", "$HOME", "*", "~", "-n", "--", "\\",
    "Z:\\dir\\file", "a&b", "a|b", ">file", "<file", "#", "!", "!!", "%PATH%", "^", "{a,b}", "[a]", "ü", "日本", "a=b",
]  # fmt: skip


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_every_word_reaches_the_program_as_it_is(shell: str) -> None:
    command = for_posix(["printf", "%s\\0", *AWKWARD])
    done = subprocess.run([shell, "-c", command], capture_output=True, check=True, timeout=10)
    assert done.stdout.decode().split("\0")[:-1] == AWKWARD
    assert not done.stderr


@pytest.mark.parametrize("word", ["a\0b", "a\nb", "a\rb", "\x1b[2J", "\x7f", "\udcff"])
def test_a_posix_shell_is_given_no_control_characters(word: str) -> None:
    with pytest.raises(UnquotableError, match="no command of SSH"):
        for_posix(["echo", word])


@pytest.mark.parametrize("word", ["run", "C:\\Users\\me\\wincancel-1.exe", "/F", "--out", "a=b", "1.5", "a+b", "x_y"])
def test_plain_words_reach_cmd(word: str) -> None:
    assert for_cmd(["start", word]) == f"start {word}"


@pytest.mark.parametrize("word", [word for word in AWKWARD if word not in ("-n", "--", "\\", "Z:\\dir\\file", "a=b")])
def test_cmd_is_given_nothing_that_it_could_take_for_something_else(word: str) -> None:
    with pytest.raises(UnquotableError):
        for_cmd(["echo", word])


@pytest.mark.parametrize("word", ["a\n", "a\nb", "a,b", "a;b", "(a)", "a@b"])
def test_cmd_is_given_no_separators(word: str) -> None:
    with pytest.raises(UnquotableError):
        for_cmd(["echo", word])


def test_a_run_on_windows_is_one_command_with_its_output_in_files() -> None:
    place = RunPlace("C:\\runs\\wincancel-1", "1")
    command = WindowsShell().start(place, ["C:\\runs\\wincancel-1\\wincancel-1.exe", "run"])
    assert command == (
        "C:\\runs\\wincancel-1\\wincancel-1.exe run <NUL >C:\\runs\\wincancel-1\\output 2>C:\\runs\\wincancel-1\\errors"
    )
    assert WindowsShell().end(place) == "taskkill /F /T /IM wincancel-1.exe"


@pytest.mark.parametrize(
    ("shell", "path", "sftp", "program"),
    [
        ("posix", "/home/me/runs", "/home/me/runs/0/a.dll", "Z:\\home\\me\\runs\\0\\a.dll"),
        ("posix", "/", "/0/a.dll", "Z:\\0\\a.dll"),
        ("windows", "C:\\runs", "/C:/runs/0/a.dll", "C:\\runs\\0\\a.dll"),
        ("windows", "C:/runs/", "/C:/runs/0/a.dll", "C:\\runs\\0\\a.dll"),
    ],
)
def test_a_path_is_spelt_as_who_reads_it_wants(shell: str, path: str, sftp: str, program: str) -> None:
    joined = SHELLS[shell].join(path, "0/a.dll")
    assert SHELLS[shell].is_whole(path)
    assert SHELLS[shell].by_sftp(joined) == sftp
    assert SHELLS[shell].by_program(joined) == program


@pytest.mark.parametrize(
    ("shell", "path"), [("posix", "runs"), ("posix", "~/runs"), ("windows", "runs"), ("windows", "C:x")]
)
def test_a_path_that_starts_nowhere_is_told(shell: str, path: str) -> None:
    assert not SHELLS[shell].is_whole(path)
