"""The registers of clauses say what they must: their form, unique ids, and every sentence of the page covered."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

REGISTERS = Path(__file__).parents[2] / "suites"


@dataclass(frozen=True)
class Suite:
    """A suite, by its name and by what the ids of its clauses begin with."""

    name: str
    prefix: str

    def text(self) -> str:
        """Its register."""
        return (REGISTERS / self.name / "clauses.toml").read_text(encoding="utf-8")

    def clause_id(self) -> str:
        """What an id looks like. No '/', '*' or '?': it is the first part of ids of cases, and of patterns for them."""
        return rf"{self.prefix}(?:-[A-Z0-9]+)+"


CSIO = Suite("cancel_synchronous_io", "CSIO")
RCT = Suite("rpc_cancel_thread", "RCT")
both = pytest.mark.parametrize("suite", [CSIO, RCT], ids=lambda suite: suite.name)

FIELDS = {"id", "page", "kind", "tier", "statement", "evidence", "seed"}
TIERS = {"documented", "implied", "ambiguous", "observed", "characterised"}
# In place of a page.
NO_PAGE = {"-", "NONE"}
# An observed value is nothing without who observed it.
SOURCE = re.compile(r"Wine's tests|Reported on Windows|Knowledge Base")


def repeated(ids: list[str]) -> list[str]:
    """The ids that occur more than once."""
    return [name for name, count in Counter(ids).items() if count > 1]


def clause_problems(suite: Suite, clause: dict[str, Any], pages: set[str], sentences: set[str]) -> Iterator[str]:
    """What is wrong with one clause by itself, given the ids of the pages and of the page's sentences."""
    name = clause.get("id", "a clause without id")
    fields = FIELDS | {"reason"} if clause.get("kind") == "advice" else FIELDS
    if set(clause) != fields:
        yield f"{name}: fields {sorted(clause)}, not {sorted(fields)}"
        return
    if not re.fullmatch(suite.clause_id(), name):
        yield f"{name}: no id of this suite"
    if clause["kind"] not in {"executable", "advice"}:
        yield f"{name}: kind {clause['kind']}"
    if clause["tier"] not in TIERS:
        yield f"{name}: tier {clause['tier']}"
    if clause["page"] not in pages and clause["page"] != "-":
        yield f"{name}: page {clause['page']} is not listed"
    if clause["tier"] in {"documented", "ambiguous"} and clause["page"] in NO_PAGE:
        yield f"{name}: {clause['tier']}, but by no page"
    if clause["tier"] == "observed" and not SOURCE.search(clause["evidence"]):
        yield f"{name}: observed, but by nobody"
    for field in ("statement", "evidence", "reason"):
        text = clause.get(field, "-")
        if not text.strip() or text != text.strip() or not text.isprintable():
            yield f"{name}: {field} is empty or not one clean line"
    for sentence in clause["seed"]:
        if sentence not in sentences:
            yield f"{name}: no sentence {sentence}"


def merged_problems(suite: Suite, merged: dict[str, Any], clauses: set[str]) -> Iterator[str]:
    """What is wrong with an id that is no clause of its own, since another clause says the same of every case."""
    if list(merged) != ["row", "into", "variant"] or not all(merged.values()):
        yield f"merged {merged}: fields"
        return
    if not re.fullmatch(suite.clause_id(), merged["row"]):
        yield f"{merged['row']}: no id of this suite"
    if merged["row"] in clauses:
        yield f"{merged['row']}: merged, but a clause of its own"
    if merged["into"] not in clauses:
        yield f"{merged['row']}: merged into {merged['into']}, which is no clause"


def problems(suite: Suite, text: str) -> list[str]:
    """Everything that is wrong with a register, given its text; empty for a good one."""
    register = tomllib.loads(text)
    found: list[str] = []
    if (register.get("schema"), register.get("suite")) != (1, suite.name):
        found.append("schema or suite is not as it should be")
    pages = [page["id"] for page in register["page"]]
    sentences = [sentence["id"] for sentence in register["seed_sentence"]]
    clauses = [clause.get("id", "") for clause in register["clause"]]
    rows = [merged.get("row", "") for merged in register.get("merged", [])]
    found += [f"{name}: twice" for ids in (pages, sentences, clauses, rows) for name in repeated(ids)]
    found += [
        f"page {page['id']}: fields"
        for page in register["page"]
        if list(page) != ["id", "title", "header_or_section"] or not all(page.values())
    ]
    found += [
        f"sentence {sentence['id']}: fields"
        for sentence in register["seed_sentence"]
        if list(sentence) != ["id", "gist"] or not sentence["gist"]
    ]
    for clause in register["clause"]:
        found += clause_problems(suite, clause, set(pages), set(sentences))
    for merged in register.get("merged", []):
        found += merged_problems(suite, merged, set(clauses))
    covered = {sentence for clause in register["clause"] for sentence in clause.get("seed", [])}
    found += [f"{sentence}: covered by no clause" for sentence in sentences if sentence not in covered]
    return found


@both
def test_the_register_is_sound(suite: Suite) -> None:
    assert problems(suite, suite.text()) == []


@both
def test_the_build_reads_the_same_ids_and_kinds(suite: Suite) -> None:
    """The build knows no TOML: it takes id and kind from lines of their own, written just so."""
    text = suite.text()
    lines = re.findall(rf'^(?:id = "({suite.clause_id()})"|kind = "(executable|advice)")$', text, re.MULTILINE)
    read = list(zip([i for i, _ in lines[::2]], [k for _, k in lines[1::2]], strict=True))
    assert read == [(clause["id"], clause["kind"]) for clause in tomllib.loads(text)["clause"]]


@both
def test_clauses_named_in_prose_exist(suite: Suite) -> None:
    ids = {clause["id"] for each in (CSIO, RCT) for clause in tomllib.loads(each.text())["clause"]}
    for clause in tomllib.loads(suite.text())["clause"]:
        for field in ("statement", "evidence", "reason"):
            for name, family in re.findall(r"((?:CSIO|RCT)(?:-[A-Z0-9]+)+)( clauses)?", clause.get(field, "")):
                exists = any(i.startswith(f"{name}-") for i in ids) if family else name in ids
                assert exists, f"{clause['id']}: {field} names {name}"


def test_each_subject_of_remote_calls_is_found_under_its_id() -> None:
    """Results, rights, handles, the core, the neighbour, advice: by a clause, or by the one it is merged into."""
    register = tomllib.loads(RCT.text())
    found = {clause["id"] for clause in register["clause"]} | {merged["row"] for merged in register["merged"]}
    counts = {"RET": 4, "ACCESS": 11, "HANDLE": 7, "CORE": 5, "CROSS": 2, "ADVICE": 3}
    assert {f"RCT-{group}-{n}" for group, count in counts.items() for n in range(1, count + 1)} <= found


CLAUSE = """
[[clause]]
id = "CSIO-MADE-UP-1"
page = "CSIO"
kind = "executable"
tier = "documented"
statement = "A statement."
evidence = "The page."
seed = ["S1"]
"""


def test_a_sound_clause_more_is_no_problem() -> None:
    assert problems(CSIO, CSIO.text() + CLAUSE) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("CSIO-MADE-UP-1", "CSIO-ACCESS-2", "CSIO-ACCESS-2: twice"),
        ("CSIO-MADE-UP-1", "RCT-MADE-UP-1", "RCT-MADE-UP-1: no id of this suite"),
        ("CSIO-MADE-UP-1", "CSIO-MADE/UP", "CSIO-MADE/UP: no id of this suite"),
        ('page = "CSIO"', 'page = "NOWHERE"', "page NOWHERE is not listed"),
        ('page = "CSIO"', 'page = "-"', "documented, but by no page"),
        ('"executable"', '"perhaps"', "kind perhaps"),
        ('"executable"', '"advice"', "fields"),
        ('"documented"', '"certain"', "tier certain"),
        ('"documented"', '"observed"', "observed, but by nobody"),
        ('"A statement."', '""', "statement is empty"),
        ('"The page."', '"Two\\nlines."', "evidence is empty or not one clean line"),
        ('evidence = "The page."\n', "", "fields"),
        ('seed = ["S1"]', 'seed = ["S99"]', "no sentence S99"),
        ('seed = ["S1"]', 'seed = ["S1"]\nreason = "None."', "fields"),
    ],
)
def test_a_faulty_clause_is_noticed(old: str, new: str, complaint: str) -> None:
    assert old in CLAUSE
    found = problems(CSIO, CSIO.text() + CLAUSE.replace(old, new))
    assert len(found) == 1
    assert complaint in found[0]


@pytest.mark.parametrize(
    ("row", "into", "complaint"),
    [
        ("RCT-MADE-UP-1", "RCT-ACCESS-8", None),
        ("RCT-ACCESS-2", "RCT-ACCESS-8", "RCT-ACCESS-2: twice"),
        ("RCT-ACCESS-1", "RCT-ACCESS-8", "RCT-ACCESS-1: merged, but a clause of its own"),
        ("RCT-MADE-UP-1", "RCT-MADE-UP-2", "RCT-MADE-UP-1: merged into RCT-MADE-UP-2, which is no clause"),
        ("CSIO-MADE-UP-1", "RCT-ACCESS-8", "CSIO-MADE-UP-1: no id of this suite"),
        ("", "RCT-ACCESS-8", "fields"),
    ],
)
def test_a_faulty_merger_is_noticed(row: str, into: str, complaint: str | None) -> None:
    found = problems(RCT, RCT.text() + f'\n[[merged]]\nrow = "{row}"\ninto = "{into}"\nvariant = "SYNCHRONIZE"\n')
    assert len(found) == (complaint is not None)
    assert not complaint or complaint in found[0]


@both
def test_an_uncovered_sentence_is_noticed(suite: Suite) -> None:
    sentence = '\n[[seed_sentence]]\nid = "S99"\ngist = "A new sentence."\n'
    assert problems(suite, suite.text() + sentence) == ["S99: covered by no clause"]


@pytest.mark.parametrize(
    ("suite", "clause", "sentence"), [(CSIO, "CSIO-TECH-REFS", "S23"), (RCT, "RCT-RET-4", "S8")], ids=["CSIO", "RCT"]
)
def test_a_missing_clause_leaves_its_sentence_uncovered(suite: Suite, clause: str, sentence: str) -> None:
    text = suite.text()
    start = text.index(f'[[clause]]\nid = "{clause}"')
    end = text.index("[[clause]]", start + 1)
    assert problems(suite, text[:start] + text[end:]) == [f"{sentence}: covered by no clause"]
