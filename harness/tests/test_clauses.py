"""The register as the harness reads it, its coverage by cases, and the choice of cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from wincancel.case_list import BadCaseListError, Selection, parse_case_list, pattern_matcher
from wincancel.clauses import BadRegisterError, coverage, load_registers

GOOD = """
schema = 1
suite = "cancel_synchronous_io"

[[page]]
id = "CSIO"
title = "CancelSynchronousIo function"
header_or_section = "ioapiset.h"

[[clause]]
id = "CSIO-RET-1"
page = "CSIO"
kind = "executable"
tier = "documented"
statement = "A value other than zero tells success."
evidence = "The page."
seed = []

[[clause]]
id = "CSIO-HDR-1"
page = "CSIO"
kind = "advice"
tier = "documented"
statement = "The header declares it."
evidence = "The page."
seed = []
reason = "Settled by compiling."
"""


def registers(tmp_path: Path, text: str = GOOD) -> Path:
    path = tmp_path / "cancel_synchronous_io" / "clauses.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_real_registers_are_read() -> None:
    register = load_registers()
    assert len(register.clauses) > 50
    assert {clause.suite for clause in register.clauses.values()} >= {"cancel_synchronous_io"}
    for clause in register.clauses.values():
        assert clause.page == "-" or clause.page in register.pages


def test_a_register_is_read(tmp_path: Path) -> None:
    register = load_registers(registers(tmp_path))
    clause = register.clauses["CSIO-RET-1"]
    assert (register.page_of(clause), register.place_of(clause)) == ("CancelSynchronousIo function", "ioapiset.h")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("schema = 1", "schema = 2", "schema 2"),
        ('kind = "executable"', 'kind = "maybe"', "neither executable nor advice"),
        ('tier = "documented"', 'tier = "certain"', "certain"),
        ('reason = "Settled by compiling."', "", "advice without a reason"),
        ('id = "CSIO-HDR-1"', 'id = "CSIO-RET-1"', "there twice"),
        ('statement = "The header declares it."', "", "statement"),
        ("[[page]]", "[[page", "TOMLDecodeError"),
    ],
)
def test_a_bad_register_is_one_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(BadRegisterError, match=says) as caught:
        load_registers(registers(tmp_path, GOOD.replace(old, new)))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("cases", "problems"),
    [
        (["CSIO-RET-1/a"], []),
        ([], ["clause CSIO-RET-1 has no case"]),
        (["CSIO-RET-1/a", "CSIO-HDR-1/b"], ["case CSIO-HDR-1/b: its clause is advice, which nobody can execute"]),
        (["CSIO-RET-1/a", "CSIO-RET-2/b"], ["case CSIO-RET-2/b: its clause is in no register"]),
    ],
)
def test_coverage_finds_what_is_not_covered(tmp_path: Path, cases: list[str], problems: list[str]) -> None:
    assert list(coverage(load_registers(registers(tmp_path)), cases).problems) == problems


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("CSIO-RET-1/a", "CSIO-RET-1/a", "CSIO-RET-1/ab"),
        ("CSIO-RET-?/a", "CSIO-RET-1/a", "CSIO-RET-12/a"),
        ("*/a", "CSIO-RET-1/a", "CSIO-RET-1/a/B"),
        ("CSIO*", "CSIO-RET-1/a", "XCSIO-RET-1/a"),
        ("*", "CSIO-RET-1/a", None),
        ("A/b.c", "A/b.c", "A/bxc"),
        ("A/[b]", "A/[b]", "A/b"),
    ],
)
def test_patterns_know_star_and_question_mark_only(pattern: str, matching: str, other: str | None) -> None:
    assert pattern_matcher(pattern)(matching)
    assert other is None or not pattern_matcher(pattern)(other)


@pytest.mark.parametrize("text", ["", "[]", "{}", '[{"id": "A/b"}]', "[1]", "null", '{"cases": []}'])
def test_a_bad_list_of_cases_is_one_line(text: str) -> None:
    with pytest.raises(BadCaseListError) as caught:
        parse_case_list(text)
    assert "\n" not in str(caught.value)


def test_exact_ids_select_themselves() -> None:
    listed = parse_case_list(
        '[{"id":"A-1/b","clause":"A-1","suite":"s","tiers":["documented"],"class":"shared","isolated":false,'
        '"budget_ms":1000},{"id":"A-1/c","clause":"A-1","suite":"s","tiers":[],"class":"shared","isolated":true,'
        '"budget_ms":1}]'
    )
    assert [case.name for case in Selection(ids=frozenset({"A-1/c"})).choose(listed)] == ["c"]
