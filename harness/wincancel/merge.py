"""The shards of one plan, run apart and perhaps on several machines, as one run.

Nothing is guessed: every shard must be there, once, from the same sources, on the same kind of target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .parts import case_in_two, difference, join
from .printable import printable
from .stream import read_run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .records import Header, Run
    from .store import RunStore, StoredRun


class NotOnePlanError(Exception):
    """Runs that are no shards of one plan; the message is one line for the user."""


class IncompletePlanError(Exception):
    """A shard that is missing or is no whole run; the message is one line for the user."""


def merge_shards(shards: Sequence[tuple[StoredRun, Run]], store: RunStore, any_seed: bool = False) -> Path:
    """Joins the shards of one plan into one run, which is kept in the store; gives its path.

    Raises NotOnePlanError and IncompletePlanError, with nothing kept, and StoreFailedError.
    """
    target = _checked(shards, any_seed)
    whole_plan = all(stored.shard_of_all for stored, _ in shards)
    parts = [run for _, run in sorted(shards, key=lambda shard: _header(*shard).plan.shard)]
    pending = store.begin(target, part=not whole_plan)
    try:
        store.replace(pending, lambda new: join(parts, new, (1, 1), whole=True))
        joined = read_run(pending.path)
    except BaseException:
        store.discard(pending)
        raise
    if not joined.valid:
        store.discard(pending)
        raise IncompletePlanError(f"the joined shards are no valid run: {joined.problems[0]}")
    path = store.keep(pending, valid=True)
    assert path is not None
    return path


def _checked(shards: Sequence[tuple[StoredRun, Run]], any_seed: bool) -> str:
    """The name of the target that all are of."""
    for stored, run in shards:
        if not run.valid:
            raise IncompletePlanError(f"{stored.name} is no whole run: {printable(str(run.problems[0]), 200)}")
    first, first_header = shards[0][0], _header(*shards[0])
    for stored, run in shards:
        if stored.target != first.target:
            raise NotOnePlanError(f"runs of different targets: {first.name} and {stored.name}")
        found = difference(first_header, _header(stored, run), but=("the seed",) if any_seed else ())
        if found:
            name, one, other = (printable(text, 200) for text in found)
            raise NotOnePlanError(f"{first.name} and {stored.name} are not of one plan: {name} is {one} and {other}")
        if stored.shard_of_all != first.shard_of_all:
            raise NotOnePlanError(f"of {first.name} and {stored.name} one was told to leave out cases")
    twice = case_in_two([run for _, run in shards])
    if twice is not None:
        names = [stored.name for stored, run in shards if twice in run.planned_cases]
        raise NotOnePlanError(f"the case {twice} is in {' and in '.join(names)}")
    count = first_header.plan.shard[1]
    if count == 1:
        raise NotOnePlanError(f"{first.name} is no shard: it was not run with --shard I/N")
    missing = sorted(set(range(1, count + 1)) - {_header(*shard).plan.shard[0] for shard in shards})
    if missing:
        raise IncompletePlanError(f"no run of shard {', '.join(f'{number}/{count}' for number in missing)}")
    if len(shards) > count:
        raise NotOnePlanError(f"{len(shards)} runs are too many for the {count} shards of the plan")
    return first.target


def _header(stored: StoredRun, run: Run) -> Header:
    if run.header is None:
        raise IncompletePlanError(f"{stored.name} has no header")
    return run.header
