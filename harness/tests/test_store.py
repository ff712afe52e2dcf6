"""The store of runs: names, finding them again, never overwriting."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
import streams

from wincancel.store import Pending, RunNotFoundError, RunStore, StoreFailedError


def put(store: RunStore, name: str) -> Path:
    store.directory.mkdir(parents=True, exist_ok=True)
    return streams.write(store.directory / f"{name}.jsonl", streams.small())


def test_names_are_unique_and_tell_the_target(store: RunStore) -> None:
    names = {store.begin("wine-8.0-i686").name for _ in range(50)}
    assert len(names) == 50
    put(store, names.pop())
    assert [run.target for run in store.runs()] == ["wine-8.0-i686"]


def test_nothing_is_ever_overwritten(store: RunStore) -> None:
    path = put(store, "wine-10.0-20260101T000000Z-abcdef")
    pending = Pending("wine-10.0-20260101T000000Z-abcdef", store.begin("wine-10.0").path, None)
    pending.path.write_bytes(b"other")
    with pytest.raises(StoreFailedError, match="File exists"):
        store.keep(pending, valid=True)
    assert path.read_bytes() == streams.lines(streams.small())


def test_the_latest_of_a_target_is_the_newest_complete_one(store: RunStore) -> None:
    put(store, "wine-10.0-20260101T000000Z-ffffff")
    newest = put(store, "wine-10.0-20260102T000000Z-000000")
    put(store, "wine-10.0-20260103T000000Z-000000.incomplete")
    put(store, "wine-8.0-20250101T000000Z-000000")
    assert [run.target for run in store.latest()] == ["wine-8.0", "wine-10.0"]
    assert store.find(["wine-10.0"])[0].path == newest


def test_the_latest_that_planned_a_case_is_found(store: RunStore) -> None:
    whole = put(store, "wine-10.0-20260101T000000Z-ffffff")
    part = store.directory / "wine-10.0-20260102T000000Z-000000.jsonl"
    streams.write(part, streams.whole(streams.attempt("CSIO-RET-1/fails/X")))
    assert [run.path for run in store.latest("CSIO-RET-1/fails")] == [whole]
    assert [run.path for run in store.latest("CSIO-RET-1/fails/X")] == [part]
    assert store.latest("CSIO-RET-1/none") == []


def test_a_run_of_some_cases_is_the_latest_only_where_there_is_none_of_all(store: RunStore) -> None:
    whole = put(store, "wine-10.0-20260101T000000Z-ffffff")
    put(store, "wine-10.0-20260102T000000Z-000000.part")
    only_part = put(store, "wine-8.0-20260102T000000Z-000000.part")
    assert [run.path for run in store.latest()] == [only_part, whole]
    assert [run.part for run in store.latest()] == [True, False]
    assert [run.target for run in store.latest()] == ["wine-8.0", "wine-10.0"]


def test_of_a_case_the_latest_is_the_newest_that_planned_it(store: RunStore) -> None:
    whole = put(store, "wine-10.0-20260101T000000Z-ffffff")
    part = put(store, "wine-10.0-20260102T000000Z-000000.part")
    (case, *_) = streams.small()[0]["plan"]["cases"]
    assert [run.path for run in store.latest(case)] == [part]
    assert [run.path for run in store.find(["wine-10.0"], case)] == [part]
    assert [run.path for run in store.find(["wine-10.0"], "CSIO-RET-1/none")] == [whole]


def test_a_run_is_found_by_path_name_and_beginning(store: RunStore) -> None:
    path = put(store, "wine-10.0-20260101T000000Z-ffffff")
    put(store, "wine-10.0-20260102T000000Z-000000")
    for name in (str(path), "wine-10.0-20260101T000000Z-ffffff", "wine-10.0-20260101"):
        assert store.find([name])[0].path == path
    with pytest.raises(RunNotFoundError, match="the beginning of 2 runs"):
        store.find(["wine-10.0-2026"])


def test_a_run_from_elsewhere_is_called_as_its_file(store: RunStore, tmp_path: Path) -> None:
    path = streams.write(tmp_path / "windows-11.jsonl", streams.small())
    assert store.find([str(path)])[0].target == "windows-11"


def test_a_run_that_is_not_there_is_one_line_with_a_guess(store: RunStore) -> None:
    put(store, "wine-10.0-20260101T000000Z-ffffff")
    with pytest.raises(RunNotFoundError, match=r"no run wine-10\.1 in .*; is it wine-10\.0\?"):
        store.find(["wine-10.1"])


def test_an_empty_stream_is_not_kept(store: RunStore) -> None:
    pending = store.begin("wine-10.0")
    pending.path.touch()
    assert store.keep(pending, valid=False) is None
    assert store.runs() == []


def test_a_run_without_a_stream_leaves_nothing(store: RunStore) -> None:
    assert store.keep(store.begin("wine-10.0"), valid=False) is None
    assert [path.name for path in (store.directory / ".unfinished").iterdir()] == ["lock"]


def test_a_run_in_progress_is_not_swept(store: RunStore) -> None:
    pending = store.begin("wine-10.0")
    pending.path.write_bytes(b"so far")
    store.keep(store.begin("wine-8.0"), valid=False)
    assert pending.path.read_bytes() == b"so far"
    assert store.runs() == []


def test_a_directory_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="ascii")
    with pytest.raises(StoreFailedError, match="cannot keep results in"):
        RunStore(tmp_path / "out").begin("wine-10.0")


def test_a_full_disk_is_named(store: RunStore, monkeypatch: pytest.MonkeyPatch) -> None:
    pending = store.begin("wine-10.0")
    pending.path.write_bytes(b"x")

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(StoreFailedError, match="no space left for results in"):
        store.keep(pending, valid=True)
    assert pending.path.exists()


def test_a_pending_stream_is_replaced_whole_or_not_at_all(store: RunStore) -> None:
    pending = store.begin("wine-8.0")
    pending.path.write_text("first", encoding="utf-8")

    def fail(path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(StoreFailedError, match="no space left"):
        store.replace(pending, fail)
    assert pending.path.read_text(encoding="utf-8") == "first"
    store.replace(pending, lambda path: path.touch())
    kept = store.keep(pending, valid=True)
    assert kept is not None
    assert kept.read_bytes() == b""


def test_a_discarded_stream_leaves_nothing(store: RunStore) -> None:
    pending = store.begin("wine-8.0")
    pending.path.write_text("first", encoding="utf-8")
    store.discard(pending)
    assert store.runs() == []
    assert [path.name for path in (store.directory / ".unfinished").iterdir()] == ["lock"]


def test_the_name_of_a_shard_says_so(store: RunStore) -> None:
    for part in (False, True):
        pending = store.begin("wine-8.0", part, shard=(2, 11))
        pending.path.write_text("{}\n", encoding="utf-8")
        store.keep(pending, valid=True)
    found = {stored.shard_of_all: stored for stored in store.runs()}
    assert found[True].name.endswith(".shard-2-of-11")
    assert found[False].name.endswith(".shard-2-of-11.part")
    assert all(stored.part and stored.complete and stored.target == "wine-8.0" for stored in found.values())
