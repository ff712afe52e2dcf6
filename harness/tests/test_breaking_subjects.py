"""Subjects that break whoever loads, calls or starts them: refused, attributed, or ended from outside."""

from __future__ import annotations

import contextlib
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import SilentProgress

from wincancel.case_list import Selection
from wincancel.execution import Limits
from wincancel.order import Order
from wincancel.platforms import MachinePlatform
from wincancel.run import run_target
from wincancel.verdicts import Status, Verdict

if TYPE_CHECKING:
    from real_target import RealTarget

    from wincancel.store import RunStore

REFUSED = 2
NO_VALID_RUN = 3
CASE = "CSIO-ACCESS-2/is_refused/READ_CONTROL"


@dataclass(frozen=True)
class Refusal:
    """A library that cannot be a subject, and what is said of it."""

    subject: str
    says: str


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal("crashes_when_loaded", "cannot be loaded (error "),
        Refusal("refuses_to_load", "cannot be loaded (error 1114)"),
        Refusal("exports_nothing_known", "exports none of the functions"),
        Refusal("there_is_no_such_file", "cannot be loaded (error 126)"),
    ],
    ids=lambda refusal: refusal.subject,
)
def test_what_is_no_subject_is_refused(wine_8: RealTarget, refusal: Refusal) -> None:
    done = wine_8.run(cases=[CASE], subject=refusal.subject)
    assert done.exit_code == REFUSED
    assert f"{refusal.subject}.dll is no subject" in done.errors
    assert refusal.says in done.errors
    assert done.run is None


@pytest.mark.parametrize("subject", ["exits_when_loaded", "hangs_when_loaded"])
def test_no_run_comes_of_a_subject_that_ends_or_hangs_its_loader(wine_8: RealTarget, subject: str) -> None:
    done = wine_8.run("--timeout-scale", "0.2", cases=[CASE], subject=subject)
    assert done.exit_code == NO_VALID_RUN
    assert "the probe of the target did not answer" in done.errors
    assert done.run is None


@pytest.mark.parametrize("target", ["wine_8", "wine_10"])
def test_a_decorated_export_is_taken(request: pytest.FixtureRequest, target: str) -> None:
    place: RealTarget = request.getfixturevalue(target)
    run = place.run(cases=[CASE], subject="exports_decorated").valid_run
    assert run.header is not None
    assert run.header.subject.functions == ("CancelSynchronousIo",)
    errors = [value.value for value in run.results[CASE][0].first.values if value.key == "cancel.last_error"]
    assert errors == [4242]  # which only this library answers


@dataclass(frozen=True)
class Death:
    """A subject that does not survive a call, and what becomes of the case that makes it."""

    subject: str
    status: Status
    code: str | None
    probe_says: str


@pytest.mark.parametrize(
    "death",
    [
        Death("exits_when_called", Status.CRASH, "0x0000000B", "ended its process (exit code 0x0000000B)"),
        Death("crashes_when_called", Status.CRASH, "0xE0000099", "exception 0xE0000099"),
        Death("hangs_when_called", Status.TIMEOUT, None, "did not come back"),
    ],
    ids=lambda death: death.subject,
)
def test_a_call_that_does_not_return_is_attributed(wine_8: RealTarget, death: Death) -> None:
    beside = "CSIO-CIOEX-RET-1/*"  # calls another function: the subject is not in its way
    run = wine_8.run("--timeout-scale", "0.3", "--filter", CASE, "--filter", beside, subject=death.subject).valid_run
    for attempt in run.results[CASE][0].attempts:
        assert (attempt.verdict, attempt.status) == (Verdict.NORESULT, death.status)
        assert attempt.exit_code == death.code
    others = [results[0].first for case, results in run.results.items() if case != CASE]
    assert others
    assert {one.status for one in others} == {Status.OK}
    assert {one.verdict for one in others} <= {Verdict.PASS, Verdict.DONE}
    assert run.header is not None
    assert any(death.probe_says in capability.evidence for capability in run.header.capabilities)


@pytest.mark.parametrize("subject", ["suspends_parent", "closes_parents_handles", "ends_parent"])
def test_a_subject_that_breaks_the_runner_is_ended_from_outside(
    wine_8: RealTarget, store: RunStore, subject: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # the run's private prefix is then one that we can look for
    order = Order(
        Selection(patterns=("CSIO-ACCESS-2/is_refused/*",)),
        subject=str(wine_8.program(f"subjects/{subject}.dll")),
        limits=Limits(silence=6, total=40),
    )
    began = time.monotonic()
    done = run_target(wine_8.target, wine_8.executable, order, MachinePlatform(), store, SilentProgress())
    assert time.monotonic() - began < 60
    assert not done.valid
    assert done.error
    assert done.run is not None
    assert done.run.footer is None
    assert done.run.path is not None
    assert done.run.path.name.endswith(".incomplete.jsonl")
    assert processes_with(str(tmp_path)) == []
    assert list(tmp_path.glob("wincancel-*")) == []


def processes_with(text: str) -> list[int]:
    """The processes in whose environment `text` occurs."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if text.encode() in (entry / "environ").read_bytes():
                found.append(int(entry.name))
    return found
