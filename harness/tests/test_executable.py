"""The executable alone: its command line, its exit codes, its files, without the harness around it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from small_disk import small_disk

if TYPE_CHECKING:
    from pathlib import Path

    from real_target import RealTarget

WRONG_USAGE = 2
NO_VALID_RUN = 3
CASE = "CSIO-ACCESS-2/is_refused/READ_CONTROL"
FEW = ("--filter", "CSIO-ACCESS-2/is_refused/*")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "a command is missing"),
        (("frobnicate",), "unknown command: frobnicate"),
        (("run", "--frobnicate", "1"), "unknown option: --frobnicate"),
        (("list", "--out", "x"), "unknown option: --out"),
        (("run", "--filter"), "a value is missing after: --filter"),
        (("run", "--filter", "CSIO-NOTHING*"), "no case matches the filter: CSIO-NOTHING*"),
        (("run", "--suite", "csio"), "unknown suite: csio"),
        (("run", "--class", "fast"), "--class cannot be: fast"),
        (("run", "--jobs", "0"), "--jobs cannot be: 0"),
        (("run", "--jobs", "25"), "--jobs cannot be: 25"),
        (("run", "--repeat", "-1"), "--repeat cannot be: -1"),
        (("run", "--seed", "0x10"), "--seed cannot be: 0x10"),
        (("run", "--seed", "9007199254740992"), "--seed cannot be"),
        (("run", "--shard", "3/2"), "--shard cannot be: 3/2"),
        (("run", "--shard", "0/2"), "--shard cannot be: 0/2"),
        (("run", "--shard", "1"), "--shard cannot be: 1"),
        (("run", "--timeout-scale", "0"), "--timeout-scale cannot be: 0"),
        (("run", "--timeout-scale", "nan"), "--timeout-scale cannot be: nan"),
        (("run", "--timeout-scale", "inf"), "--timeout-scale cannot be: inf"),
        (("run", "--timeout-scale", "1x"), "--timeout-scale cannot be: 1x"),
        (("run", "--data", "share"), "--data cannot be: share"),
        (("run", "--data", "=x"), "--data cannot be: =x"),
        (("run", "--cases", r"C:\no such file"), "cannot read the file of cases"),
    ],
)
def test_wrong_usage_is_exit_2_and_one_line(wine_8: RealTarget, arguments: tuple[str, ...], says: str) -> None:
    done = wine_8.call(*arguments)
    assert done.returncode == WRONG_USAGE
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_an_unknown_case_in_the_file_is_wrong_usage(wine_8: RealTarget) -> None:
    done = wine_8.run(cases=[CASE, "CSIO-ACCESS-2/is_refused/NOBODY"])
    assert done.exit_code == WRONG_USAGE
    assert "unknown case: CSIO-ACCESS-2/is_refused/NOBODY" in done.errors


def test_help_is_no_mistake(wine_8: RealTarget) -> None:
    done = wine_8.call("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "wincancel run" in done.stdout


def test_a_child_without_an_order_ends(wine_8: RealTarget, tmp_path: Path) -> None:
    order = tmp_path / "order"
    order.write_bytes(b"mode cases\nnonsense\n\xff\xfe\n")
    for path in (order, tmp_path / "none"):
        assert wine_8.call("child", wine_8.session.path(path)).returncode == WRONG_USAGE


def test_a_stream_that_exists_is_not_touched(wine_8: RealTarget, tmp_path: Path) -> None:
    stream = tmp_path / "stream.jsonl"
    stream.write_text("of yesterday\n")
    done = wine_8.call("run", *FEW, "--out", wine_8.session.path(stream))
    assert done.returncode == NO_VALID_RUN
    assert "cannot create" in done.stderr
    assert "(error 80)" in done.stderr  # it exists
    assert stream.read_text() == "of yesterday\n"


def test_a_stream_in_no_directory_is_no_run(wine_8: RealTarget, tmp_path: Path) -> None:
    done = wine_8.call("run", *FEW, "--out", wine_8.session.path(tmp_path / "none" / "stream.jsonl"))
    assert done.returncode == NO_VALID_RUN
    assert "(error 3)" in done.stderr  # there is no such directory


def test_a_full_disk_ends_the_run_in_one_line(wine_8: RealTarget, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", "16k") as disk:
        done = wine_8.call("run", *FEW, "--out", wine_8.session.path(disk / "stream.jsonl"))
    assert done.returncode == NO_VALID_RUN
    # What loads user32 makes Wine miss a font library aloud.
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("wincancel: ")]
    assert "cannot write" in line
    assert "the run is not complete" in line
    assert "finished" not in done.stdout  # no summary that looks like a run


def test_names_beyond_ascii(wine_8: RealTarget, tmp_path: Path) -> None:
    directory = tmp_path / "Übung mit Leerzeichen 漢字"
    directory.mkdir()
    data = wine_8.session.path(directory)
    stream = directory / "Strom 1.jsonl"
    done = wine_8.call("run", "--filter", CASE, "--out", wine_8.session.path(stream), "--data", f"größe={data}")
    assert done.returncode == 0
    header = json.loads(stream.read_text(encoding="utf-8").splitlines()[0])
    assert header["options"]["data"] == {"größe": data}


def test_the_list_is_what_a_run_plans(wine_8: RealTarget) -> None:
    listed = [case["id"] for case in json.loads(wine_8.call("list", "--json").stdout)]
    assert listed == sorted(set(listed))
    assert wine_8.call("list").stdout.splitlines()[-1] == f"{len(listed)} cases"
    chosen = [case for case in listed if case.startswith("CSIO-ACCESS-2/")]
    run = wine_8.run("--filter", "CSIO-ACCESS-2/*").valid_run
    assert run.header is not None
    assert list(run.header.plan.cases) == chosen


def test_an_exact_id_is_a_pattern_of_itself(wine_8: RealTarget) -> None:
    run = wine_8.run("--filter", CASE).valid_run
    assert set(run.results) == {CASE}


def test_shards_are_disjoint_and_together_everything(wine_8: RealTarget) -> None:
    everything = wine_8.run(*FEW).valid_run.planned_cases
    shards = [wine_8.run(*FEW, "--shard", f"{number}/3").valid_run for number in (1, 2, 3)]
    assert sum(len(shard.planned_cases) for shard in shards) == len(everything)
    assert frozenset().union(*(shard.planned_cases for shard in shards)) == everything
    assert [shard.header.plan.shard for shard in shards if shard.header] == [(1, 3), (2, 3), (3, 3)]


def test_the_seed_is_the_order(wine_8: RealTarget) -> None:
    def order(*arguments: str) -> list[str]:
        # One after the other, and isolated cases aside: then the order of the stream is the order of the plan.
        results = wine_8.run(*FEW, "--jobs", "1", *arguments).valid_run.results
        return sorted(results, key=lambda case: results[case][0].first.at_us)

    once = order("--seed", "5")
    assert order("--seed", "5") == once
    assert order("--seed", "6") != once
    assert order("--no-shuffle") == sorted(once)


def test_conditions_that_exclude_each_other_are_wrong_usage(wine_8: RealTarget) -> None:
    done = wine_8.run("--filter", CASE, "--class", "exclusive")
    assert done.exit_code == WRONG_USAGE
    assert "no case fulfils all conditions" in done.errors


def test_a_shard_may_be_empty(wine_8: RealTarget) -> None:
    shards = [wine_8.run("--filter", CASE, "--shard", f"{number}/2").valid_run for number in (1, 2)]
    assert sorted(len(shard.planned_cases) for shard in shards) == [0, 1]


def test_being_told_to_stop_ends_everything_and_is_no_run(wine_8: RealTarget, tmp_path: Path) -> None:
    stream = tmp_path / "stream.jsonl"
    process = subprocess.Popen(
        wine_8.session.command(
            wine_8.executable, ["run", "--repeat", "1000", *FEW, "--out", wine_8.session.path(stream)]
        ),
        env=dict(wine_8.session.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    wine_8.session.started.append(process)
    deadline = time.monotonic() + 30
    while not stream.exists() or b'"end"' not in stream.read_bytes():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)  # sleep-ok: between two looks at a file
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == NO_VALID_RUN
    assert b"stopped; the run is not complete" in said
    assert b'"footer"' not in stream.read_bytes()
