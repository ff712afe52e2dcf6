"""What is asked of a run, what the executable is told of it, and whether it planned that."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .case_list import ListedCase, Selection
from .execution import Limits, Session
from .records import Header, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SILENCE_BESIDE_CASES = 60.0  # of start-up, probes and the runner's own deadlines
_LONGEST_TOTAL = 3600.0


@dataclass(frozen=True)
class Order:
    """What is asked of a run; the same for every target of it."""

    selection: Selection = field(default_factory=Selection)
    subject: str | None = None
    fault: str | None = None
    """What the subject is told to do wrong: see `faults`."""
    data: Mapping[str, str] = field(default_factory=dict)
    repeat: int = 1
    shard: tuple[int, int] = (1, 1)
    jobs: int | None = None
    seed: int = 1
    shuffle: bool = True
    timeout_scale: float = 1.0
    limits: Limits | None = None
    """Deadlines other than those that follow from the cases' budgets; scaled like them."""


def run_arguments(order: Order, session: Session, wanted: Path, stream: Path) -> list[str]:
    """The executable's command line. Cases go by file: a list of arguments can be too long."""
    arguments = [
        "run",
        "--cases",
        session.path(wanted),
        "--out",
        session.path(stream),
        "--seed",
        str(order.seed),
    ]
    if order.jobs is not None:
        arguments += ["--jobs", str(order.jobs)]
    if order.shard != (1, 1):
        arguments += ["--shard", f"{order.shard[0]}/{order.shard[1]}"]
    if order.repeat != 1:
        arguments += ["--repeat", str(order.repeat)]
    if not order.shuffle:
        arguments.append("--no-shuffle")
    if order.timeout_scale != 1:
        arguments += ["--timeout-scale", f"{order.timeout_scale:g}"]
    if order.subject is not None:
        arguments += ["--subject", _for_target(order.subject, session)]
    for name, path in order.data.items():
        arguments += ["--data", f"{name}={_for_target(path, session)}"]
    return arguments


def _for_target(given: str, session: Session) -> str:
    """A path of this machine translated; anything else (a UNC path, the name of a DLL) as it is."""
    path = Path(given)
    return session.path(path.resolve()) if path.exists() else given


def limits_for(cases: Sequence[ListedCase], order: Order) -> Limits:
    """Deadlines outside of every deadline that the executable itself has, given the cases' budgets."""
    if order.limits is not None:
        silence, total = order.limits.silence, order.limits.total
    else:
        budgets = [case.budget_ms / 1000 for case in cases]
        silence = _SILENCE_BESIDE_CASES + 2 * max(budgets)
        # Every case may time out twice; in practice that never happens, and an hour a repeat is beyond any real run.
        total = _SILENCE_BESIDE_CASES + min(2 * sum(budgets), _LONGEST_TOTAL) * order.repeat
    return Limits(silence * order.timeout_scale, total * order.timeout_scale)


def plan_mismatches(header: Header | None, order: Order, wanted: set[str], abi: str) -> list[Problem]:
    """What the executable planned otherwise than it was told."""
    if header is None:
        return []
    planned = set(header.plan.cases)
    found = [
        ("cases that were not asked for", len(planned - wanted), 0),
        ("repeat", header.plan.repeat, order.repeat),
        ("shard", header.plan.shard, order.shard),
        ("seed", header.seed, order.seed),
        ("ABI", header.abi, abi),
        ("fault", header.subject.fault, order.fault),
    ]
    if order.shard == (1, 1):
        found.append(("cases", len(planned), len(wanted)))
    return [Problem(None, f"{what}: planned {got}, asked {asked}") for what, got, asked in found if got != asked]
