"""The reference's remote calls pass every case of their suite that judges, whichever way contradictions are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from faults import verdicts_of

from wincancel.case_list import parse_case_list
from wincancel.not_provided import load_not_provided, reason_for
from wincancel.verdicts import Tier, Verdict

if TYPE_CHECKING:
    from real_target import RealTarget

    from wincancel.records import Run

READING = "WINCANCEL_READING"
WHOLE_SUITE_SECONDS = 480

NOT_PROVIDED = [entry for entry in load_not_provided() if entry.pattern.startswith("RCT-")]


@pytest.fixture(scope="module")
def run(wine_8: RealTarget) -> Run:
    cases = parse_case_list(wine_8.call("list", "--json").stdout)
    judging = [c.id for c in cases if c.suite == "rpc_cancel_thread" and set(c.tiers) != {Tier.CHARACTERISED}]
    return wine_8.run(subject="reference", cases=judging, deadline=WHOLE_SUITE_SECONDS).valid_run


def test_every_case_that_judges_passes(run: Run) -> None:
    verdicts = {
        case: results[0].first.verdict
        for case, results in run.results.items()
        if reason_for(case, NOT_PROVIDED) is None
    }
    assert len(verdicts) > 150
    # DONE: of some variants everything is only recorded
    assert {case: v for case, v in verdicts.items() if v not in (Verdict.PASS, Verdict.DONE)} == {}


@pytest.mark.parametrize("pattern", [entry.pattern for entry in NOT_PROVIDED])
def test_what_it_is_said_not_to_provide_it_does_not(run: Run, pattern: str) -> None:
    assert verdicts_of(run, pattern) <= {Verdict.UNSUPPORTED, Verdict.UNTESTED}


@dataclass(frozen=True)
class Read:
    """A reading of pages that contradict each other, a case that can tell it, and what the case is to see."""

    name: str
    case: str
    key: str
    value: object


READINGS = [
    Read("D1=own_page", "RCT-TMO-STATUS/fails_with_status/AT_ONCE", "call.status", 1726),
    Read("D1=own_page", "RCT-EX-0/is_abandoned_at_once", "call.status", 1818),
    Read("D1=rpc_cancel_thread", "RCT-EX-0/is_abandoned_at_once", "call.status", 1726),
    Read("D1=rpc_cancel_thread_ex", "RCT-TMO-STATUS/fails_with_status/AT_ONCE", "call.status", 1818),
    Read("D1=rpc_cancel_thread_ex", "RCT-TMO-RAISE/is_raised", "call.exception", "0x0000071A"),
    Read("D3=call_waits", "RCT-EX-BLOCK/may_block/1_SECOND", "cancel.blocks", False),
    Read("D3=function_waits", "RCT-EX-BLOCK/may_block/1_SECOND", "cancel.blocks", True),
    Read("D3=function_waits", "RCT-EX-INF/waits_for_server", "cancel.returned", True),
    Read("D4=ncalrpc_is_excluded", "RCT-PS-LRPC/over_ncalrpc", "call.after_cancel", "blocked"),
    Read("D4=ncalrpc_is_included", "RCT-PS-LRPC/over_ncalrpc", "call.after_cancel", "failed"),
    Read("D8=left_alone", "RCT-CB-1/after_callback", "call.outcome", "blocked"),
    Read("D8=cancelled", "RCT-CB-1/after_callback", "call.outcome", "failed"),
]


@pytest.mark.parametrize("read", READINGS, ids=lambda read: f"{read.name} {read.case.split('/')[0]}")
def test_a_contradiction_is_read_as_chosen(wine_8: RealTarget, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wine_8.session, "environment", dict(wine_8.session.environment) | {READING: read.name})
    run = wine_8.run(subject="reference", cases=[read.case]).valid_run
    attempt = run.results[read.case][0].first
    assert attempt.verdict in (Verdict.PASS, Verdict.DONE)
    assert {value.key: value.value for value in attempt.values}[read.key] == read.value


@pytest.mark.parametrize("wrong", ["D1", "D1=neither", "D1=own_page;D3=call_waits", "D9=desktop"])
def test_an_unknown_reading_is_refused(wine_8: RealTarget, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wine_8.session, "environment", dict(wine_8.session.environment) | {READING: wrong})
    finished = wine_8.run(subject="reference", cases=["RCT-TMO-0/is_abandoned_at_once"])
    assert finished.exit_code == 2
    assert "it cannot be loaded" in finished.errors
