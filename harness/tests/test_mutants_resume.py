"""What a campaign keeps: an interrupted one goes on, and nothing that is out of date is used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from campaigns import FakeCampaign, fault
from conftest import FakePlatform

from wincancel.mutants.results import Outcome
from wincancel.roles import InterruptedRunError
from wincancel.target import TargetUnavailable

PIPE = "CSIO-RET-1/succeeds/PIPE"


@pytest.fixture
def campaign(platform: FakePlatform, tmp_path: Path) -> FakeCampaign:
    out = tmp_path / "out"
    out.mkdir()
    return FakeCampaign(platform, out, {"a": f"fail {PIPE}", "b": f"fail {PIPE}"})


def file_of(campaign: FakeCampaign) -> Path:
    return campaign.out / "mutants/wine.jsonl"


def kept(campaign: FakeCampaign) -> list[str]:
    """The faults of which there are results, in their order."""
    return [json.loads(line)["fault"] for line in file_of(campaign).read_text(encoding="ascii").splitlines()[1:]]


def test_what_is_known_is_not_run_again(campaign: FakeCampaign) -> None:
    campaign.run(fault("a"))
    before = file_of(campaign).read_bytes()
    campaign.behaviours = {}
    report = campaign.run(fault("a"), resume=True)
    assert report.results["a"].outcome is Outcome.CAUGHT
    assert file_of(campaign).read_bytes() == before
    assert report.clauses


def test_without_resume_it_begins_anew(campaign: FakeCampaign) -> None:
    campaign.run(fault("a"), fault("b"))
    campaign.behaviours = {}
    report = campaign.run(fault("a"))
    assert report.results["a"].outcome is Outcome.SURVIVED
    assert kept(campaign) == ["a"]
    assert "b-1" not in campaign.streams


@pytest.mark.parametrize("changed", ["executable", "library", "timeout_scale"])
def test_results_of_something_else_are_never_used(campaign: FakeCampaign, changed: str) -> None:
    campaign.run(fault("a"))
    campaign.behaviours = {}
    changes: dict[str, object] = {}
    if changed == "executable":
        with campaign.platform.executable.open("a") as file:
            file.write("\n# built again\n")
    elif changed == "library":
        (campaign.platform.executable.parent / "subjects/reference.dll").write_bytes(b"another")
    else:
        changes["timeout_scale"] = 2.0
    report = campaign.run(fault("a"), resume=True, **changes)
    assert report.results["a"].outcome is Outcome.SURVIVED


def test_a_fault_that_breaks_something_else_now_is_run_again(campaign: FakeCampaign) -> None:
    campaign.run(fault("a"))
    report = campaign.run(fault("a", "CSIO-RET-2"), resume=True)
    assert report.results["a"].outcome is Outcome.ELSEWHERE


def test_what_stopped_at_the_first_catch_does_not_answer_for_all_cases(campaign: FakeCampaign) -> None:
    campaign.run(fault("a"))
    whole = campaign.run(fault("a"), resume=True, whole=True)
    assert whole.results["a"].whole
    campaign.behaviours = {}
    assert campaign.run(fault("a"), resume=True).results["a"].whole


def test_a_line_that_was_cut_off_costs_only_its_mutant(campaign: FakeCampaign) -> None:
    campaign.run(fault("a"), fault("b"), abreast=1)
    content = file_of(campaign).read_bytes()
    file_of(campaign).write_bytes(content[:-20])
    campaign.run(fault("a"), fault("b"), resume=True)
    assert kept(campaign) == ["a", "b"]


@pytest.mark.parametrize("content", ["", "{}\n", "no JSON\n", "[]\n", '{"schema": 1}\n{"fault": "a"}\n'])
def test_a_file_that_is_none_of_ours_is_begun_anew(campaign: FakeCampaign, content: str) -> None:
    file_of(campaign).parent.mkdir()
    file_of(campaign).write_text(content, encoding="ascii")
    assert campaign.run(fault("a"), resume=True).results["a"].outcome is Outcome.CAUGHT
    assert kept(campaign) == ["a"]


def test_an_interruption_loses_nothing_and_leaves_nothing_running(campaign: FakeCampaign) -> None:
    campaign.behaviours["slow"] = "slow 30"
    campaign.stop = lambda: file_of(campaign).exists() and kept(campaign) == ["a"]
    with pytest.raises(InterruptedRunError):
        campaign.run(fault("slow"), fault("a"))
    assert kept(campaign) == ["a"]
    assert campaign.platform.open_sessions == []
    campaign.stop = lambda: False
    campaign.behaviours = {"slow": f"fail {PIPE}"}
    report = campaign.run(fault("slow"), fault("a"), resume=True)
    assert {name: result.outcome for name, result in report.results.items()} == {
        "a": Outcome.CAUGHT,
        "slow": Outcome.CAUGHT,
    }


def test_two_at_once_do_not_write_into_each_other(campaign: FakeCampaign) -> None:
    def second() -> bool:
        with pytest.raises(TargetUnavailable, match="another run has held"):
            FakeCampaign(campaign.platform, campaign.out).run(fault("b"))
        return True

    campaign.stop = second
    with pytest.raises(InterruptedRunError):
        campaign.run(fault("a"))
