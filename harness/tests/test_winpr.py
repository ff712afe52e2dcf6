"""WinPR: what it lacks is found by probes, what it pretends passes nothing, and its program survives bad cases."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from wincancel import adapters, build, debian_winpr, processes, targets
from wincancel.layout import ROOT
from wincancel.stream import read_run
from wincancel.stream_schema import schema_violation
from wincancel.target import TargetUnavailable
from wincancel.verdicts import Status, Verdict

if TYPE_CHECKING:
    from wincancel.records import Result, Run

VERSIONS = ("winpr-2.3", "winpr-2.11", "winpr-3.10", "winpr-3.15", "winpr-3.32")


@pytest.fixture(scope="module", params=VERSIONS)
def whole_run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Every case, run on one WinPR in a session of its own."""
    target = targets.load()[request.param]
    adapters.setup(target, lambda _: None)
    program = adapters.executable(target).build()
    place = tmp_path_factory.mktemp("winpr")
    stream = place / "run.jsonl"
    with adapters.session(target, place / "session") as session:
        subprocess.run(
            session.command(program, ["run", "--out", session.path(stream)]),
            env=dict(session.environment),
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=300,
        )
    assert list((place / "session").iterdir()) == []
    assert [found for line in stream.open() if (found := schema_violation(json.loads(line)))] == []
    return read_run(stream)


def test_no_winpr_passes_anything(whole_run: Run) -> None:
    assert whole_run.valid
    verdicts = {result.first.verdict for results in whole_run.results.values() for result in results}
    # It answers 0 to every function of remote calls and does nothing: nobody may take that for a success.
    assert verdicts <= {Verdict.UNSUPPORTED, Verdict.UNTESTED, Verdict.DONE}


def test_the_probes_say_what_winpr_lacks(whole_run: Run) -> None:
    assert whole_run.header is not None
    assert (whole_run.header.abi, whole_run.header.target.kind) == ("winpr", "winpr")
    found = {capability.name: capability for capability in whole_run.header.capabilities}
    assert not found["CancelSynchronousIo"].supported
    assert "code 120" in found["CancelSynchronousIo"].evidence
    assert "I_RpcGetBuffer is not exported" in found["ncacn_ip_tcp"].evidence
    assert "a whole probe" not in found


def test_the_run_is_of_the_version_that_the_target_claims(whole_run: Run) -> None:
    assert whole_run.header is not None
    assert f"winpr-{whole_run.header.target.version}".startswith(VERSIONS)


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """The animals of the POSIX half, run on WinPR 2.11; by case, the first result."""
    target = targets.load()["winpr-2.11"]
    adapters.setup(target, lambda _: None)
    tree = debian_winpr.intact(target)
    program = build.build_winpr(ROOT).with_name("wincancel-zoo-winpr")
    stream = tmp_path_factory.mktemp("zoo") / "run.jsonl"
    environment = os.environ | {"LD_LIBRARY_PATH": str(tree.libraries)}
    subprocess.run(
        [program, "run", "--out", stream], env=environment, stdout=subprocess.DEVNULL, check=True, timeout=60
    )
    return {case: results[0] for case, results in read_run(stream).results.items()}


@pytest.mark.parametrize(
    ("case", "status", "exit_code"),
    [
        ("ZOO-CRASH-1/reads_address_0", Status.CRASH, 128 + 11),
        ("ZOO-CRASH-1/ends_by_signal/SIGABRT", Status.CRASH, 128 + 6),
        ("ZOO-CRASH-1/ends_by_signal/SIGKILL", Status.CRASH, 128 + 9),
        ("ZOO-EXIT-1/exits", Status.CRASH, 42),
        ("ZOO-HANG-1/waits_for_ever", Status.TIMEOUT, None),
        ("ZOO-TREE-1/leaves_a_process", Status.LEFT_BEHIND, None),
        ("ZOO-CALM-1/calm", Status.OK, None),
    ],
)
def test_each_animal_gets_its_own_ending(
    zoo: dict[str, Result], case: str, status: Status, exit_code: int | None
) -> None:
    assert zoo[case].first.status is status
    assert zoo[case].first.exit_code == (None if exit_code is None else f"0x{exit_code:08X}")


def test_what_a_case_leaves_behind_is_gone_after_the_run(zoo: dict[str, Result]) -> None:
    left = [value.value for value in zoo["ZOO-TREE-1/leaves_a_process"].first.values if value.key == "left"]
    assert left
    assert isinstance(left[0], int)
    assert processes.start_time(left[0]) is None


def test_a_suite_without_a_recipe_is_refused() -> None:
    target = targets.Target("mine", "winpr-debian", "winpr", "Mine", {"suite": "potato"})
    with pytest.raises(TargetUnavailable, match="no recipe for the WinPR of Debian's suite potato"):
        adapters.setup(target, lambda _: None)


def test_what_is_not_set_up_says_how_to_do_it() -> None:
    target = targets.Target("never-set-up", "winpr-debian", "winpr", "Mine", {"suite": "bookworm"})
    assert "wincancel setup never-set-up" in adapters.health(target).detail
    with pytest.raises(TargetUnavailable, match="wincancel setup never-set-up"):
        adapters.executable(target).build()
