"""The reference of remote calls passes what is documented; broken in one rule, it is caught by a case of that rule.

Everything is compared with the reference and not with Wine's own functions, which break most of the rules themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from faults import Fault, assert_is_caught, passes_that_rest_on_subject, verdicts_of

from wincancel.case_list import parse_case_list, pattern_matcher
from wincancel.verdicts import Tier, Verdict

if TYPE_CHECKING:
    from real_target import RealTarget

    from wincancel.case_list import ListedCase
    from wincancel.records import Run

# A cancel that is not obeyed costs each case its deadlines.
IMPATIENT = ("--timeout-scale", "0.3")

FAULTS = [
    Fault(
        "rpc_does_nothing", ("RCT-TMO-0/*", "RCT-EX-0/*"), ("RCT-TMO-BAD/*/MINUS_2", "RCT-TESTCANCEL-3/*"), IMPATIENT
    ),
    Fault("rpc_timeout_in_ms", ("RCT-TMO-N/*/1_SECOND", "RCT-EX-N/*/1_SECOND"), ("RCT-TMO-0/*", "RCT-TMO-INF/*")),
    Fault("rpc_timeout_process_wide", ("RCT-TMO-THREAD/*",), ("RCT-TMO-N/*/1_SECOND", "RCT-EX-N/*/1_SECOND")),
    Fault(
        "rpc_cancels_every_thread",
        ("RCT-PS-TCP/*/call_of_another_thread_goes_on", "RCT-CORE-2/*/ncacn_ip_tcp"),
        ("RCT-TMO-0/*", "RCT-ACCESS-1/*/THREAD_TERMINATE", "RCT-CORE-1/*"),
    ),
    Fault(
        "rpc_ignores_access",
        ("RCT-ACCESS-8/is_refused/SYNCHRONIZE", "RCT-ACCESS-8/each_is_refused/*", "RCT-ACCESS-11/*"),
        ("RCT-RET-1/*", "RCT-ACCESS-1/*/THREAD_TERMINATE"),
    ),
    Fault("rpc_test_cancel_always_0", ("RCT-TESTCANCEL-2/*", "RCT-SERVERTEST-1/*"), ("RCT-TMO-0/*", "RCT-EX-0/*")),
    Fault("rpc_wrong_status", ("RCT-TMO-STATUS/*/AT_ONCE", "RCT-EX-0/*"), ("RCT-TMO-0/*", "RCT-SRV-CONT/*")),
    Fault("rpc_refuses_full_access", ("RCT-TMO-0/*", "RCT-EX-0/*"), ("RCT-ACCESS-1/*/THREAD_*",)),
    Fault("rpc_always_waits", ("RCT-TMO-WITHIN/*",), ("RCT-TMO-0/*", "RCT-SRV-CONT/*"), IMPATIENT),
]

CANNOT_PASS = {
    "RCT-INFORMED-1/*": "the system's run-time sends no PDU about a cancel, and the reference has no wire of its own",
    "RCT-TMO-RAISE/*": "stubs make their calls by the system's NdrClientCall2, which goes past the reference",
    "RCT-ASYNC-*": "asynchronous calls are the system's, and it has no cancel of them",
    "RCT-PS-UDP/*": "the system has no datagrams for remote calls",
    "RCT-PS-IPX/*": "the system has not this protocol sequence",
    "RCT-PS-LEGACY/*": "the system has none of these protocol sequences",
    "RCT-CORE-2/*/ncalrpc": "the page excludes this protocol sequence: only recorded",
    "RCT-CB-*": "the system's run-time cannot call a client back",
}


def cases_of(target: RealTarget) -> list[ListedCase]:
    cases = parse_case_list(target.call("list", "--json").stdout)
    return [case for case in cases if case.suite == "rpc_cancel_thread"]


def judges(case: ListedCase) -> bool:
    return set(case.tiers) != {Tier.CHARACTERISED}


@pytest.fixture(scope="module")
def right(wine_8: RealTarget) -> Run:
    """The reference with no rule broken, on all cases that judge, and on those that the faults must leave alone."""
    needed = [pattern_matcher(pattern) for fault in FAULTS for pattern in fault.broken + fault.sound]
    cases = [case.id for case in cases_of(wine_8) if judges(case) or any(matches(case.id) for matches in needed)]
    return wine_8.run(subject="right_calls", cases=cases).valid_run


def test_what_is_documented_passes_on_the_reference(wine_8: RealTarget, right: Run) -> None:
    excused = [pattern_matcher(pattern) for pattern in CANNOT_PASS]
    judged = [case.id for case in cases_of(wine_8) if judges(case)]
    verdicts = {case: right.results[case][0].first.verdict for case in judged if not any(f(case) for f in excused)}
    assert verdicts
    assert not {case: str(verdict) for case, verdict in verdicts.items() if verdict is not Verdict.PASS}


@pytest.mark.parametrize("pattern", CANNOT_PASS)
def test_what_is_said_to_be_out_of_reach_is(right: Run, pattern: str) -> None:
    verdicts = verdicts_of(right, pattern)
    assert verdicts
    assert Verdict.PASS not in verdicts


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.subject)
def test_the_clause_that_is_broken_catches_it(wine_8: RealTarget, right: Run, fault: Fault) -> None:
    wrong = wine_8.run(*fault.filters, *fault.arguments, subject=fault.subject).valid_run
    assert_is_caught(fault, right, wrong)


@pytest.mark.parametrize("subject", ["rpc_answers_5", "rpc_answers_87"])
def test_who_answers_the_same_to_everything_collects_nothing(wine_8: RealTarget, subject: str) -> None:
    one_of_each = {tuple(case.id.split("/")[:2]): case.id for case in cases_of(wine_8) if judges(case)}
    run = wine_8.run(*IMPATIENT, subject=subject, cases=sorted(one_of_each.values())).valid_run
    assert run.header is not None
    assert "RpcCancelThread" in run.header.subject.functions
    assert Verdict.FAIL in verdicts_of(run, "RCT-TMO-0/*")
    assert not passes_that_rest_on_subject(wine_8, run)
