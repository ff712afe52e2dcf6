"""A campaign: every mutant runs the cases that should notice it, and where none does, all others.

Cases that bear company run on several mutants at a time; exclusive ones, which measure races and short times, on one
mutant after the other, on a machine that does nothing else. What costs least goes first.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from ..clauses import clause_of
from ..roles import InterruptedRunError
from ..verdicts import VERDICT_ORDER, Verdict
from .catches import Catch, catches
from .results import MutantResult, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..case_list import ListedCase
    from ..faults import Fault
    from ..records import Attempt
    from .baseline import Baseline
    from .reference import Reference

_COMPANY = ("shared", "waiting")
_ALONE = ("exclusive",)


class Observer(Protocol):
    """Is told how far a campaign is, from several threads."""

    def phase(self, text: str, mutants: int) -> None:
        """What is done now, with how many mutants."""
        ...

    def running(self, fault: str) -> None:
        """A mutant is being run."""
        ...

    def paused(self, fault: str) -> None:
        """It is not, for now or for good."""
        ...

    def unnoticed(self, fault: Fault, account: str) -> None:
        """No case of the clauses that it breaks noticed; `account` says what they came to."""
        ...

    def settled(self, result: MutantResult) -> None:
        """It is known what became of a mutant."""
        ...


@dataclass
class _Mutant:
    """A fault on its way: what has noticed it so far, and what it cost."""

    fault: Fault
    own: list[Catch] = field(default_factory=list)
    others: list[Catch] = field(default_factory=list)
    seconds: float = 0.0
    cases: int = 0
    executions: int = 0
    whole: bool = True
    error: str | None = None
    came_to: Counter[Verdict] = field(default_factory=Counter)
    """Of its own cases; `reason` is the first that one gave."""
    reason: str | None = None

    def result(self, whole: bool) -> MutantResult:
        """What became of it, now that nothing more is run."""
        why = None
        if self.own:
            outcome = Outcome.CAUGHT
        elif self.others:
            outcome, why = Outcome.ELSEWHERE, self.own_account()
        elif self.error is not None:
            outcome, why = Outcome.NO_RESULT, self.error
        else:
            outcome, why = Outcome.SURVIVED, self.own_account()
        first = next(iter(self.own or self.others), None)
        failed = tuple(dict.fromkeys((one.case, one.key) for one in self.own + self.others))
        return MutantResult(
            self.fault.name, self.fault.breaks, outcome, first, failed, whole and self.whole, self.seconds,
            self.cases, why,
        )  # fmt: skip

    def own_account(self) -> str:
        """What the cases of its own clauses came to, none of which noticed it."""
        if not self.came_to:
            return "no case of its clauses gets to its end on the reference"
        counts = ", ".join(f"{self.came_to[verdict]} {verdict}" for verdict in VERDICT_ORDER if self.came_to[verdict])
        return counts + (f" ({self.reason})" if self.reason else "")


@dataclass
class Campaign:
    """`run` it. With `whole` all cases of the clauses that a fault breaks run, and not only until one notices."""

    reference: Reference
    baseline: Baseline
    cases: Sequence[ListedCase]
    observer: Observer
    keep: Callable[[MutantResult], None]
    abreast: int
    whole: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, faults: Iterable[Fault]) -> None:
        """Runs the faults, giving each result to `keep` as soon as it is known.

        Raises InterruptedRunError, NoBaselineError, the platform's own error, OSError.
        """
        mutants = [_Mutant(fault) for fault in faults]
        self.observer.phase("the reference without a fault", len(mutants))
        self.baseline.ensure([case for mutant in mutants for case in self.cases if case.clause in mutant.fault.breaks])
        mutants = self._together("cases of the clauses that are broken", mutants, own=True)
        mutants = self._one_by_one("exclusive cases of the clauses that are broken", mutants, own=True)
        mutants = self._settle(mutants, lambda mutant: bool(mutant.own))
        if not mutants:
            return
        for mutant in mutants:
            self.observer.unnoticed(mutant.fault, mutant.error or mutant.own_account())
        self.observer.phase("the reference without a fault, on all other cases", len(mutants))
        self.baseline.ensure(self.cases)
        mutants = self._together("all other cases", mutants, own=False)
        mutants = self._one_by_one("all other exclusive cases", mutants, own=False)
        self._settle(mutants, lambda _: True)

    def _together(self, text: str, mutants: list[_Mutant], own: bool) -> list[_Mutant]:
        self._tell(text, mutants, _COMPANY, own)
        with ThreadPoolExecutor(self.abreast) as pool:
            under_way = [pool.submit(self._step, mutant, _COMPANY, own) for mutant in mutants]
            try:
                return [mutant for one, mutant in zip(under_way, mutants, strict=True) if not one.result()]
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _one_by_one(self, text: str, mutants: list[_Mutant], own: bool) -> list[_Mutant]:
        self._tell(text, mutants, _ALONE, own)
        return [mutant for mutant in mutants if not self._step(mutant, _ALONE, own)]

    def _tell(self, text: str, mutants: list[_Mutant], classes: Sequence[str], own: bool) -> None:
        """Says how many mutants have cases of those classes."""
        cases = [case for case in self.cases if case.scheduling in classes]
        self.observer.phase(text, sum(any(self._asks(one, case, own) for case in cases) for one in mutants))

    def _settle(self, mutants: list[_Mutant], known: Callable[[_Mutant], bool]) -> list[_Mutant]:
        """Gives away the results of those of which enough is `known`; returns the others."""
        for mutant in mutants:
            if known(mutant):
                self._give(mutant)
        return [mutant for mutant in mutants if not known(mutant)]

    def _step(self, mutant: _Mutant, classes: Sequence[str], own: bool) -> bool:
        """Runs the cases of some classes on a mutant, class after class; whether it is settled by that."""
        if self.reference.stop():
            raise InterruptedRunError
        self.observer.running(mutant.fault.name)
        try:
            for scheduling in classes:
                chosen = [
                    case for case in self.cases if case.scheduling == scheduling and self._asks(mutant, case, own)
                ]
                if chosen and ((self.whole and own) or not (mutant.own or mutant.others)):
                    self._execute(mutant, chosen, own)
        finally:
            self.observer.paused(mutant.fault.name)
        done = (bool(mutant.own) and not self.whole) or bool(mutant.others)
        if done:
            self._give(mutant)
        return done

    def _asks(self, mutant: _Mutant, case: ListedCase, own: bool) -> bool:
        return (case.clause in mutant.fault.breaks) is own and self.baseline.can_tell(case.id)

    def _execute(self, mutant: _Mutant, cases: list[ListedCase], own: bool) -> None:
        began = time.monotonic()
        until_caught = None if self.whole and own else self._notices
        mutant.executions += 1
        execution = self.reference.run(
            f"{mutant.fault.name}-{mutant.executions}", cases, mutant.fault.name, until_caught
        )
        mutant.seconds += time.monotonic() - began
        mutant.cases += len(execution.attempts)
        if own:
            mutant.came_to.update(attempt.verdict for attempt in execution.attempts)
            mutant.reason = mutant.reason or next((one.reason for one in execution.attempts if one.reason), None)
            mutant.whole = mutant.whole and len(execution.attempts) == len(cases)
        if execution.error is not None:
            mutant.error = execution.error
        for attempt in execution.attempts:
            for catch in catches(self.baseline.attempts, attempt):
                (mutant.own if clause_of(catch.case) in mutant.fault.breaks else mutant.others).append(catch)

    def _notices(self, attempt: Attempt) -> bool:
        return any(True for _ in catches(self.baseline.attempts, attempt))

    def _give(self, mutant: _Mutant) -> None:
        result = mutant.result(self.whole)
        with self._lock:
            self.keep(result)
        self.observer.settled(result)
