"""The registers of clauses, `suites/*/clauses.toml`, and how far the cases cover them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from .layout import SUITES
from .verdicts import Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

REGISTER_VERSION = 1


class BadRegisterError(Exception):
    """A register that does not have the format; the message is one line for the user."""


@dataclass(frozen=True)
class Page:
    """Where clauses come from. `place` is what finds it: a header, a section or an address."""

    id: str
    title: str
    place: str


@dataclass(frozen=True)
class Clause:
    """One normative statement in our own words. `reason` says why advice cannot be executed."""

    id: str
    suite: str
    page: str
    kind: Literal["executable", "advice"]
    tier: Tier
    statement: str
    evidence: str
    reason: str | None


@dataclass(frozen=True)
class Register:
    """All clauses of all suites, in the order of their files."""

    clauses: Mapping[str, Clause]
    pages: Mapping[str, Page]

    def page_of(self, clause: Clause) -> str:
        """The title of the page a clause comes from."""
        page = self.pages.get(clause.page)
        return page.title if page else clause.page

    def place_of(self, clause: Clause) -> str:
        """What finds that page; empty where the register does not say."""
        page = self.pages.get(clause.page)
        return page.place if page else ""


@dataclass(frozen=True)
class Coverage:
    """The cases of each clause, and what is wrong with them."""

    cases: Mapping[str, tuple[str, ...]]
    problems: tuple[str, ...]


def load_registers(suites: Path = SUITES) -> Register:
    """Reads the registers below `suites`. Raises BadRegisterError."""
    clauses: dict[str, Clause] = {}
    pages: dict[str, Page] = {}
    for path in sorted(suites.glob("*/clauses.toml")):
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
            if document["schema"] != REGISTER_VERSION:
                raise BadRegisterError(f"{path}: schema {document['schema']}, this reads {REGISTER_VERSION}")
            for entry in document.get("page", []):
                pages[entry["id"]] = Page(entry["id"], entry["title"], entry["header_or_section"])
            for entry in document["clause"]:
                clause = _clause(entry, document["suite"])
                if clause.id in clauses:
                    raise BadRegisterError(f"{path}: clause {clause.id} is there twice")
                clauses[clause.id] = clause
        except (
            OSError,
            UnicodeDecodeError,
            tomllib.TOMLDecodeError,
            KeyError,
            TypeError,
            ValueError,
        ) as error:
            raise BadRegisterError(f"{path}: {type(error).__name__}: {error}") from error
    return Register(clauses, pages)


def _clause(entry: Mapping[str, Any], suite: str) -> Clause:
    kind = entry["kind"]
    if kind not in ("executable", "advice"):
        raise ValueError(f"clause {entry['id']} is {kind!r}, neither executable nor advice")
    if kind == "advice" and not entry.get("reason"):
        raise ValueError(f"clause {entry['id']} is advice without a reason")
    return Clause(
        id=entry["id"],
        suite=suite,
        page=entry["page"],
        kind=kind,
        tier=Tier(entry["tier"]),
        statement=entry["statement"],
        evidence=entry["evidence"],
        reason=entry.get("reason"),
    )


def clause_of(case: str) -> str:
    """The clause in the id of a case."""
    return case.split("/", 1)[0]


def coverage(register: Register, cases: Iterable[str]) -> Coverage:
    """Which cases exercise each clause; a clause without one, or a case without a clause, is a problem."""
    found: dict[str, list[str]] = {clause: [] for clause in register.clauses}
    problems: list[str] = []
    for case in cases:
        clause = clause_of(case)
        if clause not in found:
            problems.append(f"case {case}: its clause is in no register")
        elif register.clauses[clause].kind == "advice":
            problems.append(f"case {case}: its clause is advice, which nobody can execute")
        else:
            found[clause].append(case)
    problems += [
        f"clause {clause.id} has no case"
        for clause in register.clauses.values()
        if clause.kind == "executable" and not found[clause.id]
    ]
    return Coverage({clause: tuple(ids) for clause, ids in found.items()}, tuple(problems))
