"""Parts of a plan and their joining: what comes out is valid, or not, by the rules of any run."""

from __future__ import annotations

from pathlib import Path

import pytest
import streams
from streams import Record

from wincancel.parts import case_in_two, difference, drop_footer, join
from wincancel.records import Run
from wincancel.stream import read_run

FAILS, SUCCEEDS, STORM = "CSIO-RET-1/fails", "CSIO-RET-1/succeeds", "CSIO-RACE-1/storm"
ANOTHER_WINE = {"kind": "wine", "version": "10.0", "build": "b", "host": "Linux 6.1", "cpus": 2}


def part(path: Path, *cases: str, **changes: object) -> Run:
    attempts: list[list[Record]] = []
    for case in cases:
        good = case != FAILS
        attempts += [streams.attempt(case, [streams.value("returned", good, [True])], number=1)]
        attempts += [] if good else [streams.attempt(case, [streams.value("returned", good, [True])], number=2)]
    # The changes are fields of a header, of any type.
    records = streams.whole(*attempts, **changes) if attempts else [streams.header([], **changes)]  # type: ignore[arg-type]
    return read_run(streams.write(path, records if attempts else [*records, streams.footer(records)]))


def joined(tmp_path: Path, *parts: Run, whole: bool = True) -> Run:
    join(parts, tmp_path / "joined.jsonl", (1, 1), whole)
    return read_run(tmp_path / "joined.jsonl")


def test_joined_parts_are_one_valid_run(tmp_path: Path) -> None:
    first = part(tmp_path / "1", SUCCEEDS, FAILS, started="2026-03-01T12:00:05Z")
    second = part(tmp_path / "2", STORM, started="2026-03-01T12:00:01Z", run="ffffff")
    run = joined(tmp_path, first, second)
    assert run.valid, run.problems
    assert run.header is not None
    assert run.header.plan.cases == tuple(sorted((SUCCEEDS, FAILS, STORM)))
    assert (run.header.run, run.header.started) == ("a1b2c3", "2026-03-01T12:00:01Z")
    assert {**first.results, STORM: run.results[STORM]} == run.results
    assert run.results[STORM][0].first.at_us == 1_500_000 + 1000
    assert run.footer is not None
    assert (run.footer.planned, run.footer.wall_us, run.footer.exclusive_us) == (3, 3_000_000, 200_000)


def test_one_part_joined_is_that_part(tmp_path: Path) -> None:
    one = part(tmp_path / "1", SUCCEEDS, FAILS)
    run = joined(tmp_path, one)
    assert (run.results, run.footer, run.problems) == (one.results, one.footer, ())


def test_a_part_without_cases_adds_none(tmp_path: Path) -> None:
    assert joined(tmp_path, part(tmp_path / "1", SUCCEEDS), part(tmp_path / "2")).valid


def test_without_a_footer_it_is_incomplete(tmp_path: Path) -> None:
    run = joined(tmp_path, part(tmp_path / "1", SUCCEEDS), part(tmp_path / "2", STORM), whole=False)
    assert len(run.results) == 2
    assert [str(problem) for problem in run.problems] == ["no footer: the run did not get to its end"]


def test_what_is_wrong_with_a_part_is_wrong_with_the_whole(tmp_path: Path) -> None:
    good = part(tmp_path / "1", SUCCEEDS)
    torn = tmp_path / "2"
    streams.write(torn, streams.whole(streams.attempt(STORM)))
    torn.write_bytes(b"\n".join(torn.read_bytes().split(b"\n")[:-2]) + b"\nnoise\n" + b'{"record":"st')
    run = joined(tmp_path, good, read_run(torn), whole=False)
    assert len(run.results) == 2
    assert sum("not a JSON record" in str(problem) for problem in run.problems) == 2


def test_a_line_without_bounds_is_copied_in_pieces_and_refused(tmp_path: Path) -> None:
    good, long = part(tmp_path / "1", SUCCEEDS), tmp_path / "2"
    long.write_bytes(streams.lines([streams.header([STORM])]) + b"x" * (9 << 20))
    run = joined(tmp_path, good, read_run(long), whole=False)
    assert any("longer than 4 MiB" in str(problem) for problem in run.problems)


def test_the_same_case_twice_is_found(tmp_path: Path) -> None:
    one, other = part(tmp_path / "1", SUCCEEDS, FAILS), part(tmp_path / "2", FAILS, STORM)
    assert case_in_two([one, other]) == FAILS
    assert case_in_two([one]) is None
    assert not joined(tmp_path, one, other).valid


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"build": "fedcba9876543210"}, "the build of the suite"),
        ({"abi": "i686"}, "the ABI"),
        ({"seed": 8}, "the seed"),
        (
            {"target": {"kind": "wine", "version": "10.0", "build": "b", "host": "Linux 6.1", "cpus": 2}},
            "the target's build",
        ),
        ({"subject": {"library": "own.dll", "functions": []}}, "the library under test"),
        ({"options": {"jobs": 3, "timeout_scale": 1, "shuffle": True, "data": {}}}, "the jobs"),
        ({"capabilities": [{"name": "cancel", "supported": False, "evidence": ""}]}, "the capability cancel"),
        ({"capabilities": []}, "the capability cancel"),
    ],
)
def test_headers_that_differ_are_not_of_one_plan(tmp_path: Path, change: dict[str, object], name: str) -> None:
    one, other = part(tmp_path / "1", SUCCEEDS).header, part(tmp_path / "2", STORM, **change).header
    assert one is not None
    assert other is not None
    found, back = difference(one, other), difference(other, one)
    assert found is not None
    assert back is not None
    assert found[0] == back[0] == name
    assert difference(one, other, but=(name,)) is None


def test_evidence_and_place_in_time_may_differ(tmp_path: Path) -> None:
    evidence = [{"name": "cancel", "supported": True, "evidence": "another handle"}]
    one = part(tmp_path / "1", SUCCEEDS).header
    other = part(tmp_path / "2", STORM, capabilities=evidence, run="ffffff", started="2026-03-02T12:00:00Z").header
    assert one is not None
    assert other is not None
    assert difference(one, other) is None


def test_the_footer_is_dropped_and_nothing_else(tmp_path: Path) -> None:
    records = streams.small()
    path = streams.write(tmp_path / "1", records)
    drop_footer(path)
    assert path.read_bytes() == streams.lines(records[:-1])
    drop_footer(path)
    assert path.read_bytes() == streams.lines(records[:-1])


@pytest.mark.parametrize("tail", [b"noise\n", b"torn", b"\n", b"[]\n"])
def test_what_follows_a_footer_keeps_the_run_from_being_valid(tmp_path: Path, tail: bytes) -> None:
    path = streams.write(tmp_path / "1", streams.small())
    path.write_bytes(path.read_bytes() + tail)
    drop_footer(path)
    assert not read_run(path).valid


def test_no_stream_has_no_footer(tmp_path: Path) -> None:
    drop_footer(tmp_path / "none")
    (tmp_path / "empty").touch()
    drop_footer(tmp_path / "empty")
    assert (tmp_path / "empty").read_bytes() == b""
