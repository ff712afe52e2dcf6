"""The registers of the reference: its faults, each asked for in its source, and what it cannot provide."""

from __future__ import annotations

from pathlib import Path

import pytest
from campaigns import REGISTER, fault

from wincancel.case_list import ListedCase
from wincancel.clauses import load_registers
from wincancel.faults import BadFaultsError, asked_for, load_faults, sources_of_reference
from wincancel.mutants.choice import NoSuchFaultError, choose, sample
from wincancel.not_provided import BadNotProvidedError, load_not_provided
from wincancel.verdicts import Tier

GOOD = '[[fault]]\nname = "a"\nbreaks = ["CSIO-RET-1"]\ntext = "It is wrong."\n'


def test_every_fault_is_asked_for_and_every_one_asked_for_is_there() -> None:
    registered = {fault.name for fault in load_faults(load_registers())}
    asked = asked_for(sources_of_reference())
    assert registered - asked == set(), "in faults.toml, and no has_fault() asks for it"
    assert asked - registered == set()


def test_what_is_not_provided_can_be_read() -> None:
    load_not_provided()


def test_a_register_is_read(tmp_path: Path) -> None:
    path = tmp_path / "faults.toml"
    path.write_text(GOOD + 'abis = ["i686"]\n', encoding="utf-8")
    (one,) = load_faults(REGISTER, path)
    assert (one.name, one.breaks, one.text, one.abis) == ("a", ("CSIO-RET-1",), "It is wrong.", ("i686",))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "at least one"),
        ("[[fault]\n", "line 1"),
        ("fault = 3\n", r"\[\[fault\]\]"),
        ("other = 3\n" + GOOD, r"\[\[fault\]\]"),
        (GOOD + GOOD, "two faults called a"),
        (GOOD.replace('"a"', '"A b"'), "cannot be a fault's name"),
        (GOOD.replace('"a"', f'"{"a" * 64}"'), "cannot be a fault's name"),
        (GOOD.replace("CSIO-RET-1", "CSIO-GONE-1"), "a: there is no clause 'CSIO-GONE-1'"),
        (GOOD.replace('["CSIO-RET-1"]', "[]"), "a: breaks names the clauses"),
        (GOOD.replace('["CSIO-RET-1"]', '["CSIO-RET-1", "CSIO-RET-1"]'), "each once"),
        (GOOD.replace('["CSIO-RET-1"]', '"CSIO-RET-1"'), "a: breaks names the clauses"),
        (GOOD.replace("It is wrong.", " "), "a: text must say"),
        (GOOD + 'abis = ["z80"]\n', "a: abis names some of"),
        (GOOD + "colour = 1\n", "a: unknown colour"),
    ],
)
def test_a_bad_register_is_refused_in_one_line(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "faults.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFaultsError, match=why) as caught:
        load_faults(REGISTER, path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[not_provided]]\npattern = 'A-1/*'\n", "a pattern and a reason"),
        ("[[not_provided]]\npattern = 'A-1/a b'\nreason = 'x'\n", "no pattern of cases"),
        ("[[not_provided]]\npattern = 'A-1/*'\nreason = ''\n", "reason must say why"),
        ("[[not_provided]]\npattern = 'A-1/*'\nreason = 'x'\n" * 2, "is there twice"),
        ("[[provided]]\n", r"\[\[not_provided\]\]"),
        ("not_provided = 3\n", r"\[\[not_provided\]\]"),
    ],
)
def test_a_bad_register_of_what_is_not_provided_is_refused(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "not_provided.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadNotProvidedError, match=why):
        load_not_provided(path)


def test_faults_are_chosen_by_name_clause_and_abi() -> None:
    faults = [fault("reads"), fault("races", "CSIO-RACE-1"), fault("reads_not", "CSIO-RET-1", "CSIO-RET-2")]
    assert [one.name for one in choose(faults, ["reads*"], [], "x86_64")] == ["reads", "reads_not"]
    assert [one.name for one in choose(faults, [], ["*-2"], "x86_64")] == ["reads_not"]
    assert choose(faults, [], [], "x86_64") == faults
    with pytest.raises(NoSuchFaultError, match=r"no fault matches 'reeds'; is it reads\?"):
        choose(faults, ["reeds"], [], "x86_64")
    with pytest.raises(NoSuchFaultError, match="together"):
        choose(faults, ["races"], ["CSIO-RET-1"], "x86_64")
    with pytest.raises(NoSuchFaultError, match="on winpr"):
        choose(faults, [], [], "winpr")


def test_a_sample_has_each_clause_by_its_cheapest_fault() -> None:
    def case(clause: str, scheduling: str, budget_ms: int) -> ListedCase:
        return ListedCase(f"{clause}/x", clause, "s", (Tier.DOCUMENTED,), (), (), scheduling, False, budget_ms)

    cases = [case("A-1", "shared", 1000), case("B-1", "exclusive", 10), case("C-1", "waiting", 10)]
    faults = [fault("ab", "A-1", "B-1"), fault("a", "A-1"), fault("a_too", "A-1"), fault("bc", "B-1", "C-1")]
    assert [one.name for one in sample(faults, cases)] == ["ab", "a", "bc"]
