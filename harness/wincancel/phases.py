"""The two phases of a run on several targets.

First the shared and waiting cases, which bear company: several targets at a time, and beside the set-up of those that
are not ready yet. Then the exclusive cases, which measure races and short times: one target after the other, on a
machine that does nothing else. What a target records in the two is joined into one run, and kept at once.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from .case_list import BadCaseListError
from .course import Course
from .execution import never
from .printable import one_line
from .readiness import LOOK_SECONDS, Preparation, make_ready
from .roles import InterruptedRunError
from .run import TargetRun, run_target
from .store import RunStore, StoreFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .order import Order
    from .roles import Platform, Progress, Target

_MOST_JOBS = 4  # of the executable, unless told otherwise
_CASES_A_PROCESSOR = 3


def run_targets(
    targets: Sequence[Target],
    order: Order,
    platform: Platform,
    store: RunStore,
    progress: Progress,
    stop: Callable[[], bool] = never,
    abreast: int | None = None,
) -> list[TargetRun]:
    """Runs `order` on each target, and gives what came of each, in their order.

    `abreast` is how many run shared cases at a time; without it `targets_abreast` says. A target that cannot be
    had, or whose run breaks, is reported and costs no other target its run. Raises NothingSelectedError (where no
    target has such cases; nothing ran then) and InterruptedRunError; what had been recorded is kept in any case.
    """
    if len(targets) == 1:
        return [_run_alone(targets[0], order, platform, store, progress, stop)]
    courses = [Course(target, order, platform, store, progress, stop) for target in targets]
    try:
        _together(courses, Preparation(targets, platform, progress), abreast or targets_abreast(order.jobs), stop)
        for course in courses:
            if stop():
                raise InterruptedRunError
            course.finish()
        return _outcomes(courses)
    finally:
        for course in courses:
            course.give_up()


def targets_abreast(jobs: int | None) -> int:
    """How many targets run shared cases at a time unless told otherwise, each with that many at a time.

    The shared cases of a Wine, two at a time, keep two processors busy for a third of their time (30 s of processor
    time in some 42 s): most of it they wait. With three cases for each processor no value was seen to change.
    """
    processors = len(os.sched_getaffinity(0))
    return max(2, _CASES_A_PROCESSOR * processors // (jobs or min(processors, _MOST_JOBS)))


def _run_alone(
    target: Target, order: Order, platform: Platform, store: RunStore, progress: Progress, stop: Callable[[], bool]
) -> TargetRun:
    """A single target needs no phases: the executable keeps its exclusive cases apart by itself."""
    executable = make_ready([target], platform, progress, stop)[target.name]
    if isinstance(executable, str):
        return TargetRun(target.name, None, executable)
    try:
        return run_target(target, executable, order, platform, store, progress, stop)
    except (platform.unavailable, StoreFailedError, BadCaseListError, OSError) as error:
        return TargetRun(target.name, None, one_line(error))


def _together(courses: Sequence[Course], preparation: Preparation, abreast: int, stop: Callable[[], bool]) -> None:
    """The first phase of all, each as soon as it is ready and there is room; returns when no set-up goes on either."""
    to_come = list(courses)
    with ThreadPoolExecutor(abreast) as pool:
        under_way: list[Future[None]] = []
        while to_come or not preparation.over or not all(one.done() for one in under_way):
            if stop():
                # Each course asks `stop` too, and ends what it has started: then the end of the pool is near.
                pool.shutdown(wait=False, cancel_futures=True)
                preparation.abandon()
                raise InterruptedRunError
            for course in list(to_come):
                executable = preparation.outcome(course.target)
                if executable is not None:
                    to_come.remove(course)
                    under_way.append(pool.submit(course.begin, executable))
                    under_way[-1].add_done_callback(lambda _: preparation.news.set())
            preparation.news.wait(timeout=LOOK_SECONDS)
            preparation.news.clear()
    for one in under_way:
        one.result()  # raises what is wrong with the harness itself


def _outcomes(courses: Sequence[Course]) -> list[TargetRun]:
    if all(course.nothing for course in courses):
        assert courses[0].nothing is not None
        raise courses[0].nothing
    return [course.outcome or TargetRun(course.target.name, None, "nothing ran") for course in courses]
