"""Reading streams: what is valid, what is not, and what the verdicts of a valid one are."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
import streams
from streams import Record, attempt, histogram, value, whole

from wincancel.stream import StreamReader, read_run
from wincancel.verdicts import Status, Tier, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wincancel.records import Run


def read(records: list[Record] | bytes) -> Run:
    reader = StreamReader()
    reader.feed(records if isinstance(records, bytes) else streams.lines(records))
    return reader.run()


def problems(records: list[Record] | bytes) -> str:
    return "\n".join(str(problem) for problem in read(records).problems)


def test_a_valid_stream_is_read_whole() -> None:
    run = read(streams.small())
    assert run.valid, problems(streams.small())
    assert list(run.results) == ["CSIO-RET-1/succeeds/PIPE", "CSIO-RET-1/fails", "CSIO-TECH-1/share"]
    (failed,) = run.results["CSIO-RET-1/fails"]
    assert failed.first.verdict is Verdict.FAIL
    assert failed.first.tiers == {Tier.DOCUMENTED: Verdict.FAIL, Tier.CHARACTERISED: Verdict.DONE}
    assert failed.again is not None
    assert [one.key for one in failed.first.failed_values] == ["returned"]
    (untested,) = run.results["CSIO-TECH-1/share"]
    assert (untested.first.verdict, untested.first.reason) == (Verdict.UNTESTED, "needs --data share=PATH")


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_a_stream_may_arrive_cut_anywhere(size: int) -> None:
    data = streams.lines(streams.small())
    reader = StreamReader()
    for at in range(0, len(data), size):
        reader.feed(data[at : at + size])
    assert reader.run() == read(data)
    assert reader.finished == reader.planned == 3


def test_a_file_is_read_like_a_stream(tmp_path: Path) -> None:
    path = streams.write(tmp_path / "wine-10.0.jsonl", streams.small())
    assert read_run(path).valid
    assert read_run(path).path == path


def test_a_stream_cut_at_any_line_or_byte_is_never_valid() -> None:
    data = streams.lines(streams.small())
    cuts = {index + 1 for index, byte in enumerate(data) if byte == ord("\n")} | set(range(0, len(data), 37))
    for cut in sorted(cuts - {len(data)}):
        assert not read(data[:cut]).valid, cut


def test_a_torn_last_line_is_named() -> None:
    assert "torn" in problems(streams.lines(streams.small())[:-1])
    assert "torn" in problems(streams.lines(streams.small())[:-20])


def edited(change: Callable[[list[Record]], Any]) -> str:
    records = copy.deepcopy(streams.small())
    change(records)
    found = problems(records)
    assert found, "the damage went unnoticed"
    return found


def first(records: list[Record], kind: str) -> Record:
    return next(record for record in records if record["record"] == kind)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda r: r.pop(0), "before the header"),
        (lambda r: r.insert(0, r[0]), "a second header"),
        (lambda r: r.pop(), "no footer"),
        (lambda r: r.insert(-2, r.pop()), "after the footer"),
        (lambda r: r[0]["plan"]["cases"].append("CSIO-RET-9/missing"), "1 of 4 planned did not finish"),
        (lambda r: r[0]["plan"]["cases"].remove("CSIO-TECH-1/share"), "unknown case CSIO-TECH-1/share"),
        (lambda r: first(r, "start").update(repeat=2), "repeat 2"),
        (lambda r: first(r, "start").update(attempt=2), "before the first attempt ended"),
        (lambda r: r.insert(2, copy.deepcopy(first(r, "start"))), "started twice"),
        (lambda r: r.insert(1, copy.deepcopy(first(r, "value"))), "outside its start and end"),
        (lambda r: r.insert(-1, copy.deepcopy(first(r, "value"))), "outside its start and end"),
        (lambda r: r.remove(first(r, "end")), "began and did not end"),
        (lambda r: r.remove(first(r, "verdict")), "left no verdict"),
        (lambda r: r.insert(4, copy.deepcopy(first(r, "verdict"))), "second verdict"),
        (lambda r: r.insert(3, copy.deepcopy(first(r, "value"))), "recorded twice"),
        (lambda r: r[-1].update(planned=4), "the footer says planned 4"),
        (lambda r: r[-1].update(finished=2), "the footer says finished 2"),
        (lambda r: r[-1]["verdicts"].update(PASS=2), "the footer says verdict PASS 2"),
        (lambda r: r[-1]["statuses"].update(CRASH=1), "the footer says status CRASH 1"),
        (lambda r: first(r, "value").update(value=False), "deny"),
        (lambda r: first(r, "value").update(met=None), "deny"),
        (lambda r: first(r, "value").update(value=1), "no bool"),
        (lambda r: first(r, "value").update(type="ntstatus", value="c0000120"), "no ntstatus"),
        (lambda r: first(r, "value").update(surprise=1), "surprise"),
        (lambda r: first(r, "value").pop("tier"), "value record"),
        (lambda r: first(r, "end").update(status="FINE"), "end record"),
        (lambda r: first(r, "header").update(schema=2), "header record"),
        (lambda r: r[0]["plan"].update(shard=[0, 1]), "header record"),
        (lambda r: r.insert(1, {"record": "remark"}), "unknown kind of record"),
        (lambda r: r.insert(1, ["header"]), "not a record"),
    ],
)
def test_a_broken_rule_is_named(change: Callable[[list[Record]], Any], says: str) -> None:
    assert says in edited(change)


@pytest.mark.parametrize(
    ("claimed", "says"),
    [
        ({"verdict": "PASS"}, "verdict PASS, but a judged value was not as allowed"),
        ({"verdict": "UNRESOLVED", "reason": "the control broke"}, "not as allowed"),
        ({"tiers": {"documented": "PASS", "characterised": "DONE"}}, "tier documented is claimed PASS"),
        ({"tiers": {"characterised": "DONE"}}, "leaves out the tier documented"),
        ({"tiers": {"documented": "FAIL", "implied": "PASS"}}, "tier implied is claimed PASS"),
        ({"verdict": "UNTESTED", "reason": "no share"}, "but values were judged"),
    ],
)
def test_a_verdict_is_derived_again_and_a_false_one_found(claimed: Record, says: str) -> None:
    records = streams.small()
    failed = next(r for r in records if r["record"] == "verdict" and r["verdict"] == "FAIL")
    failed.update(claimed)
    assert says in problems(records)


def test_a_pass_without_a_judged_value_is_found() -> None:
    assert "the values make it DONE" in problems(whole(attempt("A/b", [value("seen", 1)], verdict="PASS")))


def test_a_verdict_that_blames_the_set_up_gives_a_reason() -> None:
    assert "without a reason" in problems(whole(attempt("A/b", verdict="UNRESOLVED")))


def test_a_pass_does_not_stand_where_the_control_broke() -> None:
    refused = attempt("A/b", [value("returned", False, [False])], verdict="UNRESOLVED", reason="no cancel worked")
    run = read(whole(refused))
    assert run.valid
    assert run.results["A/b"][0].first.tiers == {Tier.DOCUMENTED: Verdict.UNRESOLVED}


def test_a_pass_claimed_for_a_tier_does_not_stand_there_either() -> None:
    refused = attempt("A/b", [value("returned", False, [False])], verdict="UNRESOLVED", reason="no cancel worked")
    verdict = next(record for record in refused if record["record"] == "verdict")
    verdict["tiers"] = {"documented": "PASS"}
    assert read(whole(refused)).results["A/b"][0].first.tiers == {Tier.DOCUMENTED: Verdict.UNRESOLVED}


def test_true_is_not_one() -> None:
    assert "deny" in problems(whole(attempt("A/b", [value("returned", True, [1], met=True)])))


def test_tiers_are_kept_apart() -> None:
    mixed = attempt("A/b", [value("returned", True, [True]), value("last_error", 5, [995], tier="observed")])
    run = read(whole(mixed))
    assert run.valid
    found = run.results["A/b"][0].first
    assert found.verdict is Verdict.FAIL
    assert found.tiers == {Tier.DOCUMENTED: Verdict.PASS, Tier.OBSERVED: Verdict.FAIL}


def test_a_crash_is_no_result_with_its_exception() -> None:
    crash = attempt(
        "A/b", [value("returned", True, [True])], verdict="NORESULT", status="CRASH", exception="0xC0000005"
    )
    run = read(whole(crash))
    assert run.valid
    found = run.results["A/b"][0].first
    assert (found.verdict, found.status, found.exception) == (Verdict.NORESULT, Status.CRASH, "0xC0000005")
    assert found.tiers == {Tier.DOCUMENTED: Verdict.NORESULT}


def test_a_crash_without_any_verdict_record_is_no_result_too() -> None:
    records = [r for r in attempt("A/b", status="CRASH", exit_code="0x1") if r["record"] != "verdict"]
    stream = whole(records)
    stream[-1]["verdicts"] = {"NORESULT": 1}
    assert read(stream).valid, problems(stream)


@pytest.mark.parametrize(("grade", "verdict"), [("ACCEPTABLE", "PASS"), ("INTERESTING", "PASS"), ("FORBIDDEN", "FAIL")])
def test_a_race_fails_by_a_forbidden_outcome_that_occurred(grade: str, verdict: str) -> None:
    race = histogram("storm", {"cancelled": (90, "ACCEPTABLE"), "odd": (10, grade), "unseen": (0, "FORBIDDEN")})
    run = read(whole(attempt("A/b", [race])))
    assert run.valid
    assert run.results["A/b"][0].first.verdict == verdict
    assert len(run.results["A/b"][0].first.forbidden_outcomes) == (verdict == "FAIL")


def test_a_forbidden_outcome_that_did_not_come_counts_for_its_tier() -> None:
    race = histogram("storm", {"cancelled": (9, "ACCEPTABLE"), "lost": (0, "FORBIDDEN")}, tier="implied")
    race["outcomes"][1]["tier"] = "documented"
    content = attempt("A/b", [race])
    verdict = next(record for record in content if record["record"] == "verdict")
    verdict["tiers"] = {"documented": "PASS", "implied": "PASS"}
    assert read(whole(content)).valid
    verdict["tiers"] = {"implied": "PASS"}
    assert "leaves out the tier documented" in problems(whole(content))


def test_a_histogram_that_does_not_add_up_is_found() -> None:
    race = histogram("storm", {"cancelled": (90, "ACCEPTABLE")}) | {"trials": 100}
    assert "100 trials, 90 outcomes" in problems(whole(attempt("A/b", [race])))


def test_repeats_are_told_apart() -> None:
    run = read(whole(attempt("A/b", [value("ok", True, [True])]), attempt("A/b", repeat=2), repeat=2))
    assert run.valid
    assert [result.first.verdict for result in run.results["A/b"]] == [Verdict.PASS, Verdict.DONE]
