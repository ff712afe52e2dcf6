"""The jobs of a CI matrix: static, complete, and each a command line that `run` takes."""

from __future__ import annotations

import json
import shlex
import zlib
from collections import Counter

import pytest
from click.testing import CliRunner
from conftest import FakeTarget
from real_target import RealTarget

from wincancel import host_wine, targets
from wincancel.case_list import Selection
from wincancel.command_line import main
from wincancel.commands.running import run_command
from wincancel.plan import planned_jobs


def plan(*arguments: str) -> list[dict[str, str]]:
    result = CliRunner().invoke(main, ["plan", "--json", *arguments])
    assert result.exit_code == 0, result.output
    matrix = json.loads(result.stdout)
    assert list(matrix) == ["include"]
    include: list[dict[str, str]] = matrix["include"]
    return include


def test_there_is_a_job_for_each_target_and_shard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_wine, "absent", lambda: None)
    jobs = plan("-t", "all", "--shards", "3")
    known = targets.load()
    assert [(job["target"], job["shard"]) for job in jobs] == [
        (name, f"{number}/3") for name in known for number in (1, 2, 3)
    ]
    assert all(job["abi"] == known[job["target"]].abi for job in jobs)
    assert len({job["name"] for job in jobs}) == len(jobs)
    assert {frozenset(job) for job in jobs} == {frozenset({"name", "target", "shard", "abi", "command"})}


def test_what_all_leaves_out_is_said_in_one_line_and_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_wine, "absent", lambda: "there is none")
    result = CliRunner().invoke(main, ["plan", "-t", "all"])
    assert (result.exit_code, result.stderr) == (0, "wincancel: without wine: there is none\n")
    assert "-t wine " not in result.stdout
    result = CliRunner().invoke(main, ["plan", "-t", "wine"])
    assert (result.stdout, result.stderr) == ("./wincancel run -t wine --seed 1\n", "")


def test_one_shard_is_a_plain_run() -> None:
    (job,) = plan("-t", "wine-8.0", "--seed", "7")
    assert job == {
        "name": "wine-8.0",
        "target": "wine-8.0",
        "shard": "1/1",
        "abi": "x86_64",
        "command": "./wincancel run -t wine-8.0 --seed 7",
    }


def test_the_same_call_gives_the_same_plan() -> None:
    assert plan("--shards", "2") == plan("--shards", "2")


def test_every_command_is_one_that_run_takes() -> None:
    hostile = "CSIO-*; rm -rf $HOME '"
    selection = Selection(("cancel_synchronous_io",), (hostile,), ("shared",))
    for job in planned_jobs([FakeTarget("wine-8.0")], 2, 5, selection):
        program, command, *arguments = shlex.split(job.command)
        assert (program, command) == ("./wincancel", "run")
        given = run_command.make_context("run", arguments).params
        assert (given["targets"], given["seed"], given["shard_"]) == (("wine-8.0",), 5, (int(job.shard[0]), 2))
        assert (given["suites"], given["patterns"], given["classes"]) == (
            selection.suites,
            selection.patterns,
            selection.classes,
        )


def test_without_json_it_is_the_commands() -> None:
    result = CliRunner().invoke(main, ["plan", "-t", "wine-8.0", "--shards", "2"])
    assert result.stdout.splitlines() == [
        f"./wincancel run -t wine-8.0 --shard {number}/2 --seed 1" for number in (1, 2)
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-t", "wine-99"), "there is no target 'wine-99'"),
        (("--shards", "0"), "--shards"),
        (("--shards", "many"), "--shards"),
        (("--seed", "-1"), "--seed"),
        (("extra",), "extra"),
    ],
)
def test_bad_input_is_wrong_usage(arguments: tuple[str, ...], says: str) -> None:
    result = CliRunner().invoke(main, ["plan", "--json", *arguments])
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""


def shard_of(case: str, shards: int) -> int:
    return zlib.crc32(case.encode()) % shards + 1


def test_the_executable_cuts_shards_by_the_hash_of_the_id(wine_8: RealTarget) -> None:
    """So that a case that is added moves no other to another shard."""
    some = sorted(wine_8.supports())[::40]
    for number in (1, 2, 3):
        planned = wine_8.run("--shard", f"{number}/3", cases=some).valid_run.planned_cases
        assert planned == {case for case in some if shard_of(case, 3) == number}


@pytest.mark.parametrize("shards", [2, 4, 8])
def test_shards_have_about_as_many_cases_as_each_other(wine_8: RealTarget, shards: int) -> None:
    cases = list(wine_8.supports())
    sizes = Counter(shard_of(case, shards) for case in cases)
    mean = len(cases) / shards
    # Lots that fall evenly differ by the root of their mean; four times that comes once in ten thousand.
    assert all(abs(sizes[number] - mean) < 4 * mean**0.5 for number in range(1, shards + 1)), sizes
