"""Reading what is no stream: garbage, random damage and what never ends are survived in bounded memory and time."""

from __future__ import annotations

import random
import time
import tracemalloc

import pytest
import streams
from streams import attempt, value, whole
from test_stream import read

from wincancel import stream as stream_module
from wincancel.stream import MAX_LINE_BYTES, StreamReader


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe\x00 binary",
        b"{",
        b'{"record":"start","record":"start"}',
        b'{"record":"footer","planned":NaN}',
        b"[" * 100_000,
        b"9" * 10_000,
        b'"\\ud800"',
        b"null",
        b"",
    ],
)
def test_garbage_in_place_of_a_record_is_a_problem_and_no_more(line: bytes) -> None:
    records = streams.lines(streams.small()).splitlines(keepends=True)
    run = read(b"".join([records[0], line + b"\n", *records[1:]]))
    assert not run.valid
    assert len(run.results) == 3


def test_random_bytes_are_survived() -> None:
    lot = random.Random(1)
    for size in (1, 100, 100_000):
        assert not read(lot.randbytes(size)).valid


def test_random_damage_never_makes_a_stream_invalid_without_a_word_nor_raises() -> None:
    lot = random.Random(2)
    good = streams.lines(streams.small())
    for _ in range(300):
        damaged = bytearray(good)
        for _ in range(lot.randrange(1, 4)):
            damaged[lot.randrange(len(damaged))] = lot.randrange(256)
        run = read(bytes(damaged))
        assert run.valid == (not run.problems and run.footer is not None and run.header is not None)


def test_a_line_without_end_takes_bounded_memory() -> None:
    reader = StreamReader()
    reader.feed(streams.lines([streams.header(["A/b"])]))
    chunk = b"x" * (1 << 20)
    tracemalloc.start()
    try:
        for _ in range(64):
            reader.feed(chunk)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * MAX_LINE_BYTES
    reader.feed(b"\n" + streams.lines(attempt("A/b")))
    run = reader.run()
    assert "longer than" in str(run.problems[0])
    assert "A/b" in run.results


def test_a_stream_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "MAX_STREAM_BYTES", 1 << 20)
    reader = StreamReader()
    for _ in range(3):
        reader.feed(b" " * (1 << 19))
    assert reader.flooded
    assert any("the rest of it was not read" in str(problem) for problem in reader.run().problems)


def test_endless_garbage_is_given_up() -> None:
    reader = StreamReader()
    reader.feed(b"\n" * (1 << 20))
    assert reader.flooded
    assert len(reader.run().problems) < 60


def test_fifteen_thousand_records_are_read_in_a_second() -> None:
    content = [value(f"value_{index}", index, [index]) for index in range(20)]
    data = streams.lines(whole(*(attempt(f"CSIO-X-{index}/case", content) for index in range(650))))
    assert data.count(b"\n") >= 14_900
    began = time.process_time()
    assert read(data).valid
    assert time.process_time() - began < 1.0
