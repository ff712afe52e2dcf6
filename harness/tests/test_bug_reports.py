"""A finding's page: what it says of versions, rates and grounds; and the commands that write and print it."""

from __future__ import annotations

from pathlib import Path

import streams
from click.testing import CliRunner, Result
from found import REFUSED, TAKEN, findings_of, on
from streams import Record, attempt, histogram, value
from test_matrix import REGISTER

from wincancel.command_line import main
from wincancel.finding_page import bug_report


def report_of(*runs: tuple[str, list[Record]]) -> str:
    (finding,) = findings_of(*runs)
    return bug_report(finding, REGISTER)


def test_versions_are_those_that_ran_in_their_own_order() -> None:
    case = "CSIO-RET-1/case"
    runs = [on("10.0", attempt(case, REFUSED)), on("8.0", attempt(case, REFUSED)), on("5.0", attempt(case, TAKEN))]
    assert "wine: first 8.0, last 10.0, of those run: 5.0, 8.0, 10.0\n" in report_of(*runs)
    candidate = on("10.0-rc2", attempt(case, REFUSED))
    assert "of those run: 5.0, 8.0, 10.0-rc2, 10.0\n" in report_of(*runs, candidate)
    lacks = on("9.0", attempt(case, verdict="UNSUPPORTED", reason="stub"))
    text = report_of(*runs, lacks)
    assert "of those run: 5.0, 8.0, 9.0, 10.0; not seen on 9.0 in between; not settled on 9.0" in text
    assert "| `wine-9.0` | `wine 9.0`, `wine-9.0`, x86\\_64 | UNSUPPORTED | 0 of 1 | `stub` |" in text.replace(
        "x86_64", "x86\\_64"
    )


def test_a_target_that_is_right_is_shown_and_counts_as_ground() -> None:
    case = "CSIO-RET-1/case"
    text = report_of(on("8.0", attempt(case, REFUSED)), on("10.0", attempt(case, TAKEN)))
    assert "| `returned` | `true` | `false` | `true` |" in text
    assert "The same cases pass on `wine-10.0`." in text
    assert "wine: 8.0 only, of those run: 8.0, 10.0" in text
    assert "*Unconfirmed*" in text


def test_repeats_that_differ_are_a_rate_and_the_second_attempt_stands_beside() -> None:
    attempts = [attempt("CSIO-RET-1/case", REFUSED if n == 1 else TAKEN, repeat=n) for n in range(1, 5)]
    again = attempt("CSIO-RET-1/case", TAKEN, number=2)
    text = report_of(on("8.0", *attempts, again, repeat=4))
    assert "1 of 4 (25 %)" in text
    assert "run again afterwards and alone, 0 of 1 missed the same values" in text


def test_the_reference_confirms() -> None:
    case = "CSIO-RET-1/case"
    subject = {"library": "C:\\t\\reference.dll", "functions": ["CancelSynchronousIo"]}
    text = report_of(on("8.0", attempt(case, REFUSED)), on("8.0", attempt(case, TAKEN), subject=subject))
    assert "Unconfirmed" not in text
    assert "pass on the reference implementation" in text
    assert "reference.dll on wine: not affected as far as it was run (8.0)" in text


def test_times_differ_by_their_side_only_and_races_by_what_came() -> None:
    def timed(got: int, most: int) -> list[Record]:
        return [value("elapsed", got, {"min": 950_000, "max": most}, type="elapsed_us", comparable=False)]

    cases = [attempt("CSIO-RET-1/one", timed(7, 3_000_001)), attempt("CSIO-RET-1/other", timed(900, 3_000_240))]
    (early,) = findings_of(on("8.0", *cases))
    assert early.title.startswith("wine-8.0: elapsed is too early, not after 0.95 s at least")
    (race,) = findings_of(on("8.0", attempt("CSIO-RET-1/race", [histogram("storm", {"lost": (3, "FORBIDDEN")})])))
    assert "`3 of 3: lost`" in bug_report(race, REGISTER)


def wincancel(tmp_path: Path, *arguments: str, stream: list[Record] | None = None) -> Result:
    runs = tmp_path / "runs"
    runs.mkdir()
    streams.write(runs / "wine-8.0-20260301T120000Z-aaaaaa.jsonl", stream or streams.small())
    return CliRunner().invoke(main, [*arguments, "--out", str(tmp_path)])


def test_the_commands_list_write_and_print(tmp_path: Path) -> None:
    done = wincancel(tmp_path, "findings", "-o", str(tmp_path / "bugs"))
    assert done.exit_code == 0, done.output
    assert "1 findings" in done.output
    (page,) = (tmp_path / "bugs").iterdir()
    assert page.name == "CSIO-RET-1-documented.md"
    shown = CliRunner().invoke(main, ["show", "CSIO-RET-1/fails", "--bug", "--out", str(tmp_path)])
    assert shown.output == page.read_text(encoding="utf-8")


def test_bad_input_is_one_line(tmp_path: Path) -> None:
    done = wincancel(tmp_path, "show", "CSIO-RET-1/succeeds/PIPE", "--bug")
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert "there is nothing to report" in done.output
    (tmp_path / "file").touch()
    done = CliRunner().invoke(main, ["findings", "-o", str(tmp_path / "file" / "bugs"), "--out", str(tmp_path)])
    assert done.exit_code == 3
    assert "Not a directory" in done.output


def test_no_valid_run_is_an_error(tmp_path: Path) -> None:
    done = wincancel(tmp_path, "findings", "wine-8.0", stream=streams.small()[:-1])
    assert done.exit_code == 3
    assert "none of these runs is valid" in done.output
