"""Which expectations a run is judged by: those asked for by name, or the shipped ones of its target's family."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.text import Text

from .. import gate_text
from ..conditions import measured_by
from ..expectations import BadExpectationsError, Expectations, load, shipped_files, shipped_path, subject_name
from ..gate import Judgement, judge
from ..printable import printable
from ..store import StoredRun
from .console import UNEXPECTED, WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rich.console import Console

    from ..records import Header, Run


class Shelf:
    """The files of expectations, each read once."""

    def __init__(self) -> None:
        self._read: dict[Path, Expectations] = {}

    def read(self, path: Path) -> Expectations:
        """The expectations of a file. Raises WrongUsageError."""
        try:
            return self._read.get(path) or self._read.setdefault(path, load(path))
        except BadExpectationsError as error:
            raise WrongUsageError(printable(str(error))) from error

    def asked_for(self, header: Header, file: Path | None) -> Expectations:
        """The expectations for a run: those of `file`, or of the target's family. Raises WrongUsageError."""
        kind = header.target.kind
        path = file or shipped_path(kind)
        if file is None and not path.exists():
            raise WrongUsageError(f"nothing is expected of {kind} yet: there is no {path}; see gate --update")
        found = self.read(path)
        if found.family != kind:
            raise WrongUsageError(f"{path} is about {found.family}, and the run is of {kind}")
        library = header.subject.library
        subject = None if library is None else subject_name(library)
        if found.subject != subject:
            own = "the targets' own functions"
            about, of = found.subject or own, printable(subject or own)
            raise WrongUsageError(f"{path} is about {about}, and the run is of {of}")
        return found

    def known(self, header: Header) -> Expectations | None:
        """The shipped expectations where they know this version and ABI; none for a subject of the user's own.

        Raises WrongUsageError.
        """
        path = shipped_path(header.target.kind)
        if header.subject.library is not None or not path.exists():
            return None
        found = self.read(path)
        return found if found.knows(measured_by(header)) else None


def judged(runs: Iterable[tuple[StoredRun | str, Run]], file: Path | None = None) -> list[Judgement]:
    """The judgements of those runs that are valid and of which something is expected. Raises WrongUsageError."""
    shelf = Shelf()
    judgements = []
    for stored, run in runs:
        if not run.valid or run.header is None:
            continue
        expected = shelf.known(run.header) if file is None else shelf.asked_for(run.header, file)
        if expected is not None:
            name, part = (stored.name, stored.part) if isinstance(stored, StoredRun) else (stored, False)
            judgements.append(judge(run, name, expected, part))
    return judgements


def relations(judgements: Iterable[Judgement]) -> dict[tuple[str, str], str]:
    """The relation of each run's cases, as the matrix shows them."""
    return {(judgement.name, case.case): str(case.relation) for judgement in judgements for case in judgement.cases}


class RunGate:
    """The gate behind `run`: the files are read before anything runs, and the runs are judged after all of them."""

    def __init__(self, file: Path | None) -> None:
        """Raises WrongUsageError where a file of expectations is faulty."""
        self.relations: dict[tuple[str, str], str] = {}
        self._file = file
        self._judgements: list[Judgement] = []
        self._not_judged: list[str] = []
        self._not_about: WrongUsageError | None = None
        shelf = Shelf()
        for path in shipped_files() if file is None else [file]:
            shelf.read(path)

    def judge(self, runs: Sequence[tuple[StoredRun | str, Run]]) -> None:
        """Takes the runs; a file that is about something else is not told before what they came to has been shown."""
        try:
            self._judgements = judged(runs, self._file)
        except WrongUsageError as error:
            self._not_about = error
        self.relations = relations(self._judgements)
        names = {judgement.name for judgement in self._judgements}
        for stored, run in runs:
            name = stored.name if isinstance(stored, StoredRun) else stored
            if name not in names and run.valid and run.header is not None:
                subject = " with this subject" if run.header.subject.library else ""
                self._not_judged.append(f"not gated: nothing is recorded of {measured_by(run.header)}{subject}")

    def tell(self, terminal: Console) -> None:
        """Prints what is not as expected, and the summary of each run."""
        for judgement in self._judgements:
            for line in gate_text.lines(judgement):
                terminal.print(Text(line), soft_wrap=True)
        for line in self._not_judged:
            terminal.print(Text(printable(line)), soft_wrap=True)

    def close(self) -> None:
        """Ends the command with exit code 1 or 2, unless all is as expected."""
        if self._not_about is not None:
            raise self._not_about
        if not all(judgement.passed for judgement in self._judgements):
            raise click.exceptions.Exit(UNEXPECTED)
