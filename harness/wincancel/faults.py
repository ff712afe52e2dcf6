"""The register of the reference's faults, `fixtures/reference/faults.toml`: each is a wrong implementation by name.

A fault is chosen by the environment variable that `VARIABLE` names, which every process of a run inherits.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .build import ABIS
from .layout import FIXTURES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from .clauses import Register
    from .execution import Session

FAULTS = FIXTURES / "reference/faults.toml"
VARIABLE = "WINCANCEL_FAULT"

_NAME = re.compile(r"[a-z0-9_]{1,63}")  # what the reference has room for, and cmake/Faults.cmake makes enumerators of
_KEYS = {"name", "breaks", "text", "abis"}


class BadFaultsError(Exception):
    """A register of faults that cannot be used; the message is one line for the user."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. A case of one of the clauses in `breaks` must notice it; `text` says what it is."""

    name: str
    breaks: tuple[str, ...]
    text: str
    abis: tuple[str, ...] = tuple(ABIS)
    """On which it is wrong."""


@dataclass(frozen=True)
class FaultySession:
    """A session of a target whose processes are told of a fault."""

    base: Session
    fault: str

    @property
    def environment(self) -> Mapping[str, str]:
        """The other session's, and the fault."""
        return dict(self.base.environment) | {VARIABLE: self.fault}

    def command(self, executable: Path, arguments: Sequence[str]) -> list[str]:
        """The other session's."""
        return self.base.command(executable, arguments)

    def path(self, path: Path) -> str:
        """As the other session understands it."""
        return self.base.path(path)


def load_faults(register: Register, path: Path = FAULTS) -> list[Fault]:
    """The faults in the order of their file, which breaks clauses of `register` only. Raises BadFaultsError."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadFaultsError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    entries = content.get("fault")
    if set(content) != {"fault"} or not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise BadFaultsError(f"{path}: faults are written as [[fault]], and there is at least one")
    found: dict[str, Fault] = {}
    for entry in entries:
        try:
            fault = _fault(entry, register)
        except ValueError as error:
            raise BadFaultsError(f"{path}: {error}") from error
        if fault.name in found:
            raise BadFaultsError(f"{path}: there are two faults called {fault.name}")
        found[fault.name] = fault
    return list(found.values())


def _fault(entry: Mapping[str, Any], register: Register) -> Fault:
    name, text = entry.get("name"), entry.get("text")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot be a fault's name: lower-case letters, digits and _, at most 63")
    unknown = set(entry) - _KEYS
    if unknown:
        raise ValueError(f"{name}: unknown {', '.join(sorted(unknown))}")
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{name}: text must say what is wrong")
    breaks = _words(entry.get("breaks"), f"{name}: breaks names the clauses that it breaks, at least one, each once")
    for clause in breaks:
        if clause not in register.clauses:
            raise ValueError(f"{name}: there is no clause {clause!r}")
        if register.clauses[clause].kind == "advice":
            raise ValueError(f"{name}: clause {clause} is advice, which no case exercises")
    abis = _words(entry.get("abis", list(ABIS)), f"{name}: abis names some of {', '.join(ABIS)}")
    if not set(abis) <= set(ABIS):
        raise ValueError(f"{name}: abis names some of {', '.join(ABIS)}")
    return Fault(name, breaks, text.strip(), abis)


def _words(given: object, fault: str) -> tuple[str, ...]:
    """A list of different texts, at least one. Raises ValueError with `fault`."""
    if not isinstance(given, list) or not given or not all(isinstance(word, str) for word in given):
        raise ValueError(fault)
    if len(set(given)) < len(given):
        raise ValueError(fault)
    return tuple(given)


def asked_for(sources: Collection[Path]) -> set[str]:
    """The faults that these C sources ask for, by their enumerators. Raises OSError."""
    found: set[str] = set()
    for path in sources:
        found.update(re.findall(r"\bFAULT_([a-z0-9_]+)\b", path.read_text(encoding="utf-8")))
    return found


def sources_of_reference(directory: Path = FAULTS.parent) -> Sequence[Path]:
    """The C files and headers that the reference is built of, but for what only describes faults."""
    places = (directory, directory / "io", directory / "calls")
    return sorted(path for place in places for path in place.glob("*.[ch]") if path.name != "faults.h")
