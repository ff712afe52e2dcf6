"""Cases that do not say the same every time are found, with their rates."""

from __future__ import annotations

from wincancel.records import Attempt, Result, Run, Value
from wincancel.stability import flips, stability_lines
from wincancel.verdicts import Status, Tier, Verdict


def _value(key: str, value: bool | int, *, comparable: bool = True) -> Value:
    return Value(key, "count", value, None, None, comparable, Tier.CHARACTERISED, None, None)


def _run(attempts: list[Attempt]) -> Run:
    results = tuple(Result("C-1/x", attempt.repeat, attempt, None) for attempt in attempts)
    return Run(None, None, {"C-1/x": results}, None, ())


def _attempt(repeat: int, verdict: Verdict, *values: Value) -> Attempt:
    return Attempt("C-1/x", repeat, 1, 0, values, verdict=verdict, status=Status.OK)


def test_equal_repeats_are_stable() -> None:
    assert flips(_run([_attempt(n, Verdict.PASS, _value("a", 1)) for n in range(1, 9)])) == []


def test_a_flip_of_the_verdict_is_found_with_its_rate() -> None:
    attempts = [_attempt(n, Verdict.FAIL if n == 3 else Verdict.PASS) for n in range(1, 9)]
    (flip,) = flips(_run(attempts))
    assert flip.changes_verdict
    assert flip.verdicts == {(Verdict.PASS, Status.OK): 7, (Verdict.FAIL, Status.OK): 1}


def test_a_varying_or_missing_value_is_found_where_it_is_comparable() -> None:
    attempts = [
        _attempt(1, Verdict.PASS, _value("a", 1), _value("t", 5, comparable=False)),
        _attempt(2, Verdict.PASS, _value("a", 2), _value("t", 6, comparable=False), _value("b", 1)),
    ]
    (flip,) = flips(_run(attempts))
    assert not flip.changes_verdict
    assert flip.values == {"a": {1: 1, 2: 1}, "b": {1: 1, None: 1}}


def test_a_person_is_told_the_rates() -> None:
    attempts = [_attempt(n, Verdict.FAIL if n == 3 else Verdict.PASS) for n in range(1, 9)]
    assert stability_lines(_run(attempts)) == ["1 cases repeated, 1 change their verdict", "C-1/x: 7 PASS, 1 FAIL"]
