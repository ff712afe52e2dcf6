"""Which versions of an implementation have a finding: only of what was run, and by the versions that were measured."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .conditions import version_order
from .verdicts import Verdict

if TYPE_CHECKING:
    from .findings import Finding
    from .matrix import Column


@dataclass
class Implementation:
    """One implementation, or a subject on it, and its measured versions sorted by what became of the finding."""

    name: str
    failing: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """One sentence; the first and last are of those that ran."""
        ran = sorted({*self.failing, *self.right, *self.open}, key=version_order)
        failing = sorted(set(self.failing), key=version_order)
        if not failing:
            return f"{self.name}: not affected as far as it was run ({', '.join(ran)})"
        span = f"{failing[0]} only" if len(failing) == 1 else f"first {failing[0]}, last {failing[-1]}"
        text = f"{self.name}: {span}, of those run: {', '.join(ran)}"
        between = [one for one in ran if version_order(failing[0]) < version_order(one) < version_order(failing[-1])]
        sound = [one for one in between if one not in failing]
        text += f"; not seen on {', '.join(sound)} in between" if sound else ""
        mixed = sorted({*self.failing} & {*self.right}, key=version_order)
        text += f"; another run of {', '.join(mixed)} does not have it" if mixed else ""
        return text + (f"; not settled on {', '.join(sorted(set(self.open), key=version_order))}" if self.open else "")


def affected(finding: Finding) -> list[Implementation]:
    """The implementations that ran any of the finding's cases."""
    found: dict[str, Implementation] = {}
    for index, column in enumerate(finding.matrix.columns):
        header = column.run.header
        cells = [row.cells[index] for row in finding.rows if row.cells[index].planned]
        if header is None or not cells or not column.run.valid:
            continue
        name = implementation_of(column)
        entry = found.setdefault(name, Implementation(name))
        if finding.missed[index]:
            entry.failing.append(header.target.version)
        elif all(cell.tiers.get(finding.tier) is Verdict.PASS for cell in cells):
            entry.right.append(header.target.version)
        else:
            entry.open.append(header.target.version)
    return list(found.values())


def implementation_of(column: Column) -> str:
    """What was tested, in its own words: the kind of target, or the library that took over its functions."""
    header = column.run.header
    if header is None:
        return column.target
    if header.subject.library is None:
        return header.target.kind
    file = re.split(r"[/\\]", header.subject.library)[-1]
    return f"{file} on {header.target.kind}"
