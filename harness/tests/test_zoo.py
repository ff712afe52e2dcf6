"""The runner among cases that crash, hang, tear their records, lie and leave things behind: each gets what it did."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from real_target import Finished, RealTarget, open_target
from zoo_expectations import expected_of

from wincancel import processes
from wincancel.verdicts import Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wincancel.records import Attempt, Run, Value

SATISFYING = {Verdict.PASS, Verdict.DONE, Verdict.UNTESTED, Verdict.UNSUPPORTED}
SLOW = (
    "ZOO-HANG-1/",
    "ZOO-PROCESS-1/leaves/AND_HANG",
    "ZOO-EXHAUST-1/",
    "ZOO-FRAME-1/",
    "ZOO-JSON-1/",
    "ZOO-PATTERN-1/",
)


@pytest.fixture(scope="module", params=["wine-8.0", "wine-10.0", "wine-8.0-i686"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealTarget]:
    """A target of its own for the animals."""
    yield from open_target(request.param, tmp_path_factory.mktemp(request.param))


def zoo(place: RealTarget) -> Path:
    return place.program(f"wincancel-zoo-{place.target.abi}.exe")


@pytest.fixture(scope="module")
def visit(place: RealTarget) -> Finished:
    """All animals at once, each in the company that chance gives it."""
    return place.run("--seed", "7", executable=zoo(place))


@pytest.fixture(scope="module")
def run(visit: Finished) -> Run:
    """Their stream, valid by the schema and by every rule of the harness."""
    return visit.valid_run


def value(run: Run, case: str, key: str) -> Value:
    (found,) = [value for value in run.results[case][0].first.values if value.key == key]
    return found


def faults_of(attempt: Attempt) -> list[str]:
    """What the attempt misses of the expectation that it comes nearest to."""
    return min((expected.misses(attempt) for expected in expected_of(attempt.case)), key=len)


def test_each_case_gets_what_it_did(run: Run) -> None:
    attempts = [attempt for results in run.results.values() for result in results for attempt in result.attempts]
    faults = {f"{attempt.case} ({attempt.number})": faults_of(attempt) for attempt in attempts}
    assert {name: fault for name, fault in faults.items() if fault} == {}


def test_a_run_that_was_got_through_is_a_valid_run(visit: Finished, run: Run) -> None:
    assert visit.exit_code == 0
    assert run.footer is not None
    assert run.footer.planned == run.footer.finished == len(run.planned_cases) == len(run.results)
    assert run.footer.children > 20  # each crash and each hang costs one


def test_what_is_not_as_it_should_be_runs_once_more_beside_the_first(run: Run) -> None:
    for case, (result,) in run.results.items():
        first = result.first
        wanting = first.verdict not in SATISFYING or first.status is not Status.OK
        assert (result.again is not None) == wanting, case


def test_nothing_of_a_child_gets_into_what_the_runner_prints(visit: Finished) -> None:
    assert "zoo was here" not in visit.said + visit.errors
    assert "@wc" not in visit.said + visit.errors


def test_nothing_is_left_behind(place: RealTarget, run: Run) -> None:
    assert run.header is not None
    assert programs_of(place) == []
    assert [path.name for path in place.session.prefix.rglob("*") if run.header.run in path.name] == []


def programs_of(place: RealTarget) -> list[int]:
    """The processes of the target's prefix, but for its server."""
    return [pid for pid in processes.of_prefix(place.session.prefix) if b"wineserver" not in command_of(pid)]


def command_of(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b"wineserver"  # it ended just now


def test_values_arrive_as_they_were(run: Run) -> None:
    utf16, numbers = "ZOO-VALUE-1/arrives/UTF16", "ZOO-VALUE-1/arrives/NUMBERS"
    assert value(run, utf16, "high").value == "a\ufffdb"
    assert value(run, utf16, "high").raw == "0x" + "a\ud83db".encode("utf-16-le", "surrogatepass").hex().upper()
    assert value(run, utf16, "pair").value == "\U0001f600"
    assert value(run, utf16, "pair").raw is None
    assert value(run, "ZOO-VALUE-1/arrives/BYTES", "bytes").raw == "0x" + bytes(range(256)).hex().upper()
    assert value(run, "ZOO-VALUE-1/arrives/BYTES", "nuls").value == "a\0b\0\0"
    assert value(run, numbers, "largest").value == str(2**64 - 1)
    assert value(run, numbers, "exact").value == 2**53 - 1
    assert value(run, numbers, "inexact").value == str(2**53)
    assert value(run, numbers, "error").value == 2**32 - 1
    assert value(run, "ZOO-VALUE-1/arrives/CONTROLS", "terminal").value == "\x1b[2J\x1b]0;title\x07\r\n\t\x7f\x9b31m"
    assert value(run, "ZOO-VALUE-1/arrives/CONTROLS", "json").value == '"\\","record":"footer"}\n{'
    long = value(run, "ZOO-VALUE-1/arrives/LONG", "text")
    assert (len(str(long.value)), long.name) == (4096, "cut")
    varying = "ZOO-VALUE-1/arrives/VARYING"
    assert [value(run, varying, key).comparable for key in ("handle", "varying", "constant")] == [False, False, True]
    many = run.results["ZOO-VALUE-1/arrives/MANY"][0].first.values
    assert [one.value for one in many[1:]] == list(range(2000))


def test_the_order_changes_nothing(place: RealTarget, run: Run) -> None:
    cases = [case for case in run.results if not case.startswith(SLOW)]
    again = place.run("--seed", "1", "--jobs", "1", cases=cases, executable=zoo(place)).valid_run
    faults = {case: faults_of(results[0].first) for case, results in again.results.items()}
    assert {case: fault for case, fault in faults.items() if fault} == {}


def test_a_hang_costs_its_budget_and_little_more(place: RealTarget) -> None:
    cases = [f"ZOO-HANG-1/hangs/{way}" for way in ("LOOP", "WAIT", "WRITING", "SUSPENDED")]
    began = time.monotonic()
    run = place.run("--timeout-scale", "0.2", cases=cases, executable=zoo(place)).valid_run
    took = time.monotonic() - began
    for case in cases:
        for attempt in run.results[case][0].attempts:
            assert attempt.status is Status.TIMEOUT
            assert 0.6e6 <= attempt.duration_us < 3e6, case  # the budget is 3 s, a fifth of it here
    assert took < 15  # they overlap, twice


def test_children_do_not_outlive_their_runner(place: RealTarget, tmp_path: Path) -> None:
    stream = tmp_path / "stream.jsonl"
    arguments = [
        "run",
        "--filter",
        "ZOO-HANG-1/hangs/WAIT",
        "--timeout-scale",
        "100",
        "--out",
        place.session.path(stream),
    ]
    runner = subprocess.Popen(
        place.session.command(zoo(place), arguments),
        env=dict(place.session.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    place.session.started.append(runner)
    wait_until(lambda: stream.exists() and b'"start"' in stream.read_bytes(), "the case never started")
    assert len(programs_of(place)) == 2
    runner.kill()
    runner.wait(timeout=30)
    wait_until(lambda: programs_of(place) == [], "its child lives on")


def wait_until(condition: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.02)  # sleep-ok: between two looks at what other processes do


def test_seven_repeats_of_a_crash_are_seven_crashes(place: RealTarget) -> None:
    case = "ZOO-CRASH-1/crashes/CUSTOM"
    run = place.run("--repeat", "7", cases=[case, "ZOO-CALM-1/passes/a"], executable=zoo(place)).valid_run
    assert [result.first.exception for result in run.results[case]] == ["0xE0000042"] * 7
    assert {result.first.verdict for result in run.results["ZOO-CALM-1/passes/a"]} == {Verdict.PASS}
