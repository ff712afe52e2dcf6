"""A campaign from its preparation to its report: what is kept of an earlier one, what is run, what it comes to."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import cache
from ..not_provided import without_case
from ..progress import RunProgress
from ..readiness import list_cases, make_ready
from .baseline import Baseline, NoBaselineError, documented_clauses, provided_after_all
from .campaign import Campaign
from .idle import idle_checks
from .page import write_page
from .progress import CampaignProgress
from .reference import Reference
from .report import CampaignReport
from .results import MutantResult, ResultFile, is_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from rich.console import Console

    from ..case_list import ListedCase
    from ..clauses import Register
    from ..faults import Fault
    from ..not_provided import NotProvided
    from ..roles import Platform, Target

_LOCK_SECONDS = 5.0


@dataclass(frozen=True)
class Request:
    """What is asked of a campaign.

    `place` is the directory of its results. `everything`: it is of all faults, or of the reference alone, and so tells
    of every clause. `whole` and `abreast` are those of `Campaign`; without `abreast` it is as many as processors.
    """

    target: Target
    place: Path
    register: Register
    excuses: Sequence[NotProvided]
    timeout_scale: float = 1.0
    everything: bool = True
    whole: bool = False
    resume: bool = False
    abreast: int | None = None


def conduct(
    request: Request,
    choose: Callable[[Sequence[ListedCase]], list[Fault]],
    platform: Platform,
    console: Console,
    stop: Callable[[], bool],
) -> CampaignReport:
    """Runs what `choose` chooses, given the cases; keeps results as they come, and writes the page.

    Raises InterruptedRunError, NoBaselineError, BadCaseListError, ReportFailedError, the platform's own error, OSError.
    """
    began = time.monotonic()
    target = request.target
    with cache.exclusive(request.place / f"{target.name}.lock", _LOCK_SECONDS):
        with RunProgress(console) as progress:
            executable = make_ready([target], platform, progress, stop)[target.name]
            if isinstance(executable, str):
                raise NoBaselineError(f"{target.name}: {executable}")
            cases = list_cases(target, executable, platform, stop)
            faults = choose(cases)
            reference = _reference(request, executable, platform, stop)
            baseline = Baseline(reference)
            kept, results = _earlier(request, reference, baseline, faults)
            baseline.ensure(cases if request.everything else _own(cases, faults), progress)
        left = [fault for fault in faults if fault.name not in results]

        def keep(result: MutantResult) -> None:
            kept.add(result)
            results[result.fault] = result

        with CampaignProgress(console, len(left)) as watcher:
            abreast = request.abreast or len(os.sched_getaffinity(0))
            Campaign(reference, baseline, cases, watcher, keep, abreast, request.whole).run(left)
        report = _report(request, faults, results, cases, baseline, time.monotonic() - began)
        write_page(report, request.place)
        return report


def _reference(request: Request, executable: Path, platform: Platform, stop: Callable[[], bool]) -> Reference:
    library = executable.parent / "subjects" / "reference.dll"
    if not library.is_file():
        raise NoBaselineError(f"there is no {library}")
    streams = request.place / "streams" / request.target.name
    return Reference(request.target, executable, library, platform, streams, request.timeout_scale, stop)


def _own(cases: Sequence[ListedCase], faults: Sequence[Fault]) -> list[ListedCase]:
    broken = {clause for fault in faults for clause in fault.breaks}
    return [case for case in cases if case.clause in broken]


def _earlier(
    request: Request, reference: Reference, baseline: Baseline, faults: Sequence[Fault]
) -> tuple[ResultFile, dict[str, MutantResult]]:
    """The file of results, and what of it answers what is asked now, by fault; begun anew unless that is wanted."""
    kept = ResultFile(request.place / f"{request.target.name}.jsonl", reference.identity)
    found = kept.resume() if request.resume else None
    if found is None:
        reference.forget_streams()
        kept.begin()
        return kept, {}
    baseline.reuse()
    asked = {fault.name: fault for fault in faults}
    usable = {
        name: result for name, result in found.items() if name in asked and is_of(result, asked[name], request.whole)
    }
    return kept, usable


def _report(
    request: Request,
    faults: Sequence[Fault],
    results: dict[str, MutantResult],
    cases: Sequence[ListedCase],
    baseline: Baseline,
    seconds: float,
) -> CampaignReport:
    ids = [case.id for case in cases]
    own = {case.id for case in (cases if request.everything else _own(cases, faults))}
    attempts = {case: attempt for case, attempt in baseline.attempts.items() if case in own}
    checks = {check: tier for check, tier in baseline.checks().items() if check[0] in own}
    return CampaignReport(
        target=request.target.name,
        suite=baseline.header.build if baseline.header else "",
        scale=request.timeout_scale,
        faults=faults,
        results=results,
        clauses=documented_clauses(cases, attempts, request.excuses, request.register),
        unknown=without_case(request.excuses, ids),
        provided=provided_after_all(attempts, request.excuses) if request.everything else (),
        idle=idle_checks(checks, results.values()) if request.whole else None,
        register=request.register,
        seconds=seconds,
    )
