"""`gate --update` on a file that people have worked on: their reasons, comments and conditions stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from gates import FAILS, PASSES, Place, came, on, usual
from streams import whole

from wincancel import expectations_file

BY_HAND = """\
# Ours, and not to be lost.
schema = 1
family = "wine"

[[recorded]]  # on the build server
version = "10.0"
build = "wine-10.0"
abi = "x86_64"
runs = 5
date = "2026-01-01"

# Broken since the rewrite of the pipes.
[[expect]]
cases = ["CSIO-RET-2/*"]   # all of them
when = { version = ">= 9.0, < 11.3" }
class = "known"
outcomes = [{ verdict = "FAIL" }]
reason = "the pipes answer for themselves"
bug = "https://bugs.example/1"

# Not ours to run.
[[expect]]
cases = ["CSIO-RET-1/passes"]
when = { version = ">= 12" }
class = "known"
outcomes = [{ verdict = "UNRESOLVED" }]
reason = "seen on a build of the future"

[cases]
CSIO-RET-1 = ["passes"]
CSIO-RET-2 = ["fails"]
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A place whose file was written by hand."""
    made = Place(tmp_path)
    made.file.write_text(BY_HAND, encoding="utf-8")
    return made


def update(place: Place, *errors: int, version: str = "10.0") -> str:
    """Updates from a run for each answer of the failing case; returns the new text."""
    runs = [
        place.run(usual([error], **on(version, run=f"{version}-{number}")), f"{version}-{number}.jsonl")
        for number, error in enumerate(errors)
    ]
    result = place.gate("--update", *runs)
    assert result.exit_code == 0, result.output
    assert place.gate(*runs).exit_code == 0
    return place.file.read_text(encoding="utf-8")


def test_what_the_runs_agree_with_stays_word_for_word(place: Place) -> None:
    text = update(place, *[1168] * 5)
    before, after = BY_HAND.split("# Broken"), text.split("# Broken")
    assert before[1].split("[cases]")[0].strip() == after[1].split("# Every case")[0].strip()
    assert after[0].startswith("# Ours, and not to be lost.")
    assert "[[recorded]]  # on the build server" in after[0]
    assert 'date = "2026-03-01"' in after[0]


def test_an_entry_for_one_more_target_keeps_its_reason_and_comments(place: Place) -> None:
    text = update(place, *[1168] * 5, version="8.0")
    assert "# Broken since the rewrite of the pipes.\n[[expect]]" in text
    assert 'reason = "the pipes answer for themselves"\nbug = "https://bugs.example/1"' in text
    assert text.count("CSIO-RET-2/") == 1
    assert ">= 9.0" not in text


def test_an_entry_that_passes_now_goes_and_is_told(place: Place) -> None:
    runs = [place.run(usual([995], **on("10.0", run=str(n))), f"{n}.jsonl") for n in range(5)]
    result = place.gate("--update", *runs)
    assert f"{place.file}: removed: entry 1 (CSIO-RET-2/*): the pipes answer for themselves" in result.output
    text = place.file.read_text(encoding="utf-8")
    assert "pipes" not in text
    assert "# Not ours to run." in text


def test_a_failure_that_has_become_a_flake_keeps_its_reason(place: Place) -> None:
    text = update(place, 1168, 995, 1168, 1168, 1168)
    assert 'class = "flaky"' in text
    assert 'rate = "4/5"' in text
    assert "the pipes answer for themselves" in text
    assert "by --update, 5 runs" in text


def test_a_case_that_is_gone_takes_its_entries_along(place: Place) -> None:
    runs = [place.run(whole(came(PASSES, 995), **on("10.0", run=str(n))), f"{n}.jsonl") for n in range(5)]
    assert place.gate("--update", *runs).exit_code == 0
    assert FAILS not in place.file.read_text(encoding="utf-8")
    assert place.gate(*runs).exit_code == 0


def test_a_faulty_file_is_refused_and_stays(place: Place) -> None:
    place.file.write_text(BY_HAND.replace("reason", "because"), encoding="utf-8")
    before = place.file.read_bytes()
    runs = [place.run(usual(**on("10.0", run=str(n))), f"{n}.jsonl") for n in range(5)]
    assert place.gate("--update", *runs).exit_code == 2
    assert place.file.read_bytes() == before


def test_a_text_with_a_heading_in_it_is_refused_rather_than_torn(place: Place) -> None:
    reason = 'reason = """\n[[expect]]\n"""'
    place.file.write_text(BY_HAND.replace('reason = "the pipes answer for themselves"', reason), encoding="utf-8")
    before = place.file.read_bytes()
    runs = [place.run(usual(**on("10.0", run=str(n))), f"{n}.jsonl") for n in range(5)]
    result = place.gate("--update", *runs)
    assert (result.exit_code, "cannot be taken out" in result.output) == (2, True)
    assert place.file.read_bytes() == before


def test_tables_that_cannot_be_told_apart_are_refused(place: Place) -> None:
    place.file.write_text(BY_HAND.replace("[[recorded]]", "[[ recorded ]]"), encoding="utf-8")
    result = place.gate("--update", *[place.run(usual(**on("10.0", run=str(n))), f"{n}.jsonl") for n in range(5)])
    assert (result.exit_code, "each table must begin with a line [[recorded]]" in result.output) == (2, True)


def test_a_write_that_fails_leaves_the_file_and_nothing_else(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    before, names = place.file.read_bytes(), sorted(place.path.iterdir())
    with pytest.raises(OSError, match="No space left"):
        expectations_file.write_atomically(place.file, "nothing")
    assert (place.file.read_bytes(), sorted(place.path.iterdir())) == (before, names)


def test_one_file_is_about_one_family(place: Place) -> None:
    winpr = {"kind": "winpr", "version": "3.15", "build": "w", "host": "Linux", "cpus": 2}
    runs = [place.run(usual(target=winpr, run=str(n)), f"{n}.jsonl") for n in range(5)]
    result = place.gate("--update", *runs)
    assert (result.exit_code, "is about wine" in result.output) == (2, True)
