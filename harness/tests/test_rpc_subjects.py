"""Implementations that break one rule of remote calls are caught by a case of that rule, and only where they break it.

Each is the reference with a fault. Everything is compared with the reference and not with Wine's own functions, which
break most of the rules themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from faults import Fault, assert_is_caught, passes_that_rest_on_subject, verdicts_of

from wincancel.case_list import parse_case_list, pattern_matcher
from wincancel.faults import VARIABLE
from wincancel.verdicts import Tier, Verdict

if TYPE_CHECKING:
    from real_target import RealTarget

    from wincancel.case_list import ListedCase
    from wincancel.records import Run

# A cancel that is not obeyed costs each case its deadlines.
IMPATIENT = ("--timeout-scale", "0.3")

FAULTS = [
    Fault(
        "rpc_cancel_has_no_effect",
        ("RCT-TMO-0/*",),
        ("RCT-TMO-BAD/*/MINUS_2", "RCT-TESTCANCEL-3/*"),
        IMPATIENT,
    ),
    Fault("timeout_in_milliseconds", ("RCT-TMO-N/*/1_SECOND", "RCT-EX-N/*/1_SECOND"), ("RCT-TMO-0/*", "RCT-TMO-INF/*")),
    Fault("timeout_is_of_process", ("RCT-TMO-THREAD/*",), ("RCT-TMO-N/*/1_SECOND", "RCT-EX-N/*/1_SECOND")),
    Fault(
        "rpc_cancel_hits_every_thread",
        ("RCT-PS-TCP/*/call_of_another_thread_goes_on", "RCT-CORE-2/*/ncacn_ip_tcp"),
        ("RCT-TMO-0/*", "RCT-ACCESS-1/*/THREAD_TERMINATE", "RCT-CORE-1/*"),
    ),
    Fault(
        "rpc_cancel_asks_no_right",
        ("RCT-ACCESS-8/is_refused/SYNCHRONIZE", "RCT-ACCESS-8/each_is_refused/*", "RCT-ACCESS-11/*"),
        ("RCT-RET-1/*", "RCT-ACCESS-1/*/THREAD_TERMINATE"),
    ),
    Fault("test_cancel_always_says_yes", ("RCT-TESTCANCEL-2/*",), ("RCT-TMO-0/*", "RCT-EX-0/*")),
    Fault(
        "abandoned_call_says_unavailable",
        ("RCT-TMO-STATUS/*/AT_ONCE", "RCT-EX-0/*"),
        ("RCT-TMO-0/*", "RCT-SRV-CONT/*"),
    ),
    Fault("rpc_cancel_refuses_all_access", ("RCT-TMO-0/*", "RCT-RET-1/*"), ("RCT-ACCESS-1/*/THREAD_*",)),
    Fault("cancelled_call_waits_out_its_time", ("RCT-TMO-WITHIN/*",), ("RCT-TMO-0/*", "RCT-SRV-CONT/*"), IMPATIENT),
]


def judging_cases(target: RealTarget) -> list[ListedCase]:
    cases = parse_case_list(target.call("list", "--json").stdout)
    return [c for c in cases if c.suite == "rpc_cancel_thread" and set(c.tiers) != {Tier.CHARACTERISED}]


@pytest.fixture(scope="module")
def right(wine_8: RealTarget) -> Run:
    """The reference with no fault, on the cases that the faults must break or leave alone."""
    needed = [pattern_matcher(pattern) for fault in FAULTS for pattern in fault.broken + fault.sound]
    cases = parse_case_list(wine_8.call("list", "--json").stdout)
    chosen = [case.id for case in cases if any(matches(case.id) for matches in needed)]
    return wine_8.run(subject="reference", cases=chosen).valid_run


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.subject)
def test_the_clause_that_is_broken_catches_it(
    wine_8: RealTarget, right: Run, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wine_8.session, "environment", dict(wine_8.session.environment) | {VARIABLE: fault.subject})
    wrong = wine_8.run(*fault.filters, *fault.arguments, subject="reference").valid_run
    assert_is_caught(fault, right, wrong)


@pytest.mark.parametrize("subject", ["rpc_answers_5", "rpc_answers_87"])
def test_who_answers_the_same_to_everything_collects_nothing(wine_8: RealTarget, subject: str) -> None:
    one_of_each = {tuple(case.id.split("/")[:2]): case.id for case in judging_cases(wine_8)}
    run = wine_8.run(*IMPATIENT, subject=subject, cases=sorted(one_of_each.values())).valid_run
    assert run.header is not None
    assert "RpcCancelThread" in run.header.subject.functions
    assert Verdict.FAIL in verdicts_of(run, "RCT-TMO-0/*")
    assert not passes_that_rest_on_subject(wine_8, run)
