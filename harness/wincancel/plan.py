"""What a CI matrix is to run: a static list of jobs, one for each target and shard.

It is made from the names alone: no set-up, no build, no network.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .case_list import Selection
    from .roles import Target


@dataclass(frozen=True)
class Job:
    """One job of a matrix. `command` is a line for a shell in the root of the repository."""

    name: str
    target: str
    shard: str
    abi: str
    command: str


def planned_jobs(targets: Sequence[Target], shards: int, seed: int, selection: Selection) -> list[Job]:
    """The jobs that together run the selected cases on all targets, each target's in `shards` parts.

    All have the same seed, without which their runs could not be merged.
    """
    return [
        Job(
            name=target.name if shards == 1 else f"{target.name} {number}/{shards}",
            target=target.name,
            shard=f"{number}/{shards}",
            abi=target.abi,
            command=shlex.join(_command(target, number, shards, seed, selection)),
        )
        for target in targets
        for number in range(1, shards + 1)
    ]


def _command(target: Target, number: int, shards: int, seed: int, selection: Selection) -> Iterator[str]:
    yield from ("./wincancel", "run", "-t", target.name)
    if shards > 1:
        yield from ("--shard", f"{number}/{shards}")
    yield from ("--seed", str(seed))
    for option, values in (("--suite", selection.suites), ("-k", selection.patterns), ("--class", selection.classes)):
        for value in values:
            yield from (option, value)
