"""Reading a stream: strictly, as it grows, and in bounded memory.

`StreamReader` takes bytes as they arrive. Nothing is tolerated and nothing is thrown away: whatever does not follow the
schema or the rules becomes a `Problem`, and a run with a problem, or without its footer, is never valid, but what it
did record can still be read.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from .attempts import OpenAttempt
from .from_json import RuleBrokenError, footer_of, header_of, histogram_of, value_of
from .records import Attempt, Footer, Header, Problem, Result, Run
from .stream_schema import schema_violation
from .verdicts import WORTH_A_SECOND_ATTEMPT, Status, Tier, Verdict

if TYPE_CHECKING:
    from pathlib import Path

MAX_LINE_BYTES = 4 << 20  # a header that plans ten thousand cases is about one MiB
MAX_STREAM_BYTES = 256 << 20
MAX_PROBLEMS = 50  # more are counted, not kept
GIVE_UP_AFTER = 10_000  # problems: this is no stream any more

_CHUNK_BYTES = 1 << 20


class StreamReader:
    """Takes the bytes of one stream and keeps what they say."""

    def __init__(self) -> None:
        self.header: Header | None = None
        self.footer: Footer | None = None
        self.running: dict[tuple[str, int, int], OpenAttempt] = {}
        self.finished = 0
        """First attempts that have ended."""
        self.tally: Counter[Verdict] = Counter()
        """Verdicts of first attempts that have ended."""
        self.once_more: dict[str, bool] = {}
        """The cases that get a second attempt, and whether that has ended."""
        self.flooded = False
        """Whether the stream is too long or all garbage; nothing more of it is read."""
        self._attempts: dict[tuple[str, int, int], Attempt] = {}
        self._order: dict[str, None] = {}
        self._statuses: Counter[Status] = Counter()
        self._planned: frozenset[str] = frozenset()
        self._buffer = bytearray()
        self._skipping = False
        self._line = 0
        self._bytes = 0
        self._problems: list[Problem] = []
        self._unkept = 0

    @property
    def planned(self) -> int:
        """Cases times repeats; 0 before the header."""
        return len(self.header.plan.cases) * self.header.plan.repeat if self.header else 0

    def feed(self, chunk: bytes) -> None:
        """Takes the next bytes of the stream, cut anywhere."""
        if self.flooded:
            return
        self._bytes += len(chunk)
        if self._bytes > MAX_STREAM_BYTES:
            self.flooded = True
            return
        lines = chunk.split(b"\n")
        for piece in lines[:-1]:
            self._take(piece)
            self._end_line()
            if self._unkept > GIVE_UP_AFTER:
                self.flooded = True
                return
        self._take(lines[-1])

    def _take(self, piece: bytes) -> None:
        if self._skipping:
            return
        self._buffer += piece
        if len(self._buffer) > MAX_LINE_BYTES:
            self._problem(f"longer than {MAX_LINE_BYTES >> 20} MiB, not read", self._line + 1)
            self._buffer = bytearray()
            self._skipping = True

    def _end_line(self) -> None:
        self._line += 1
        if not self._skipping:
            line = bytes(self._buffer)
            self._buffer = bytearray()
            self._read_line(line)
        self._skipping = False

    def _read_line(self, line: bytes) -> None:
        try:
            record = json.loads(
                line.decode("utf-8"),
                object_pairs_hook=_object_without_duplicates,
                parse_constant=_refuse_constant,
            )
        except (ValueError, RecursionError) as error:
            self._problem(f"not a JSON record: {str(error)[:120]}")
            return
        violation = schema_violation(record)
        if violation is not None:
            self._problem(violation)
            return
        try:
            self._accept(record)
        except RuleBrokenError as broken:
            self._problem(str(broken))

    def _accept(self, record: dict[str, Any]) -> None:
        kind = record["record"]
        if self.footer is not None:
            raise RuleBrokenError(f"{kind} record after the footer")
        if (self.header is None) != (kind == "header"):
            raise RuleBrokenError("a second header" if kind == "header" else f"{kind} record before the header")
        if kind == "header":
            self.header = header_of(record)
            self._planned = frozenset(self.header.plan.cases)
        elif kind == "footer":
            self.footer = footer_of(record)
            self._check_footer(self.footer)
        else:
            self._accept_of_case(kind, record)

    def _accept_of_case(self, kind: str, record: dict[str, Any]) -> None:
        key = (record["case"], record["repeat"], record["attempt"])
        if kind == "start":
            self._start(key, record["at_us"])
            return
        attempt = self.running.get(key)
        if attempt is None:
            raise RuleBrokenError(f"{kind} record of {_named(key)} outside its start and end")
        if kind == "value":
            attempt.add_value(value_of(record))
        elif kind == "histogram":
            attempt.add_histogram(histogram_of(record))
        elif kind == "verdict":
            attempt.take_verdict(
                Verdict(record["verdict"]),
                {Tier(tier): Verdict(word) for tier, word in record["tiers"].items()},
                record["reason"],
            )
        else:
            self._end(key, attempt, record)

    def _start(self, key: tuple[str, int, int], at_us: int) -> None:
        case, repeat, number = key
        assert self.header is not None
        if case not in self._planned:
            raise RuleBrokenError(f"unknown case {case}: it is not in the plan")
        if repeat > self.header.plan.repeat:
            raise RuleBrokenError(f"repeat {repeat} of {case}, but {self.header.plan.repeat} were planned")
        if key in self.running or key in self._attempts:
            raise RuleBrokenError(f"{_named(key)} started twice")
        if number == 2 and (case, repeat, 1) not in self._attempts:
            raise RuleBrokenError(f"{_named(key)} before the first attempt ended")
        self._order.setdefault(case)
        self.running[key] = OpenAttempt(case, repeat, number, at_us)

    def _end(self, key: tuple[str, int, int], attempt: OpenAttempt, record: dict[str, Any]) -> None:
        del self.running[key]
        closed = attempt.closed(record)
        self._attempts[key] = closed
        if closed.number == 1:
            self.finished += 1
            self.tally[closed.verdict] += 1
            self._statuses[Status(record["status"])] += 1
            if closed.status is not Status.OK or closed.verdict in WORTH_A_SECOND_ATTEMPT:
                self.once_more.setdefault(closed.case, False)
        else:
            self.once_more[closed.case] = True
        for fault in attempt.faults(closed):
            self._problem(f"{_named(key)}: {fault}")

    def _check_footer(self, footer: Footer) -> None:
        counts = [
            ("planned", footer.planned, self.planned),
            ("finished", footer.finished, self.finished),
            *((f"verdict {word}", footer.verdicts.get(word, 0), self.tally[word]) for word in Verdict),
            *((f"status {word}", footer.statuses.get(word, 0), self._statuses[word]) for word in Status),
        ]
        for name, said, counted in counts:
            if said != counted:
                self._problem(f"the footer says {name} {said}, the records make it {counted}")

    def _problem(self, message: str, line: int | None = 0) -> None:
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(Problem(self._line if line == 0 else line, message))
        else:
            self._unkept += 1

    def run(self, path: Path | None = None) -> Run:
        """The run as far as the stream was fed; to be called once there is no more to come, or to give up."""
        problems = list(self._problems)
        if self._buffer:
            problems.append(Problem(self._line + 1, "torn: the last line has no end"))
        problems += [Problem(None, f"{_named(key)} began and did not end") for key in list(self.running)[:MAX_PROBLEMS]]
        if self.header is None:
            problems.append(Problem(None, "no header"))
        elif self.finished < self.planned:
            problems.append(Problem(None, f"{self.planned - self.finished} of {self.planned} planned did not finish"))
        if self.footer is None:
            problems.append(Problem(None, "no footer: the run did not get to its end"))
        if self.flooded:
            problems.append(Problem(None, "the stream is too long or all garbage; the rest of it was not read"))
        if self._unkept:
            problems.append(Problem(None, f"and {self._unkept} more problems"))
        return Run(path, self.header, self._results(), self.footer, tuple(problems))

    def ended_attempts(self) -> list[Attempt]:
        """The first attempts that have ended so far."""
        return [attempt for (_, _, number), attempt in self._attempts.items() if number == 1]

    def _results(self) -> dict[str, tuple[Result, ...]]:
        found: dict[str, list[Result]] = {case: [] for case in self._order}
        attempts = dict(self._attempts)
        for key, running in self.running.items():
            attempts[key] = running.closed(None)
        for (case, repeat, number), attempt in attempts.items():
            if number == 1:
                found[case].append(Result(case, repeat, attempt, attempts.get((case, repeat, 2))))
        return {case: tuple(sorted(results, key=lambda result: result.repeat)) for case, results in found.items()}


def read_run(path: Path) -> Run:
    """Reads a whole stream from a file. Raises OSError where the file cannot be read."""
    reader = StreamReader()
    with path.open("rb") as file:
        while (chunk := file.read(_CHUNK_BYTES)) and not reader.flooded:
            reader.feed(chunk)
    return reader.run(path)


def _named(key: tuple[str, int, int]) -> str:
    case, repeat, number = key
    return f"{case} (repeat {repeat}, attempt {number})"


def _object_without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name occurs twice in one object")
    return made


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
