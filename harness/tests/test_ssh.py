"""Runs on a Wine that only an SSH server leads to, and what is answered where there is no way to it."""

from __future__ import annotations

import socket
import subprocess
from typing import TYPE_CHECKING

import pytest
from ssh_server import new_key

from wincancel import adapters
from wincancel.target import TargetUnavailable
from wincancel.verdicts import Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from ssh_server import Server
    from ssh_wine import FarWine


def refusal(server: Server, tmp_path: Path, **settings: object) -> str:
    """What set-up, and a session that did not ask for one, are told; the same."""
    target = server.target(**settings)
    with pytest.raises(TargetUnavailable) as said:
        adapters.setup(target, lambda _: None)
    with pytest.raises(TargetUnavailable) as again, adapters.session(target, tmp_path / "session"):
        pass
    assert str(said.value) == str(again.value)
    assert "\n" not in str(said.value)
    return str(said.value)


def test_cases_run_there_as_they_do_here(far_wine: FarWine) -> None:
    adapters.setup(far_wine.target, lambda _: None)
    run, ending = far_wine.run()
    assert run.valid, (run.problems[:3], ending)
    assert ending.exit_code == 0
    assert set(run.results) == set(far_wine.cases())
    here = far_wine.wine.run(cases=far_wine.cases()).valid_run
    verdicts = {case: results[0].first.verdict for case, results in run.results.items()}
    assert verdicts == {case: results[0].first.verdict for case, results in here.results.items()}
    assert Verdict.PASS in verdicts.values()


def test_nothing_is_left_there(far_wine: FarWine) -> None:
    far_wine.run()
    assert far_wine.processes() == []
    assert list(far_wine.server.far.iterdir()) == []


def test_the_list_of_cases_comes_back_whole(far_wine: FarWine, tmp_path: Path) -> None:
    with adapters.session(far_wine.target, tmp_path / "session") as session:
        command = session.command(far_wine.wine.executable, ["list", "--json"])
        there = subprocess.run(command, capture_output=True, check=True, timeout=120, env=dict(session.environment))
    assert there.stdout.decode().splitlines() == far_wine.wine.call("list", "--json").stdout.splitlines()
    assert far_wine.processes() == []


def test_wrong_usage_has_its_own_exit_code_and_words(far_wine: FarWine, tmp_path: Path) -> None:
    with adapters.session(far_wine.target, tmp_path / "session") as session:
        command = session.command(far_wine.wine.executable, ["run", "--repeat", "$(echo none); 'x"])
        done = subprocess.run(command, capture_output=True, check=False, timeout=120, env=dict(session.environment))
    assert done.returncode == 2
    assert b"$(echo none); 'x" in done.stderr + done.stdout


def test_an_unknown_host_key_is_refused(sshd: Server, tmp_path: Path) -> None:
    (tmp_path / "none").write_text("")
    said = refusal(sshd, tmp_path, known_hosts=str(tmp_path / "none"))
    assert said == f"the host key of 127.0.0.1:{sshd.port} is unknown: {tmp_path}/none has none for it"


def test_a_changed_host_key_is_refused(sshd: Server, tmp_path: Path) -> None:
    kind, text = new_key(tmp_path / "other").with_suffix(".pub").read_text().split()[:2]
    (tmp_path / "known").write_text(f"[127.0.0.1]:{sshd.port} {kind} {text}\n")
    said = refusal(sshd, tmp_path, known_hosts=str(tmp_path / "known"))
    assert f"is not the one in {tmp_path}/known: somebody may be in between" in said


def test_a_login_that_is_refused_is_said_to_be(sshd: Server, tmp_path: Path) -> None:
    said = refusal(sshd, tmp_path, identity=str(new_key(tmp_path / "stranger")))
    assert f"127.0.0.1:{sshd.port} refuses the login of" in said


def test_a_server_that_is_not_there_is_named(sshd: Server, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    assert f"127.0.0.1:{free} cannot be reached: " in refusal(sshd, tmp_path, port=free)


def test_what_lacks_on_the_machine_is_said_at_set_up(sshd: Server) -> None:
    for settings, fault in (
        ({"command": ["/none/wine"]}, "has no command /none/wine"),
        ({"shell": "windows", "directory": "C:\\runs"}, "does not work as shell = 'windows' says"),
    ):
        with pytest.raises(TargetUnavailable, match=fault):
            adapters.setup(sshd.target(**settings), lambda _: None)


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"shell": "fish"}, "shell is one of posix, windows"),
        ({"directory": "runs"}, "does not say where it starts"),
        ({"shell": "windows", "directory": "C:\\my runs"}, "letters, digits"),
        ({"shell": "windows", "directory": "C:\\runs", "command": ["a&b"]}, "letters, digits"),
        ({"directory": "/tmp/a\nb"}, "no command of SSH"),
        ({"port": 0}, "a number from 1 to 65535"),
        ({"port": 65536}, "a number from 1 to 65535"),
        ({"command": ["wine", 3]}, "command is a list of words"),
        ({"command": [""]}, "command is a list of words"),
        ({"identity": "key"}, "no path from / or ~/ on"),
        ({"known_hosts": "/none/known_hosts"}, "there is no file /none/known_hosts"),
    ],
)
def test_settings_that_mean_nothing_are_refused(sshd: Server, settings: dict[str, object], fault: str) -> None:
    target = sshd.target(**settings)
    with pytest.raises(TargetUnavailable, match=fault):
        adapters.setup(target, lambda _: None)
    assert not adapters.health(target).ok


def test_a_directory_is_not_carried(sshd: Server, tmp_path: Path) -> None:
    with (
        adapters.session(sshd.target(), tmp_path / "session") as session,
        pytest.raises(TargetUnavailable, match="is a directory"),
    ):
        session.path(tmp_path)


def test_a_library_under_test_is_carried_there(far_wine: FarWine) -> None:
    run, ending = far_wine.run(subject=far_wine.wine.program("subjects/answers_5.dll"))
    assert run.valid, (run.problems[:3], ending)
    assert run.header is not None
    assert (run.header.subject.library or "").endswith("answers_5.dll")
    assert "CancelSynchronousIo" in run.header.subject.functions
