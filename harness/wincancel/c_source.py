"""The definitions of a C file, cut out of its text.

This reads sources as clang-format leaves them here: what stands at the outermost level begins in the first column, a
function ends with its closing brace, everything else with a semicolon. It is no parser of C.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLANKED = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
_INCLUDE = re.compile(r'^#include "([^"]+)"', re.MULTILINE)


@dataclass(frozen=True)
class Definition:
    """A function, table, type, macro or declaration of a test; `line` counts from 1."""

    path: Path
    line: int
    text: str
    names: frozenset[str]
    is_test: bool

    @cached_property
    def identifiers(self) -> tuple[str, ...]:
        """Every word of its code that may name another definition, in order."""
        return tuple(dict.fromkeys(re.findall(r"[A-Za-z_]\w*", code_of(self.text))))


@dataclass(frozen=True)
class Source:
    """A file: its definitions in their order, and what it includes by a name in quotes."""

    path: Path
    definitions: tuple[Definition, ...]
    includes: tuple[str, ...]


def code_of(text: str) -> str:
    """`text` with blanks in place of comments and of what is quoted; every line and column stays where it is."""
    return _BLANKED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


@lru_cache(maxsize=1024)
def read_source(path: Path) -> Source:
    """Reads a C file or header. Raises OSError and UnicodeDecodeError."""
    text = path.read_text(encoding="utf-8")
    return Source(path, tuple(_definitions(path, text)), tuple(_INCLUDE.findall(text)))


def _definitions(path: Path, text: str) -> Iterator[Definition]:
    lines, code = text.splitlines(), code_of(text).splitlines()
    at = 0
    while at < len(lines):
        if not code[at].strip():
            at += 1
            continue
        end = _end_of(code, at)
        names, is_test = _names("\n".join(code[at:end]))
        if names:
            first = _comment_above(lines, code, at)
            yield Definition(path, first + 1, "\n".join(lines[first:end]), names, is_test)
        at = end


def _end_of(code: list[str], at: int) -> int:
    """The line after what begins at line `at`."""
    if code[at].startswith("#"):
        while at < len(code) - 1 and code[at].rstrip().endswith("\\"):
            at += 1
        return at + 1
    depth = 0
    for number in range(at, len(code)):
        depth += sum(code[number].count(one) for one in "({[") - sum(code[number].count(one) for one in ")}]")
        if depth <= 0 and code[number].rstrip().endswith((";", "}")):
            return number + 1
    return len(code)


def _comment_above(lines: list[str], code: list[str], at: int) -> int:
    """The first line of the comment that stands right above line `at`, if there is one; that of a file is no such."""
    first = at
    while first > 0 and lines[first - 1].strip() and not code[first - 1].strip():
        first -= 1
    return at if first == 0 else first


def _names(code: str) -> tuple[frozenset[str], bool]:
    """What an item defines, and whether it declares a test; nothing for a prototype or another directive."""
    if code.startswith("#"):
        macro = re.match(r"#define (\w+)", code)
        return frozenset({macro[1]} if macro else ()), False
    call = re.match(r"([A-Z_]+)\(\s*(\w+)", code)  # a macro that defines: TEST(body, ...), or a suite's own
    if call:
        return frozenset({call[2]}), call[1] == "TEST"
    names = set(re.findall(r"^(?:static |const |typedef )*(?:struct|union|enum) (\w+)\s*\{", code))
    outer = re.sub(r"\{.*\}", " ", code, flags=re.DOTALL) if "=" not in code else _without_braces(code)
    variable = re.search(r"(\w+)\s*(?:\[[^\]]*\]\s*)*=", outer)
    function = re.search(r"(\w+)\(", outer)
    if variable and not (function and function.start() < variable.start()):
        names.add(variable[1])
    elif function and code.rstrip().endswith("}"):
        names.add(function[1])
    elif code.startswith("typedef") and (last := re.search(r"(\w+);\s*$", outer)):
        names.add(last[1])
    return frozenset(names), False


def _without_braces(code: str) -> str:
    """`code` with what stands between braces left out, at every depth."""
    kept: list[str] = []
    depth = 0
    for character in code:
        depth += (character == "{") - (character == "}")
        if depth == 0 and character != "}":
            kept.append(character)
    return "".join(kept)
