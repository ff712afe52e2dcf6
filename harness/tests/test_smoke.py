"""The short run that shows whether a target works."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from conftest import FakePlatform, FakeTarget
from real_target import RealTarget

from wincancel import adapters
from wincancel.claim import Claim
from wincancel.command_line import main
from wincancel.commands import target as commands
from wincancel.platforms import MachinePlatform
from wincancel.readiness import list_cases
from wincancel.smoke import quick_cases, smoke

TARGET = FakeTarget("wine-10.0")


def test_a_target_that_works_has_no_fault(platform: FakePlatform) -> None:
    assert smoke(TARGET, platform.executable, platform) == []
    assert platform.open_sessions == []


@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        ("exit 1 3", "incomplete run"),
        ("crash CSIO-RET-1/succeeds/FILE", "CSIO-RET-1/succeeds/FILE ended as CRASH"),
    ],
)
def test_what_does_not_work_is_told(behaviour: str, says: str, platform: FakePlatform) -> None:
    platform.behaviours[TARGET.name] = behaviour
    (fault,) = smoke(TARGET, platform.executable, platform)
    assert says in fault


def test_a_verdict_is_no_fault(platform: FakePlatform) -> None:
    platform.behaviours[TARGET.name] = "fail CSIO-RET-1/succeeds/FILE"
    assert smoke(TARGET, platform.executable, platform) == []


def test_another_wine_is_a_fault(platform: FakePlatform) -> None:
    platform.claims[TARGET.name] = Claim("wine", "8.0")
    (fault,) = smoke(TARGET, platform.executable, platform)
    assert "it ran on version '10.0', and the target is version '8.0'" in fault


def test_another_clock_and_other_processors_are_faults(platform: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    platform.claims[TARGET.name] = Claim(here=True)
    monkeypatch.setattr("os.cpu_count", lambda: 64)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(64)))
    clock, processors = smoke(TARGET, platform.executable, platform)
    assert clock.startswith("its clock is -")
    assert processors == "it sees 2 processors, and this machine has 64"


def test_setup_says_which_target_does_not_work(platform: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "MachinePlatform", lambda: platform)
    monkeypatch.setattr(commands, "prune", list)
    platform.behaviours["wine-8.0"] = "exit 1 3"
    result = CliRunner().invoke(main, ["setup", "wine-10.0", "wine-8.0"])
    assert result.exit_code == 3
    assert "wine-10.0: ready" in result.stdout
    assert "wine-8.0: incomplete run" in result.stderr


def test_a_real_wine_works(wine_8: RealTarget) -> None:
    platform = MachinePlatform()
    cases = quick_cases(list_cases(wine_8.target, wine_8.executable, platform))
    assert {case.suite for case in cases} == {"cancel_synchronous_io", "rpc_cancel_thread"}
    assert smoke(wine_8.target, wine_8.executable, platform) == []
    assert adapters.claim(wine_8.target).here
