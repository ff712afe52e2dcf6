"""The source of a case with its set-up: what somebody needs to read in order to write the same few calls again.

It is an excerpt, in the order of the files, and need not compile by itself: the framework's own verbs (`start_blocked`,
`check_refused`, ...) are described in `suites/framework/operation.h` and `wincancel_test.h`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .c_source import Definition, Source, code_of, read_source
from .layout import SUITES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LINES = 150
"""Of set-up outside of the test's own file; what would come after them is named instead."""
_SETUP_FOLDERS = ("operations", "rig")
_SHORT_TABLE = 12


@dataclass(frozen=True)
class Part:
    """A definition as it is shown: the whole of it, or of a table the one row. `place` is FILE:LINE."""

    place: str
    text: str


@dataclass(frozen=True)
class Excerpt:
    """The parts of a case's source; `left_out` names what there was no room for."""

    parts: tuple[Part, ...]
    left_out: tuple[str, ...]


def excerpt_of(case: str, suites: Path = SUITES) -> Excerpt | None:
    """The source of a case; None where no file declares its test, such as for a run of a later version."""
    clause, _, rest = case.partition("/")
    name, _, variant = rest.partition("/")
    test = _tests(suites).get((clause, name))
    if test is None:
        return None
    beside, setup = _sources_of(test.path, suites)
    own = tuple(one for source in beside for one in source.definitions)
    used = list(_used_by([test], own))
    parts = [Part(_place(one, suites), _with_row(one.text, variant)) for one in sorted(used, key=_by_place)]
    elsewhere, left_out = _cut(_setup_of(used, setup), suites)
    return Excerpt((*parts, *elsewhere), left_out)


@lru_cache(maxsize=4)
def _tests(suites: Path) -> dict[tuple[str, str], Definition]:
    """Every declaration of a test by its clause and name."""
    found: dict[tuple[str, str], Definition] = {}
    for path in sorted(suites.glob("*/*.c")):
        source = read_source(path)
        for test in source.definitions:
            if test.is_test and (clause := _clause_of(test, source)):
                (name,) = test.names
                found[clause, name] = test
    return found


def _clause_of(test: Definition, source: Source) -> str | None:
    """The clause of a declaration; a macro of the file may hold it."""
    texts = [test.text, *(one.text for one in source.definitions if one.names & set(test.identifiers))]
    return next((match[1] for text in texts if (match := re.search(r'\.clause = "([^"]+)"', text))), None)


def _sources_of(test: Path, suites: Path) -> tuple[list[Source], list[Source]]:
    """The files that a test is made of: those of its own folder, and those of operations and of the rig.

    A header comes with the file that goes with it. The framework's own are not among them.
    """
    beside = [read_source(test)]
    setup: list[Source] = []
    seen = {test}
    waiting = list(beside)
    while waiting:
        user = waiting.pop(0)
        for include in user.includes:
            for path in _files_of(include, (user.path.parent, test.parent, suites / "framework")):
                in_setup = path.parent.name in _SETUP_FOLDERS
                if path not in seen and (in_setup or path.parent == test.parent):
                    seen.add(path)
                    source = read_source(path)
                    (setup if in_setup else beside).append(source)
                    waiting.append(source)
    return beside, setup


def _files_of(include: str, folders: tuple[Path, ...]) -> list[Path]:
    """The header of that name in the first folder that has it, and its implementation."""
    header = next((folder / include for folder in folders if (folder / include).is_file()), None)
    if header is None:
        return []
    header = header.resolve()
    return [path for path in (header, header.with_suffix(".c")) if path.is_file()]


def _used_by(users: list[Definition], among: tuple[Definition, ...]) -> Iterator[Definition]:
    """Each of `users`, then what it uses of `among`, what that uses in turn, and so on: the nearest first."""
    seen = set(users)
    waiting = list(users)
    while waiting:
        user = waiting.pop(0)
        yield user
        words = set(user.identifiers)
        for definition in among:
            if definition not in seen and not definition.is_test and definition.names & words:
                seen.add(definition)
                waiting.append(definition)


def _setup_of(users: list[Definition], sources: list[Source]) -> list[Definition]:
    """What the test names of operations and of the rig, then what these need of the files they are in."""
    words = {word for user in users for word in user.identifiers}
    named = [one for source in sources for one in source.definitions if one.names & words and not one.is_test]
    needed: dict[Definition, None] = dict.fromkeys(named)
    for source in sources:
        start = [one for one in named if one.path == source.path]
        needed.update(dict.fromkeys(_used_by(start, source.definitions)))
    return list(needed)


def _cut(definitions: list[Definition], suites: Path) -> tuple[list[Part], tuple[str, ...]]:
    """As much as there is room for, in the order of the files, and the names of the rest."""
    kept: list[Definition] = []
    left_out: list[str] = []
    room = _LINES
    for definition in definitions:
        size = definition.text.count("\n") + 1
        if size <= room:
            room -= size
            kept.append(definition)
        else:
            left_out.append(f"{min(definition.names)} ({_place(definition, suites)})")
    return [Part(_place(one, suites), one.text) for one in sorted(kept, key=_by_place)], tuple(left_out)


def _by_place(definition: Definition) -> tuple[str, int]:
    return str(definition.path), definition.line


def _place(definition: Definition, suites: Path) -> str:
    return f"suites/{definition.path.relative_to(suites)}:{definition.line}"


def _with_row(text: str, variant: str) -> str:
    """A table of many rows cut down to the one of `variant`; everything else as it is."""
    lines = text.splitlines()
    if not variant or len(lines) < _SHORT_TABLE:
        return text
    code = code_of(text).splitlines()
    opening = next((n for n, line in enumerate(code) if line.rstrip().endswith("= {")), None)
    row = next((n for n, line in enumerate(lines) if f'"{variant}"' in line), None)
    if opening is None or row is None or row <= opening:
        return text
    end, depth = row, 0
    while end < len(lines):
        depth += code[end].count("{") - code[end].count("}")
        end += 1
        if depth <= 0:
            break
    rows = [*lines[: opening + 1], *lines[row:end], "    /* and other rows */", lines[-1]]
    return "\n".join(rows)
