"""The register of clauses says what it must: its form, unique ids, and every sentence of the page covered."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

REGISTER = Path(__file__).parents[2] / "suites" / "cancel_synchronous_io" / "clauses.toml"

FIELDS = ["id", "page", "kind", "tier", "statement", "evidence", "seed"]
TIERS = {"documented", "implied", "ambiguous", "observed", "characterised"}
# No '/', '*' or '?': a clause's id is the first part of a case's id and of the patterns that select cases.
CLAUSE_ID = re.compile(r"CSIO(-[A-Z0-9]+)+")
# An observed value is nothing without who observed it.
SOURCE = re.compile(r"Wine's tests|Reported on Windows")


def repeated(ids: list[str]) -> list[str]:
    """The ids that occur more than once."""
    return [name for name, count in Counter(ids).items() if count > 1]


def clause_problems(clause: dict[str, Any], pages: set[str], sentences: set[str]) -> Iterator[str]:
    """What is wrong with one clause by itself, given the ids of the pages and of the page's sentences."""
    name = clause.get("id", "a clause without id")
    fields = [*FIELDS, "reason"] if clause.get("kind") == "advice" else FIELDS
    if list(clause) != fields:
        yield f"{name}: fields {list(clause)}, not {fields}"
        return
    if not CLAUSE_ID.fullmatch(name):
        yield f"{name}: no id of this suite"
    if clause["kind"] not in {"executable", "advice"}:
        yield f"{name}: kind {clause['kind']}"
    if clause["tier"] not in TIERS:
        yield f"{name}: tier {clause['tier']}"
    if clause["page"] not in pages and clause["page"] != "-":
        yield f"{name}: page {clause['page']} is not listed"
    if clause["tier"] in {"documented", "ambiguous"} and clause["page"] == "-":
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


def problems(text: str) -> list[str]:
    """Everything that is wrong with a register, given its text; empty for a good one."""
    register = tomllib.loads(text)
    found: list[str] = []
    if (register.get("schema"), register.get("suite")) != (1, "cancel_synchronous_io"):
        found.append("schema or suite is not as it should be")
    pages = [page["id"] for page in register["page"]]
    sentences = [sentence["id"] for sentence in register["seed_sentence"]]
    clauses = [clause.get("id", "") for clause in register["clause"]]
    found += [f"{name}: twice" for ids in (pages, sentences, clauses) for name in repeated(ids)]
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
        found += clause_problems(clause, set(pages), set(sentences))
    covered = {sentence for clause in register["clause"] for sentence in clause.get("seed", [])}
    found += [f"{sentence}: covered by no clause" for sentence in sentences if sentence not in covered]
    return found


def good_register() -> str:
    return REGISTER.read_text(encoding="utf-8")


def test_the_register_is_sound() -> None:
    assert problems(good_register()) == []


def test_the_build_reads_the_same_ids_and_kinds() -> None:
    """The build knows no TOML: it takes id and kind from lines of their own, written just so."""
    text = good_register()
    lines = re.findall(r'^(?:id = "(CSIO-[A-Z0-9-]+)"|kind = "(executable|advice)")$', text, re.MULTILINE)
    read = list(zip([i for i, _ in lines[::2]], [k for _, k in lines[1::2]], strict=True))
    assert read == [(clause["id"], clause["kind"]) for clause in tomllib.loads(text)["clause"]]


def test_clauses_named_in_prose_exist() -> None:
    clauses = tomllib.loads(good_register())["clause"]
    ids = {clause["id"] for clause in clauses}
    for clause in clauses:
        for field in ("statement", "evidence", "reason"):
            for name, family in re.findall(r"(CSIO(?:-[A-Z0-9]+)+)( clauses)?", clause.get(field, "")):
                exists = any(i.startswith(f"{name}-") for i in ids) if family else name in ids
                assert exists, f"{clause['id']}: {field} names {name}"


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
    assert problems(good_register() + CLAUSE) == []


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
    found = problems(good_register() + CLAUSE.replace(old, new))
    assert len(found) == 1
    assert complaint in found[0]


def test_an_uncovered_sentence_is_noticed() -> None:
    sentence = '\n[[seed_sentence]]\nid = "S99"\ngist = "A new sentence."\n'
    assert problems(good_register() + sentence) == ["S99: covered by no clause"]


def test_a_missing_clause_leaves_its_sentence_uncovered() -> None:
    text = good_register()
    start = text.index('[[clause]]\nid = "CSIO-TECH-REFS"')
    end = text.index("[[clause]]", start + 1)
    assert problems(text[:start] + text[end:]) == ["S23: covered by no clause"]
