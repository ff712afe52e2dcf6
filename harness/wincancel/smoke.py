"""The short run that shows whether a target works: that it ends, on what it should, by a clock that can be believed."""

from __future__ import annotations

import itertools
import os
import time
from datetime import datetime
from typing import TYPE_CHECKING

from . import processes
from .case_list import Selection
from .execution import never
from .order import Order
from .readiness import list_cases
from .recording import record
from .scratch import scratch_directory
from .session import Session as WineSession
from .silence import Silent
from .verdicts import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from .case_list import ListedCase
    from .records import Run
    from .roles import Platform, Target

CASES = 3
_CLOCK_SECONDS = 2.0  # the header's time is in whole seconds


def smoke(target: Target, executable: Path, platform: Platform, stop: Callable[[], bool] = never) -> list[str]:
    """What is wrong with `target`, which is set up, a line each: found by running a few cases, whatever they come to.

    Takes a second or two. Raises the platform's own error, BadCaseListError, InterruptedRunError and OSError.
    """
    cases = quick_cases(list_cases(target, executable, platform, stop))
    order = Order(Selection(ids=frozenset(case.id for case in cases)))
    with scratch_directory() as scratch:
        with platform.session(target, scratch / "settled") as session:
            faults = _unsettled(session)
        began = time.time()
        recording = record(target, executable, cases, order, platform, scratch / "smoke.jsonl", Silent(), stop)
        ended = time.time()
    if recording.error is not None:
        return [*faults, recording.error]
    faults += [
        f"{case} ended as {result.first.status.name if result.first.status else 'nothing'}"
        for case, results in recording.run.results.items()
        for result in results
        if result.first.status is not Status.OK
    ]
    return faults + (_of_another_machine(recording.run, began, ended) if platform.claim(target).here else [])


def quick_cases(cases: Sequence[ListedCase]) -> list[ListedCase]:
    """A few cases that are soon over and disturb nothing, of as many suites as possible."""
    quick = sorted(
        (case for case in cases if case.scheduling == "shared" and not case.isolated and not case.needs),
        key=lambda case: (case.budget_ms, case.id),
    )
    suites = [[case for case in quick if case.suite == suite] for suite in sorted({case.suite for case in quick})]
    by_rank = [case for rank in itertools.zip_longest(*suites) for case in rank if case is not None]
    return by_rank[:CASES]


def _unsettled(session: object) -> list[str]:
    """A new prefix of Wine's must be at rest: something that still starts up in it would disturb what is measured."""
    if not isinstance(session, WineSession):
        return []
    running = len(processes.of_prefix(session.prefix))
    return [] if running == 1 else [f"{running} processes run in a new prefix, where there should be its server alone"]


def _of_another_machine(run: Run, began: float, ended: float) -> list[str]:
    """How clock and processors of a target on this machine differ from the machine's."""
    assert run.header is not None
    assert run.footer is not None
    faults = []
    started = datetime.fromisoformat(run.header.started).timestamp()
    if not began - _CLOCK_SECONDS <= started <= ended + _CLOCK_SECONDS:
        faults.append(f"its clock is {started - began:+.0f} s from this machine's")
    if run.footer.wall_us / 1e6 > ended - began + _CLOCK_SECONDS:
        faults.append(f"its clock counted {run.footer.wall_us / 1e6:.1f} s where {ended - began:.1f} s passed")
    cpus = {os.cpu_count(), len(os.sched_getaffinity(0))}
    if run.header.target.cpus not in cpus:
        faults.append(f"it sees {run.header.target.cpus} processors, and this machine has {max(cpus, key=str)}")
    return faults
