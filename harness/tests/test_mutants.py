"""`wincancel mutants`: who catches a mutant, who does not, and what a reference that fails itself does to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from campaigns import FakeCampaign, fault
from conftest import FakePlatform

from wincancel.mutants.baseline import NoBaselineError
from wincancel.mutants.report import CampaignReport
from wincancel.mutants.results import MutantResult, Outcome
from wincancel.not_provided import NotProvided

PIPE = "CSIO-RET-1/succeeds/PIPE"
STORM = "CSIO-RACE-1/storm"


@pytest.fixture
def campaign(platform: FakePlatform, tmp_path: Path) -> FakeCampaign:
    out = tmp_path / "out"
    out.mkdir()
    return FakeCampaign(platform, out)


def only(report: CampaignReport) -> MutantResult:
    (result,) = report.results.values()
    return result


def test_caught_by_a_case_of_its_clause(campaign: FakeCampaign) -> None:
    campaign.behaviours = {"wrong": f"fail {PIPE}"}
    report = campaign.run(fault("wrong"))
    result = only(report)
    assert result.outcome is Outcome.CAUGHT
    assert result.catch is not None
    assert (result.catch.case, result.catch.key) == (PIPE, "returned")
    assert result.catch.message == "returned: got false, allowed true [documented]"
    assert result.seconds > 0
    assert report.problems == []
    assert report.summary == "1 mutant: 1 caught"


def test_a_process_that_ends_badly_is_a_catch(campaign: FakeCampaign) -> None:
    campaign.behaviours = {"wrong": f"crash {PIPE}"}
    result = only(campaign.run(fault("wrong")))
    assert result.outcome is Outcome.CAUGHT
    assert result.catch is not None
    assert "CRASH" in result.catch.message


def test_caught_elsewhere_only(campaign: FakeCampaign) -> None:
    campaign.behaviours = {"wrong": f"fail {PIPE}"}
    report = campaign.run(fault("wrong", "CSIO-RET-2"))
    assert only(report).outcome is Outcome.ELSEWHERE
    (problem,) = report.problems
    assert problem.startswith(f"wrong: no case of CSIO-RET-2 notices: 1 PASS; {PIPE} does: returned: got false")


def test_a_survivor_has_run_all_cases(campaign: FakeCampaign) -> None:
    report = campaign.run(fault("right"))
    assert only(report).outcome is Outcome.SURVIVED
    assert only(report).cases == 4
    assert report.problems == ["right: survived: no case of CSIO-RET-1 notices: 2 PASS"]


def test_a_control_that_broke_is_no_catch(campaign: FakeCampaign) -> None:
    campaign.behaviours = {"wrong": f"unresolved {PIPE}"}
    report = campaign.run(fault("wrong"))
    assert only(report).outcome is Outcome.SURVIVED
    assert "1 UNRESOLVED, 1 PASS (the control broke)" in report.problems[0]


def test_exclusive_cases_catch_what_no_other_does(campaign: FakeCampaign) -> None:
    campaign.behaviours = {"racy": f"fail {STORM}"}
    result = only(campaign.run(fault("racy", "CSIO-RACE-1", "CSIO-RET-1")))
    assert result.outcome is Outcome.CAUGHT
    assert result.catch is not None
    assert result.catch.case == STORM
    assert result.cases == 3


def test_it_is_over_at_the_first_catch_but_where_all_is_wanted(campaign: FakeCampaign) -> None:
    campaign.behaviours = {"racy": f"fail {PIPE}"}
    racy = fault("racy", "CSIO-RACE-1", "CSIO-RET-1")
    first = campaign.run(racy)
    assert (only(first).cases, first.idle) == (2, None)
    whole = campaign.run(racy, whole=True)
    assert (only(whole).cases, only(whole).whole) == (3, True)
    assert whole.idle is not None
    assert [(check.test, check.key, check.cases) for check in whole.idle] == [
        ("CSIO-RACE-1/storm", "returned", 1),
        ("CSIO-RET-2/fails", "returned", 1),
    ]
    assert "CSIO-RACE-1/storm: no fault makes returned fail [documented]" in whole.problems


def test_a_check_that_fails_in_one_variant_is_not_idle(campaign: FakeCampaign) -> None:
    campaign.behaviours = {"a": f"fail {PIPE}", "b": "fail CSIO-RET-2/fails", "c": f"fail {STORM}"}
    report = campaign.run(fault("a"), fault("b", "CSIO-RET-2"), fault("c", "CSIO-RACE-1"), whole=True)
    assert report.idle == []
    assert report.problems == []


def test_a_check_that_fails_on_the_reference_catches_nothing(campaign: FakeCampaign) -> None:
    campaign.platform.behaviours["wine"] = f"fail {PIPE}"
    campaign.behaviours = {"wrong": f"fail {PIPE}"}
    report = campaign.run(fault("wrong"))
    assert only(report).outcome is Outcome.SURVIVED
    assert report.problems[0] == f"CSIO-RET-1: the reference does not pass {PIPE}: FAIL: returned is False"


@pytest.mark.parametrize("behaviour", ["fail", "skip", "unresolved", "crash"])
def test_what_is_not_provided_is_listed_and_not_counted(campaign: FakeCampaign, behaviour: str) -> None:
    campaign.platform.behaviours["wine"] = f"{behaviour} {PIPE}"
    campaign.excuses = [NotProvided("CSIO-RET-1/*/PIPE", "it has no pipes")]
    report = campaign.run()
    clause = next(one for one in report.clauses if one.clause == "CSIO-RET-1")
    assert clause.not_provided == ((PIPE, "it has no pipes"),)
    assert (clause.passed, clause.word) == (1, "PASS")
    assert report.problems == []


def test_an_excuse_that_excuses_nothing_is_a_problem(campaign: FakeCampaign) -> None:
    campaign.excuses = [NotProvided("CSIO-RET-1/*", "it cannot"), NotProvided("CSIO-GONE-1/*", "it cannot")]
    report = campaign.run()
    assert report.problems == [
        "not_provided.toml: CSIO-GONE-1/* matches no case",
        "not_provided.toml: CSIO-RET-1/* is provided: all its cases pass",
    ]


def test_what_this_machine_lacks_is_no_failure_of_the_reference(campaign: FakeCampaign) -> None:
    campaign.platform.behaviours["wine"] = f"skip {PIPE}"
    report = campaign.run()
    assert report.clauses[0].untested == ((PIPE, "needs a console"),)
    assert report.problems == []


def test_a_fault_that_nobody_was_told_of_is_not_judged(campaign: FakeCampaign) -> None:
    campaign.behaviours = {"wrong": "deaf"}
    report = campaign.run(fault("wrong"))
    assert only(report).outcome is Outcome.NO_RESULT
    assert "fault" in report.problems[0]


def test_a_mutant_that_breaks_the_runner_has_no_result(campaign: FakeCampaign) -> None:
    campaign.behaviours = {"wrong": "kill 0"}
    report = campaign.run(fault("wrong"))
    assert only(report).outcome is Outcome.NO_RESULT
    assert "killed by signal 9" in report.problems[0]


def test_a_reference_that_cannot_be_run_ends_it(campaign: FakeCampaign) -> None:
    campaign.platform.behaviours["wine"] = "refuse"
    with pytest.raises(NoBaselineError, match="it is no subject"):
        campaign.run(fault("wrong"))
