"""`gate --update`: expectations from runs. What people wrote stays wherever the runs agree with it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from . import drafting, expectations_file
from .clauses import clause_of
from .conditions import Measured, measured_by
from .drafting import Draft, Pair, Position, drafts, position_of
from .expectations import (
    BadExpectationsError,
    EntryClass,
    Expectations,
    Recorded,
    covered_by,
    parse,
    read_text,
    shipped_path,
    subject_name,
)
from .folding import IndistinguishableError
from .gate import Relation, relation_of
from .stances import Stance, first_attempts, reason_of, stance_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from .expectations_file import FileText
    from .records import Attempt, Run
    from .store import StoredRun

FEWEST_RUNS = 5

_AGREES = frozenset({Relation.EXPECTED, Relation.FLAKY})


class UpdateRefusedError(Exception):
    """Runs that no expectations can be made from; the message is one line for the user."""


def update(read: Sequence[tuple[StoredRun, Run]], file: Path | None, fewest: int = FEWEST_RUNS) -> list[str]:
    """Writes what valid runs found into `file`, or into the file of each family; returns what was done, in lines.

    Runs are grouped by what they measured, never by a name. Raises UpdateRefusedError before anything is written,
    BadExpectationsError where a file is faulty already, OSError.
    """
    families: dict[tuple[str, str | None], list[tuple[StoredRun, Run]]] = defaultdict(list)
    for stored, run in read:
        assert run.header is not None
        library = run.header.subject.library
        families[run.header.target.kind, None if library is None else subject_name(library)].append((stored, run))
    if file is not None and len(families) > 1:
        raise UpdateRefusedError(f"{file} cannot be about several families or subjects at once")
    if file is None and any(subject for _, subject in families):
        raise UpdateRefusedError("expectations of a subject go into a file of your own: --expectations FILE")
    updates = [
        _FamilyUpdate(family, subject, file or shipped_path(family), runs, fewest)
        for (family, subject), runs in sorted(families.items())
    ]
    for one in updates:
        one.write()
    return [line for one in updates for line in one.said]


class _FamilyUpdate:
    """The update of one file; made in memory first, so that nothing is written where any file is refused."""

    def __init__(
        self,
        family: str,
        subject: str | None,
        path: Path,
        runs: Sequence[tuple[StoredRun, Run]],
        fewest: int,
    ) -> None:
        self.path = path
        self.said: list[str] = []
        self._groups = _grouped(runs, fewest)
        self._before = read_text(path) if path.exists() else None
        if self._before is None:
            self._old = Expectations(family, subject, (), (), frozenset())
            parts = expectations_file.new_file(family, subject)
        else:
            self._old = parse(self._before, path)
            if (self._old.family, self._old.subject) != (family, subject):
                raise UpdateRefusedError(f"{path} is about {self._old.subject or self._old.family}, not these runs")
            parts = _parts(self._before, self._old, path)
        planned = frozenset.union(*(run.planned_cases for _, run in runs))
        part = any(_is_part(stored, run) for stored, run in runs)
        self._cases = self._old.cases | planned if part else planned
        known = [one.measured for one in self._old.recorded]
        self._targets = [*known, *(one for one in self._groups if one not in known)]
        self._seen: dict[Pair, list[Attempt]] = {
            (case, measured): first_attempts(of_target, case)
            for measured, of_target in self._groups.items()
            for case in of_target[0].planned_cases
        }
        try:
            drafted = drafts(self._positions(), frozenset(self._targets), self._cases)
        except IndistinguishableError as error:
            raise UpdateRefusedError(str(error)) from error
        self.text = expectations_file.put_together(self._rewritten(parts, drafted), self._cases)
        parse(self.text, path)  # what is written can be read, or nothing is written

    def write(self) -> None:
        """Replaces the file. Raises OSError."""
        if self.text == self._before:
            self.said.append(f"{self.path}: nothing changes")
        else:
            expectations_file.write_atomically(self.path, self.text)

    def _positions(self) -> dict[Pair, Position]:
        """What is to be expected of every case on every recorded target, where that is not a pass."""
        positions: dict[Pair, Position] = {}
        for entry in self._old.entries:
            for pair in covered_by(entry, self._cases, self._targets):
                attempts = self._seen.get(pair)
                if pair not in positions and (attempts is None or relation_of(attempts, entry)[0] in _AGREES):
                    positions[pair] = position_of(entry)
        like: dict[tuple[str, Stance], Position] = {}
        for (case, measured), attempts in sorted(self._seen.items(), key=lambda item: (item[0][0], item[0][1].order)):
            stance = stance_of(attempts) if (case, measured) not in positions else None
            if stance is not None:
                # The same on several targets is one entry, also where the words a target says differ.
                position = like.setdefault((case, stance), self._found(case, measured, stance, attempts))
                positions[case, measured] = position
        return positions

    def _found(self, case: str, measured: Measured, stance: Stance, attempts: Sequence[Attempt]) -> Position:
        for entry in self._old.entries:
            if entry.names(case) and relation_of(attempts, entry)[0] in _AGREES:
                return position_of(entry)  # as on other targets
        runs = self._groups[measured]
        names = [run.header.run for run in runs if run.header is not None]
        reason = reason_of(attempts, names)
        for entry in self._old.entries:
            alike = (entry.entry_class, entry.outcomes, entry.rate, entry.reason) == (
                stance.entry_class, stance.outcomes, stance.rate, reason,
            )  # fmt: skip
            near = entry.entry_class is EntryClass.CEILING or clause_of(entry.patterns[0]) == clause_of(case)
            if alike and near and not entry.bug:
                return position_of(entry)  # as its neighbours
        found = f"by --update, {_plural(len(runs), 'run')}, {_newest_day(runs)}"
        for entry in self._old.entries:
            if entry.names(case) and all(any(one.accepts(seen) for one in entry.outcomes) for seen in stance.outcomes):
                return Position(stance, entry.reason, entry.bug, found, entry.number)  # only how often has changed
        return Position(stance, reason, "", found, 0)

    def _rewritten(self, parts: FileText, drafted: Sequence[Draft]) -> FileText:
        by_origin: dict[int, list[Draft]] = defaultdict(list)
        for draft in drafted:
            by_origin[draft.position.origin].append(draft)
        blocks: list[tuple[str, str]] = []
        same = 0
        for entry, block in zip(self._old.entries, parts.entries, strict=True):
            pairs = frozenset(covered_by(entry, self._cases | self._old.cases, self._targets))
            mine = by_origin.pop(entry.number, [])
            if not pairs and any(map(entry.names, self._cases)):
                stays = True  # about targets that were never recorded
            else:
                stays = len(mine) == 1 and mine[0].pairs == pairs and mine[0].position == position_of(entry)
            if stays:
                same += 1
                blocks.append((entry.patterns[0], block))
            else:
                blocks += [
                    (draft.cases[0], drafting.block_of(draft, block if index == 0 else None))
                    for index, draft in enumerate(mine)
                ]
                state = "changed" if mine else "removed"
                self.said.append(f"{self.path}: {state}: entry {entry.number} ({entry.patterns[0]}): {entry.why}")
        new = by_origin.get(0, [])
        for draft in new:
            at = next((index for index, (first, _) in enumerate(blocks) if first > draft.cases[0]), len(blocks))
            blocks.insert(at, (draft.cases[0], drafting.block_of(draft, None)))
        targets = "; ".join(f"{measured} in {_plural(len(runs), 'run')}" for measured, runs in self._groups.items())
        self.said.append(f"{self.path}: {len(blocks)} entries, {same} as before, {len(new)} new; from {targets}")
        return expectations_file.FileText(
            parts.preamble, tuple(self._recorded_blocks(parts)), tuple(block for _, block in blocks)
        )

    def _recorded_blocks(self, parts: FileText) -> Iterable[str]:
        before = dict(zip([one.measured for one in self._old.recorded], parts.recorded, strict=True))
        for measured in self._targets:
            runs = self._groups.get(measured)
            if runs is None:
                yield before[measured]
                continue
            builds = tuple(sorted({run.header.build for run in runs if run.header is not None}))
            one = Recorded(measured, len(runs), _newest_day(runs), builds)
            values = {"version": measured.version, "build": measured.build, "abi": measured.abi}
            counts = {"runs": one.runs, "date": one.date, "suite": list(one.suite)}
            yield expectations_file.block_of("recorded", values | counts, before.get(measured))


def _grouped(runs: Sequence[tuple[StoredRun, Run]], fewest: int) -> dict[Measured, list[Run]]:
    """The runs of each target, enough of them and of the same cases. Raises UpdateRefusedError."""
    groups: dict[Measured, list[Run]] = defaultdict(list)
    names: dict[tuple[str, str], str] = {}
    for stored, run in runs:
        assert run.header is not None
        identity = (run.header.run, run.header.started)
        if identity in names:
            raise UpdateRefusedError(f"{stored.name} and {names[identity]} are the same run")
        names[identity] = stored.name
        groups[measured_by(run.header)].append(run)
    for measured, of_target in groups.items():
        if len(of_target) < fewest:
            few = _plural(len(of_target), "run")
            raise UpdateRefusedError(f"{measured}: {few}, and {fewest} are needed; --runs N accepts fewer")
    first = runs[0]
    for stored, run in runs:
        if run.planned_cases != first[1].planned_cases:
            count = len(run.planned_cases ^ first[1].planned_cases)
            raise UpdateRefusedError(f"{stored.name} and {first[0].name} planned different cases: {count} differ")
    return dict(sorted(groups.items(), key=lambda group: group[0].order))


def _is_part(stored: StoredRun, run: Run) -> bool:
    return stored.part or (run.header is not None and run.header.plan.shard != (1, 1))


def _parts(text: str, read: Expectations, path: Path) -> FileText:
    try:
        parts = expectations_file.taken_apart(text)
    except expectations_file.TornFileError as error:
        raise BadExpectationsError(f"{path}: {error}") from error
    if (len(parts.recorded), len(parts.entries)) != (len(read.recorded), len(read.entries)):
        raise BadExpectationsError(f"{path}: each table must begin with a line [[recorded]] or [[expect]]")
    return parts


def _newest_day(runs: Iterable[Run]) -> str:
    return max(run.header.started[:10] for run in runs if run.header is not None)


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
