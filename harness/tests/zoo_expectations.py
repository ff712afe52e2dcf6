"""What the runner must record of each animal of the zoo (fixtures/zoo/cases), whatever ran before or beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from wincancel.records import Attempt
from wincancel.verdicts import Status, Tier, Verdict

Tiers = dict[Tier, Verdict]


@dataclass(frozen=True)
class Expected:
    """What one attempt is to look like. `reason` is part of its reason, `code` what the process ended with."""

    verdict: Verdict
    status: Status = Status.OK
    code: str | None = None
    reason: str = ""
    tiers: Tiers | None = None
    noise: bool | None = False
    """Whether bytes came that were no record; None: it does not matter."""

    def misses(self, attempt: Attempt) -> list[str]:
        """What of `attempt` is otherwise."""
        is_exception = self.code is not None and int(self.code, 16) >= 1 << 31
        pairs: list[tuple[str, object, object]] = [
            ("verdict", attempt.verdict, self.verdict),
            ("status", attempt.status, self.status),
            ("exit code", attempt.exit_code, self.code),
            ("exception", attempt.exception, self.code if is_exception else None),
            ("reason", self.reason in (attempt.reason or ""), True),
            ("tiers", attempt.tiers if self.tiers is not None else None, self.tiers),
            ("noise", attempt.noise > 0 if self.noise is not None else None, self.noise),
        ]
        return [f"{name} {got}, not {wanted}" for name, got, wanted in pairs if got != wanted]


PASSES = Expected(Verdict.PASS)
DONE = Expected(Verdict.DONE)


def crash(code: str) -> Expected:
    return Expected(Verdict.NORESULT, Status.CRASH, code, tiers={Tier.DOCUMENTED: Verdict.NORESULT})


TIMES_OUT = Expected(Verdict.NORESULT, Status.TIMEOUT, reason="not over within its time budget")
IS_NOISE = Expected(Verdict.PASS, noise=True)
LEFT_BEHIND = Expected(Verdict.PASS, Status.LEFT_BEHIND)
LIES = Expected(Verdict.UNRESOLVED, reason="counted other records", tiers={Tier.DOCUMENTED: Verdict.UNRESOLVED})
BODY_ENDS = Expected(Verdict.UNRESOLVED, reason="thread ended before the body did")
LEFT_THREAD = Expected(Verdict.PASS, reason="a thread was left behind", noise=None)


def fails(**tiers: Verdict) -> Expected:
    return Expected(Verdict.FAIL, tiers={Tier(tier): verdict for tier, verdict in tiers.items()})


def unresolved(reason: str) -> Expected:
    return Expected(Verdict.UNRESOLVED, reason=reason)


# The first pattern that fits counts; more than one expectation: each is right.
EXPECTED: list[tuple[str, tuple[Expected, ...]]] = [
    ("ZOO-CALM-1/*", (PASSES,)),
    ("ZOO-CRASH-1/*/ACCESS_VIOLATION", (crash("0xC0000005"),)),
    ("ZOO-CRASH-1/*/INT_DIVIDE_BY_ZERO", (crash("0xC0000094"),)),
    ("ZOO-CRASH-1/*/ILLEGAL_INSTRUCTION", (crash("0xC000001D"),)),
    ("ZOO-CRASH-1/*/CALL_OF_NULL", (crash("0xC0000005"),)),
    ("ZOO-CRASH-1/*/BREAKPOINT", (crash("0x80000003"),)),
    ("ZOO-CRASH-1/*/CUSTOM", (crash("0xE0000042"),)),
    ("ZOO-CRASH-1/*/CPP_EXCEPTION", (crash("0xE06D7363"),)),
    # Some versions of Wine end only the thread that used up its stack.
    ("ZOO-CRASH-1/*/STACK_OVERFLOW", (crash("0xC00000FD"), BODY_ENDS)),
    # The body may win the race against the end of its process.
    ("ZOO-CRASH-1/*/ANOTHER_THREAD", (crash("0xC0000005"), Expected(Verdict.PASS, Status.CRASH, "0xC0000005"))),
    ("ZOO-EXIT-1/*/EXIT_SUCCESS", (crash("0x00000000"),)),
    ("ZOO-EXIT-1/*/EXIT_7", (crash("0x00000007"),)),
    ("ZOO-EXIT-1/*/EXIT_LIKE_A_CRASH", (crash("0xC0000005"),)),
    ("ZOO-EXIT-1/*/TERMINATE", (crash("0x00000009"),)),
    ("ZOO-EXIT-1/*/ABORT", (crash("0x00000003"),)),
    ("ZOO-EXIT-2/*", (BODY_ENDS,)),
    ("ZOO-HANG-1/*/WRITING", (replace(TIMES_OUT, noise=True),)),
    ("ZOO-HANG-1/*", (TIMES_OUT,)),
    ("ZOO-NOISE-1/*/STANDARD_OUTPUT", (PASSES,)),
    ("ZOO-NOISE-1/*/EVERY_HANDLE", (PASSES,)),
    ("ZOO-NOISE-1/*", (IS_NOISE,)),
    ("ZOO-TORN-1/*", (Expected(Verdict.NORESULT, Status.CRASH, "0x00000000", noise=True),)),
    ("ZOO-COUNT-1/*/TOO_MUCH", (Expected(Verdict.UNRESOLVED, reason="counted other records", noise=True),)),
    ("ZOO-COUNT-1/*", (LIES,)),
    ("ZOO-PROCESS-1/*/AND_CRASH", (crash("0xE0000043"),)),
    ("ZOO-PROCESS-1/*/AND_HANG", (TIMES_OUT,)),
    ("ZOO-PROCESS-1/breaks_away", (PASSES,)),
    ("ZOO-PROCESS-1/*", (LEFT_BEHIND,)),
    ("ZOO-THREAD-1/ends_its_threads", (PASSES,)),
    # Where the machine is slow, the thread is seen before it gets to its crash.
    ("ZOO-THREAD-1/*/CRASHES_LATER", (crash("0xE0000044"), LEFT_THREAD)),
    ("ZOO-THREAD-1/*", (LEFT_THREAD,)),
    ("ZOO-EXHAUST-1/*", (PASSES,)),
    ("ZOO-VALUE-1/*", (PASSES,)),
    ("ZOO-VERDICT-1/*/NOTHING_*", (DONE,)),
    ("ZOO-VERDICT-1/*/PASS_AND_FAIL", (fails(documented=Verdict.PASS, observed=Verdict.FAIL),)),
    ("ZOO-VERDICT-1/*/FAIL_AND_PASS", (fails(documented=Verdict.FAIL),)),
    ("ZOO-VERDICT-1/*/CHARACTERISED", (DONE,)),
    ("ZOO-VERDICT-1/*/PASS_AND_BREAK", (unresolved('"broken"\n by \x01 7'),)),
    ("ZOO-VERDICT-1/*/FAIL_AND_BREAK", (Expected(Verdict.FAIL, reason="broken"),)),
    ("ZOO-VERDICT-1/*/LONG_REASON", (unresolved("\x01" * 1000),)),
    ("ZOO-VERDICT-1/*/UNTESTED", (Expected(Verdict.UNTESTED, reason="a moon"),)),
    ("ZOO-VERDICT-1/*/UNSUPPORTED", (Expected(Verdict.UNSUPPORTED, reason="no wings"),)),
    ("ZOO-VERDICT-1/*/UNDECLARED_TIER", (unresolved("tier implied, which it does not declare"),)),
    ("ZOO-VERDICT-1/*/NEED", (unresolved("Fly failed, last error 42"),)),
    ("ZOO-VERDICT-1/*/NEED_DATA", (Expected(Verdict.UNTESTED, reason="--data moon=PATH"),)),
    ("ZOO-VERDICT-1/*/HISTOGRAM", (fails(documented=Verdict.PASS, observed=Verdict.FAIL),)),
    ("ZOO-VERDICT-1/is_not_run", (Expected(Verdict.UNTESTED, reason="needs 100000 processors"),)),
    ("ZOO-FRAME-1/*", (PASSES,)),
    ("ZOO-JSON-1/*", (PASSES,)),
    ("ZOO-PATTERN-1/*", (PASSES,)),
]


def expected_of(case: str) -> tuple[Expected, ...]:
    """What `case` may look like. Raises LookupError for a case that nobody expects anything of."""
    for pattern, expected in EXPECTED:
        if fnmatchcase(case, pattern):
            return expected
    raise LookupError(f"{case}: add what the runner must record of it to zoo_expectations.py")
