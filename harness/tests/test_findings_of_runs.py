"""Findings out of runs: what is one of them, and what never is."""

from __future__ import annotations

import pytest
from found import REFUSED, TAKEN, findings_of, on
from streams import Record, attempt, value


def test_variants_that_miss_the_same_are_one_finding() -> None:
    variants = [attempt(f"CSIO-RET-1/refused/{right}", REFUSED) for right in ("DELETE", "WRITE_DAC", "WRITE_OWNER")]
    (finding,) = findings_of(on("8.0", *variants))
    assert [row.case[-5:] for row in finding.rows] == ["ELETE", "E_DAC", "OWNER"]
    assert finding.title == "wine-8.0: returned is false, not true (CSIO-RET-1, documented)"


@pytest.mark.parametrize(
    "other",
    [
        attempt("CSIO-RET-1/other", [value("last_error", 5, [995])]),
        attempt("CSIO-RET-1/other", [value("returned", False, [True], tier="implied")]),
        attempt("CSIO-TECH-1/other", REFUSED),
    ],
    ids=["value", "tier", "clause"],
)
def test_another_value_tier_or_clause_is_another_finding(other: list[Record]) -> None:
    assert len(findings_of(on("8.0", attempt("CSIO-RET-1/case", REFUSED), other))) == 2


def test_one_case_that_misses_two_tiers_is_two_findings() -> None:
    content = [value("returned", False, [True]), value("last_error", 5, [995], tier="observed")]
    assert [one.id for one in findings_of(on("8.0", attempt("CSIO-RET-1/case", content)))] == [
        "CSIO-RET-1-documented",
        "CSIO-RET-1-observed",
    ]


def test_cases_that_fail_on_different_targets_are_told_apart() -> None:
    both, one = "CSIO-RET-1/fails_on_both", "CSIO-RET-1/fails_on_one"
    old = on("8.0", attempt(both, REFUSED), attempt(one, REFUSED))
    new = on("10.0", attempt(both, REFUSED), attempt(one, TAKEN))
    found = {finding.rows[0].case: [column.label for column in finding.failing] for finding in findings_of(old, new)}
    assert found == {both: ["wine-8.0", "wine-10.0"], one: ["wine-8.0"]}


def test_a_run_that_is_not_valid_proves_nothing() -> None:
    name, stream = on("8.0", attempt("CSIO-RET-1/case", REFUSED))
    assert findings_of((name, stream[:-1])) == []
