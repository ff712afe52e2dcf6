"""The text of a file of expectations: rewritten block by block, so that what did not change stays word for word.

A block is a `[table]` or `[[table]]` with the comment lines right above it. The comments of a block go where it goes.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from .expectations import SCHEMA_VERSION, by_clause

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_HEADING = re.compile(r"(?:\[\[(?P<many>[a-z]+)\]\]|\[(?P<one>[a-z]+)\])\s*(#.*)?")
_WIDTH = 118
_ONE_A_LINE = frozenset({"cases", "outcomes", "when"})

_PREAMBLE = """\
# What the cases come to on the targets of this family where that is not PASS: see docs/gate.md.
# An entry holds where its `when` does, which is about what a run measures, and needs a reason or a link.

schema = {schema}
family = "{family}"
"""
_CASES = """\
# Every case that was known when this was recorded, by clause. Written by --update: nothing to edit here.
[cases]
"""


class TornFileError(ValueError):
    """A file that cannot be taken apart into its blocks, and would not survive being rewritten."""


@dataclass(frozen=True)
class FileText:
    """A file in parts: what is above the first block, and the blocks of each table in their order."""

    preamble: str
    recorded: tuple[str, ...]
    entries: tuple[str, ...]


def taken_apart(text: str) -> FileText:
    """The parts of a file that is known to be valid. Raises TornFileError."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        match = _HEADING.fullmatch(line.rstrip())
        if match:
            above = _comment_at_end(parts[-1][1])
            parts.append((match["many"] or match["one"], above))
        parts[-1][1].append(line)
    blocks = [(name, "\n".join(lines).strip("\n") + "\n") for name, lines in parts]
    for name, block in blocks[1:]:
        _one_table(name, block)
    of = {name: tuple(block for other, block in blocks[1:] if other == name) for name in ("recorded", "expect")}
    return FileText(blocks[0][1], of["recorded"], of["expect"])


def _comment_at_end(lines: list[str]) -> list[str]:
    """Takes the comment lines at the end of `lines` away, and returns them."""
    start = len(lines)
    while start and lines[start - 1].startswith("#"):
        start -= 1
    comment = lines[start:]
    del lines[start:]
    return comment


def _one_table(name: str, block: str) -> tuple[Any, Any]:
    try:
        document = tomlkit.parse(block)
    except TOMLKitError as error:
        raise TornFileError(
            f"a block that begins with {block.lstrip().splitlines()[0]!r} cannot be taken out"
        ) from error
    table = document.get(name)
    return document, table[0] if isinstance(table, list) and table else table


def new_file(family: str, subject: str | None) -> FileText:
    """The parts of a file that has nothing in it yet."""
    text = _PREAMBLE.format(schema=SCHEMA_VERSION, family=family)
    if subject is not None:
        text += f"subject = {tomlkit.item(subject).as_string()}\n"
    return FileText(text, (), ())


def block_of(name: str, values: Mapping[str, object], before: str | None = None) -> str:
    """A block `[[name]]` with those values, written into the one that was there `before`, whose comments stay."""
    document, table = _one_table(name, f"[[{name}]]\n" if before is None else before)
    for key in [key for key in table if key not in values]:
        del table[key]
    for key, value in values.items():
        if key not in table or table[key] != value:
            table[key] = _item(value, key)
    return tomlkit.dumps(document).strip("\n") + "\n"


def _item(value: object, key: str) -> Any:
    """A value as tomlkit keeps it, laid out as `_laid_out` writes it."""
    return tomlkit.parse(f"value = {_laid_out(value, key in _ONE_A_LINE)}\n")["value"]


def _laid_out(value: object, one_a_line: bool = False) -> str:
    if isinstance(value, dict):
        pairs = (f"{tomlkit.key(name).as_string()} = {_laid_out(inner)}" for name, inner in value.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, list):
        items = [_laid_out(inner) for inner in value]
        if one_a_line and len(items) > 1:
            return "[\n" + "".join(f"    {item},\n" for item in items) + "]"
        return f"[{', '.join(items)}]"
    return str(tomlkit.item(value).as_string())


def put_together(parts: FileText, cases: Iterable[str]) -> str:
    """The text of a file, with a new list of the known cases."""
    return "\n".join([parts.preamble, *parts.recorded, *parts.entries, _CASES + _case_lines(cases)])


def _case_lines(cases: Iterable[str]) -> str:
    lines: list[str] = []
    for clause, names in by_clause(cases).items():
        quoted = [tomlkit.item(name).as_string() for name in names]
        line = f"{tomlkit.key(clause).as_string()} = [{', '.join(quoted)}]"
        lines.append(line if len(line) <= _WIDTH else _wrapped(clause, quoted))
    return "".join(f"{line}\n" for line in lines)


def _wrapped(clause: str, quoted: Sequence[str]) -> str:
    body = textwrap.wrap(
        ", ".join(quoted) + ",", _WIDTH - 4, break_long_words=False, break_on_hyphens=False, initial_indent=" " * 4,
        subsequent_indent=" " * 4,
    )  # fmt: skip
    return f"{tomlkit.key(clause).as_string()} = [\n" + "\n".join(body) + "\n]"


def write_atomically(path: Path, text: str) -> None:
    """Replaces a file by `text` as a whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    real = path.resolve()  # a link stays one
    mode = real.stat().st_mode & 0o777 if real.exists() else 0o644
    descriptor, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(name).replace(real)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
