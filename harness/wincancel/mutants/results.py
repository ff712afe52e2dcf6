"""What came of mutants, kept in a file of lines as it comes, so that a campaign that was interrupted can go on.

The first line says of which suite, reference and order the results are; those of any other are never used.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from .catches import Catch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..faults import Fault

SCHEMA = 1


class Outcome(StrEnum):
    """What became of a mutant."""

    CAUGHT = "caught"
    ELSEWHERE = "elsewhere"
    SURVIVED = "survived"
    NO_RESULT = "no result"


@dataclass(frozen=True)
class MutantResult:
    """One mutant: who caught it, and how long it took.

    `failed` has every check that was seen to notice it, as case and key; all there are of its own clauses only where
    `whole`. `why` says of a mutant that was not caught what its own cases came to, or what kept it from a result.
    """

    fault: str
    breaks: tuple[str, ...]
    outcome: Outcome
    catch: Catch | None
    failed: tuple[tuple[str, str], ...]
    whole: bool
    seconds: float
    cases: int
    why: str | None = None

    @property
    def good(self) -> bool:
        """Whether a case of a clause that it breaks caught it."""
        return self.outcome is Outcome.CAUGHT


class ResultFile:
    """The results of one campaign below `path`; `identity` is what they depend on."""

    def __init__(self, path: Path, identity: Mapping[str, object]) -> None:
        self._path = path
        self._identity = {"schema": SCHEMA, **identity}

    def begin(self) -> None:
        """Starts the file anew, without a result. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        beside.write_text(_line(self._identity), encoding="utf-8")
        beside.replace(self._path)

    def add(self, result: MutantResult) -> None:
        """Writes a result that is worth keeping: one without an outcome is tried again. Raises OSError."""
        if result.outcome is Outcome.NO_RESULT:
            return
        with self._path.open("a", encoding="utf-8") as file:
            file.write(_line(asdict(result)))

    def resume(self) -> dict[str, MutantResult] | None:
        """The results by fault; None where there is no file, or one of another identity.

        A last line that was cut off is dropped, from the file too. Raises OSError.
        """
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return None
        whole = content[: content.rfind(b"\n") + 1]
        lines = whole.splitlines()
        try:
            if not lines or json.loads(lines[0]) != json.loads(_line(self._identity)):
                return None
            results = [_result(json.loads(line)) for line in lines[1:]]
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        if len(whole) < len(content):
            with contextlib.suppress(FileNotFoundError), self._path.open("r+b") as file:
                file.truncate(len(whole))
        return {result.fault: result for result in results}


def is_of(result: MutantResult, fault: Fault, whole: bool) -> bool:
    """Whether an earlier result answers what is asked of a fault now."""
    return result.breaks == fault.breaks and (result.whole or not whole)


def _line(entry: Mapping[str, object]) -> str:
    return json.dumps(entry, ensure_ascii=True, sort_keys=True) + "\n"


def _result(entry: dict[str, Any]) -> MutantResult:
    return MutantResult(
        fault=str(entry["fault"]),
        breaks=tuple(map(str, entry["breaks"])),
        outcome=Outcome(entry["outcome"]),
        catch=None if entry["catch"] is None else Catch(**entry["catch"]),
        failed=tuple((str(case), str(key)) for case, key in entry["failed"]),
        whole=bool(entry["whole"]),
        seconds=float(entry["seconds"]),
        cases=int(entry["cases"]),
        why=entry["why"],
    )
