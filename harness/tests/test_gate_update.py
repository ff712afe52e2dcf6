"""`gate --update`: enough runs, nothing guessed, and nothing lost of what people wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
import streams
from gates import FAILS, OTHER, PASSES, Place, came, entries, five, on, usual
from streams import Record, attempt, whole

NEEDS = attempt(OTHER, verdict="UNTESTED", reason="needs a share: opening wincancel-RUNNAME failed")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A place without a file."""
    return Place(tmp_path)


def test_five_runs_make_expectations_that_the_same_runs_meet(place: Place) -> None:
    runs = five(place)
    result = place.gate("--update", *runs)
    assert result.exit_code == 0, result.output
    assert "2 entries, 0 as before, 2 new; from wine 10.0 x86_64 (wine-10.0) in 5 runs" in result.output
    assert entries(place) == [
        {
            "cases": [FAILS],
            "class": "known",
            "outcomes": [{"verdict": "FAIL", "failed": {"last_error": 1168}}],
            "reason": "last_error: got 1168, allowed 995 [documented]",
        },
        {
            "cases": [OTHER],
            "class": "ceiling",
            "outcomes": [{"verdict": "UNTESTED"}],
            "reason": "needs a share: opening wincancel-RUNNAME failed",
        },
    ]
    assert place.gate(*runs).exit_code == 0


def test_four_runs_are_refused_unless_fewer_are_asked_for(place: Place) -> None:
    runs = five(place)[:4]
    result = place.gate("--update", *runs)
    assert result.exit_code == 2
    assert "wine 10.0 x86_64 (wine-10.0): 4 runs, and 5 are needed" in result.output
    assert not place.file.exists()
    assert place.gate("--update", "--runs", "4", *runs).exit_code == 0
    assert "runs = 4" in place.file.read_text(encoding="utf-8")


def test_five_runs_of_one_target_do_not_make_up_for_four_of_another(place: Place) -> None:
    assert place.gate("--update", *five(place), *five(place, "8.0")[:4]).exit_code == 2
    assert not place.file.exists()


def test_the_same_run_twice_is_one(place: Place) -> None:
    runs = five(place)
    result = place.gate("--update", *runs[:4], runs[0])
    assert (result.exit_code, "are the same run" in result.output) == (2, True)


def test_runs_of_different_cases_are_refused(place: Place) -> None:
    other = place.run(whole(came(PASSES, 995), **on("10.0")), "other.jsonl")
    result = place.gate("--update", *five(place)[:4], other)
    assert (result.exit_code, "planned different cases: 2 differ" in result.output) == (2, True)


def test_a_second_update_changes_nothing(place: Place) -> None:
    runs = five(place) + five(place, "8.0")
    place.gate("--update", *runs)
    before = place.file.read_bytes()
    result = place.gate("--update", *reversed(runs))
    assert (result.exit_code, "nothing changes" in result.output) == (0, True)
    assert place.file.read_bytes() == before


def test_the_same_on_several_targets_is_one_entry(place: Place) -> None:
    runs = five(place) + five(place, "8.0") + five(place, "8.0", "i686") + five(place, "5.0.3", errors="995 " * 5)
    place.gate("--update", *runs)
    assert [entry.get("when") for entry in entries(place)] == [{"version": ">= 8.0"}, None]


def test_a_case_of_a_part_is_added_and_nothing_else_is_touched(place: Place) -> None:
    place.gate("--update", *five(place))
    new: list[Record] = came("CSIO-RET-4/new", 6)
    for number in range(5):
        name = f"wine-10.0-20260301T12000{number}Z-a1b2c3.part.jsonl"
        streams.write(place.path / name, whole(new, **on("10.0", run=f"part-{number}")))
    parts = [str(path) for path in sorted(place.path.glob("*.part.jsonl"))]
    assert place.gate("--update", *parts).exit_code == 0
    assert [entry["cases"] for entry in entries(place)] == [[FAILS], [OTHER], ["CSIO-RET-4/new"]]
    assert place.gate(*parts).exit_code == 0
    assert "missing      CSIO-RET-4/new" in place.gate(*five(place)).output


def test_each_family_has_its_file_and_all_are_written_or_none(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wincancel.updating.shipped_path", lambda family: place.path / "new" / f"{family}.toml")
    winpr = {"kind": "winpr", "version": "3.15", "build": "w", "host": "Linux", "cpus": 2}
    others = [place.run(usual(target=winpr, run=f"w{number}"), f"w{number}.jsonl") for number in range(5)]
    assert place.gate("--update", *five(place), *others[:4], file=False).exit_code == 2
    assert not (place.path / "new").exists()
    assert place.gate("--update", *five(place), *others, file=False).exit_code == 0
    assert sorted(path.name for path in (place.path / "new").iterdir()) == ["wine.toml", "winpr.toml"]


def test_hostile_words_of_a_target_end_up_inert(place: Place) -> None:
    build = 'wine\n[[expect]]\n"""*?\x1b[2J'
    runs = []
    for version in ("10.0", "9.0"):
        target = {"kind": "wine", "version": version, "build": build, "host": "", "cpus": 2}
        errors = [1168 if version == "9.0" else 995] * 5
        runs += [
            place.run(usual([error], target=target, run=f"{version}-{number}"), f"{version}-{number}.jsonl")
            for number, error in enumerate(errors)
        ]
    result = place.gate("--update", *runs)
    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.output + place.file.read_text(encoding="utf-8")
    assert place.gate(*runs).exit_code == 0
    assert "nothing changes" in place.gate("--update", *runs).output


def test_targets_that_no_condition_tells_apart_are_refused(place: Place) -> None:
    runs = []
    for build, error in (("wine*", 1168), ("wine-odd", 995)):
        target = {"kind": "wine", "version": "10.0", "build": build, "host": "", "cpus": 2}
        names = [f"{error}-{number}" for number in range(5)]
        runs += [place.run(usual([error], target=target, run=name), f"{name}.jsonl") for name in names]
    result = place.gate("--update", *runs)
    assert (result.exit_code, "no condition tells wine 10.0 x86_64 (wine*) from" in result.output) == (2, True)
