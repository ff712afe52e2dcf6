"""Parts of one plan, recorded apart, and their joining into one stream.

A part is the stream of one execution: the shared and waiting cases of a target, its exclusive ones, or a shard. The
joined stream is one that a single execution could have written: one header that plans the cases of all parts, their
records in the order of the parts, one footer. Its times are those of the parts one after the other, without what lay
between them.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections import Counter
from dataclasses import asdict, fields
from typing import IO, TYPE_CHECKING, Any

from .stream import MAX_LINE_BYTES
from .stream_schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from .records import Footer, Header, Run


def difference(one: Header, other: Header, but: Collection[str] = ()) -> tuple[str, str, str] | None:
    """What keeps two headers from being of one plan on one target: its name and both values. None: nothing does.

    What is named in `but` may differ. Of capabilities only the answers count: the evidence may hold figures that
    differ each time.
    """

    def told(header: Header) -> dict[str, object]:
        return {
            "the build of the suite": header.build,
            "the version of the suite": header.suite_version,
            "the ABI": header.abi,
            **{f"the target's {field.name}": getattr(header.target, field.name) for field in fields(header.target)},
            "the library under test": header.subject.library,
            "the fault of the library under test": header.subject.fault,
            "what the library under test took over": ", ".join(header.subject.functions),
            **{f"the capability {one.name}": one.supported for one in header.capabilities},
            "the repeats": header.plan.repeat,
            "the number of shards": header.plan.shard[1],
            "the jobs": header.options.jobs,
            "the time-out scale": header.options.timeout_scale,
            "shuffling": header.options.shuffle,
            "the data": ", ".join(f"{name}={path}" for name, path in sorted(header.options.data.items())),
            "the seed": header.seed,
        }

    ours, theirs = told(one), told(other)
    for name in [*ours, *(name for name in theirs if name not in ours)]:
        if name not in but and ours.get(name) != theirs.get(name):
            return name, str(ours.get(name)), str(theirs.get(name))
    return None


def case_in_two(parts: Sequence[Run]) -> str | None:
    """A case that more than one part planned, if there is any."""
    times = Counter(case for part in parts for case in part.planned_cases)
    return min((case for case, count in times.items() if count > 1), default=None)


def join(parts: Sequence[Run], out: Path, shard: tuple[int, int], whole: bool) -> None:
    """Writes the parts, at least one with a header, as one stream of that shard to the new file `out`.

    Without `whole` it gets no footer, so that it is an incomplete run whatever the parts are. A file may have lost its
    footer since the part was read. Raises OSError.
    """
    elapsed_us = 0
    with out.open("xb") as joined:
        joined.write(_line(_header(parts, shard)))
        for part in parts:
            assert part.path is not None
            with part.path.open("rb") as file:
                for piece in _pieces(file):
                    joined.write(_later(piece, elapsed_us))
            elapsed_us += part.footer.wall_us if part.footer else 0
        if whole:
            joined.write(_line(_footer([part.footer for part in parts if part.footer])))


def drop_footer(path: Path) -> None:
    """Cuts the footer off a stream, if it ends in one: a part that waits for the others is no whole run.

    Needs no room on the disk. Raises OSError.
    """
    with contextlib.suppress(FileNotFoundError), path.open("rb+") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - MAX_LINE_BYTES))
        last = file.read().splitlines(keepends=True)[-1:]
        if last and _kind(_parsed(last[0])) == "footer":
            file.truncate(size - len(last[0]))


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of a stream, none left without an end; what is too long for one comes in pieces."""
    piece = b"\n"
    while more := file.readline(MAX_LINE_BYTES):
        piece = more
        yield piece
    if not piece.endswith(b"\n"):
        yield b"\n"


def _later(piece: bytes, microseconds: int) -> bytes:
    """A line as it stands in the joined stream: nothing of header and footer, a start so much later, others as is."""
    record = _parsed(piece)
    if _kind(record) in ("header", "footer"):
        return b""
    if _kind(record) == "start" and microseconds and isinstance(record.get("at_us"), int):
        return _line(record | {"at_us": record["at_us"] + microseconds})
    return piece


def _parsed(line: bytes) -> dict[str, Any]:
    """The record of a line; an empty one where there is none."""
    with contextlib.suppress(ValueError, RecursionError):
        record = json.loads(line)
        if isinstance(record, dict):
            return record
    return {}


def _kind(record: dict[str, Any]) -> object:
    return record.get("record")


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def _header(parts: Sequence[Run], shard: tuple[int, int]) -> dict[str, Any]:
    """The header of the first part that has one, with the cases of all."""
    headers = [part.header for part in parts if part.header]
    cases = sorted({case for header in headers for case in header.plan.cases})
    first = asdict(headers[0])
    return {
        "record": "header",
        "schema": SCHEMA_VERSION,
        **first,
        "started": min(header.started for header in headers),
        "plan": {**first["plan"], "cases": cases, "shard": shard},
    }


def _footer(footers: Sequence[Footer]) -> dict[str, Any]:
    def total(name: str) -> int:
        return sum(getattr(footer, name) for footer in footers)

    def counts(name: str) -> dict[str, int]:
        found: Counter[str] = Counter()
        for footer in footers:
            found.update({str(word): count for word, count in getattr(footer, name).items()})
        return dict(found)

    return {
        "record": "footer",
        **{name: total(name) for name in ("planned", "finished")},
        **{name: counts(name) for name in ("verdicts", "statuses")},
        **{name: total(name) for name in ("children", "lower_bound_us", "wall_us")},
        "bound": {name: total(name) for name in ("longest_wait_us", "shared_us", "exclusive_us")},
    }
