"""The cases as pytest items: `pytest --wincancel-target wine-10.0 [--wincancel-subject LIBRARY]`.

Without other arguments only cases are collected; -k, -x, --junitxml and the rest do what they always do. The executable
runs once for all the items that were selected, when the first of them is to run; each item then tells its result:

    FAIL                      failed, with what was got and what is allowed
    UNRESOLVED, NORESULT      error
    UNSUPPORTED, UNTESTED     skipped, with the reason
    PASS, DONE                passed

Nothing passes in a run that is not valid.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    # Every pytest of the environment loads this module, so what it needs is imported when it is needed.
    from collections.abc import Iterator

    from .case_list import ListedCase
    from .records import Result
    from .roles import Platform
    from .run import TargetRun
    from .target import Target


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options of the plugin."""
    group = parser.getgroup("wincancel", "wincancel's cases as items")
    group.addoption(
        "--wincancel-target", action="append", default=[], metavar="TARGET", help="run the cases on this target"
    )
    group.addoption("--wincancel-subject", metavar="LIBRARY", help="a DLL under test")
    group.addoption("--wincancel-seed", type=int, metavar="N", help="of the order and of what cases draw by lot")
    group.addoption("--wincancel-timeout-scale", type=float, default=1.0, metavar="X", help="multiplies every deadline")
    group.addoption("--wincancel-out", type=Path, metavar="DIR", help="where runs are kept")


def machine_platform() -> Platform:
    """What the targets are entered through."""
    from .platforms import MachinePlatform

    return MachinePlatform()


def pytest_configure(config: pytest.Config) -> None:
    """With targets and no paths given, nothing but cases is collected."""
    if not config.getoption("wincancel_target"):
        return
    if hasattr(config, "workerinput"):
        raise pytest.UsageError("wincancel: the cases of a target run in one executable, not in workers of xdist")
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        config.args = []


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Adds the cases of each target, before -k and its like choose among the items."""
    names = config.getoption("wincancel_target")
    if not names:
        return
    from . import targets
    from .case_list import BadCaseListError

    platform = machine_platform()
    try:
        chosen, lacking = targets.to_be_had(names)
        batches = [Batch(target, platform, config) for target in chosen]
    except (ValueError, BadCaseListError, OSError, platform.unavailable) as error:
        raise pytest.UsageError(f"wincancel: {error}") from error
    for name, why in lacking.items():
        config.get_terminal_writer().line(f"wincancel: without {name}: {why}")
    for batch in batches:
        name = f"wincancel:{batch.target.name}"
        node = TargetCollector.from_parent(session, name=name, nodeid=name, batch=batch)
        items.extend(session.genitems(node))


class Batch:
    """The cases of one target and, once the first item asks for its result, the one run of those selected."""

    def __init__(self, target: Target, platform: Platform, config: pytest.Config) -> None:
        from .readiness import list_cases, make_ready
        from .silence import Silent

        self.target = target
        self.selected: list[str] = []
        self._platform = platform
        self._config = config
        ready = make_ready([target], platform, Silent())[target.name]
        if isinstance(ready, str):
            raise OSError(f"{target.name}: {ready}")
        self._executable = ready
        self.cases = list_cases(target, ready, platform)
        self._outcome: TargetRun | None = None

    def result_of(self, case: str) -> tuple[Result | None, str | None]:
        """The result of a case, and why the run as a whole proves nothing, if it does not."""
        if self._outcome is None:
            self._outcome = self._run()
        if self._outcome.run is None:
            return None, self._outcome.error
        results = self._outcome.run.results.get(case)
        return (results[0] if results else None), self._outcome.error

    @property
    def seed(self) -> int | None:
        """The seed of the run."""
        run = self._outcome.run if self._outcome else None
        return run.header.seed if run and run.header else None

    def _run(self) -> TargetRun:
        from .case_list import BadCaseListError, Selection
        from .layout import OUT
        from .order import Order
        from .printable import one_line
        from .run import TargetRun, run_target
        from .silence import Silent
        from .store import RunStore, StoreFailedError

        option = self._config.getoption
        seed = option("wincancel_seed")
        order = Order(
            Selection(ids=frozenset(self.selected)),
            subject=option("wincancel_subject"),
            seed=secrets.randbelow(2**32) if seed is None else seed,
            timeout_scale=option("wincancel_timeout_scale"),
        )
        store = RunStore(option("wincancel_out") or OUT)
        try:
            return run_target(self.target, self._executable, order, self._platform, store, Silent())
        except (BadCaseListError, StoreFailedError, OSError, self._platform.unavailable) as error:
            return TargetRun(self.target.name, None, one_line(error))


class TargetCollector(pytest.Collector):
    """One target: its clauses."""

    def __init__(self, *, batch: Batch, **rest: Any) -> None:
        super().__init__(**rest)
        self.batch = batch

    def collect(self) -> Iterator[ClauseCollector]:
        """The clauses that have cases."""
        by_clause: dict[str, list[ListedCase]] = {}
        for case in self.batch.cases:
            by_clause.setdefault(case.clause, []).append(case)
        for clause, cases in by_clause.items():
            yield ClauseCollector.from_parent(self, name=clause, batch=self.batch, cases=cases)


class ClauseCollector(pytest.Collector):
    """One clause: its cases."""

    def __init__(self, *, batch: Batch, cases: list[ListedCase], **rest: Any) -> None:
        super().__init__(**rest)
        self.batch = batch
        self.cases = cases

    def collect(self) -> Iterator[CaseItem]:
        """The cases of the clause."""
        for case in self.cases:
            yield CaseItem.from_parent(self, name=case.name, batch=self.batch, case=case.id)


class CaseItem(pytest.Item):
    """One case on one target."""

    def __init__(self, *, batch: Batch, case: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.batch = batch
        self.case = case

    def setup(self) -> None:
        """Gets the result; what says nothing about the case ends here, as an error or skipped."""
        from .explain import failure_lines, verdict_text
        from .printable import printable
        from .verdicts import NOT_TRIED, Verdict

        if not self.batch.selected:
            self.batch.selected = [
                item.case for item in self.session.items if isinstance(item, CaseItem) and item.batch is self.batch
            ]
        result, error = self.batch.result_of(self.case)
        if error is not None:
            pytest.fail(f"not a valid run: {printable(error)}", pytrace=False)
        if result is None:
            pytest.fail("NORESULT: the case was never begun", pytrace=False)
        first = result.first
        self._note(result)
        if first.verdict in NOT_TRIED:
            pytest.skip(f"{first.verdict}: {printable(first.reason or '')}")
        if first.verdict in (Verdict.UNRESOLVED, Verdict.NORESULT):
            pytest.fail("\n".join([verdict_text(result), *failure_lines(first)]), pytrace=False)

    def runtest(self) -> None:
        """Fails where a judged value was missed."""
        from .explain import failure_lines, is_documented_failure, verdict_text
        from .verdicts import Verdict

        result, _ = self.batch.result_of(self.case)
        if result is not None and result.first.verdict is Verdict.FAIL:
            mark = " (unconfirmed)" if is_documented_failure(result.first) else ""
            lines = [verdict_text(result) + mark, *failure_lines(result.first), self._command()]
            pytest.fail("\n".join(lines), pytrace=False)

    def _note(self, result: Result) -> None:
        """Leaves for the reports what pytest's own outcome does not tell."""
        self.user_properties.append(("verdict", str(result.first.verdict)))
        self.user_properties += [(f"tier.{tier}", str(verdict)) for tier, verdict in result.first.tiers.items()]
        self.user_properties.append(("process", str(result.first.status)))

    def _command(self) -> str:
        return f"./wincancel run -t {self.batch.target.name} -k {self.case} --seed {self.batch.seed}"

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the item stands in reports: a case has an id and no line."""
        return self.path, None, f"{self.case} on {self.batch.target.name}"
