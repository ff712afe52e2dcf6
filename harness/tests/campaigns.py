"""Campaigns on the stand-in for the executable: faults by name, each with how the stand-in behaves under it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from conftest import FakePlatform, FakeTarget
from rich.console import Console

from wincancel.clauses import Clause, Page, Register
from wincancel.execution import never
from wincancel.faults import Fault
from wincancel.mutants.conduct import Request, conduct
from wincancel.verdicts import Tier

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from wincancel.mutants.report import CampaignReport
    from wincancel.not_provided import NotProvided

CLAUSES = ("CSIO-RET-1", "CSIO-RET-2", "CSIO-RACE-1")
REGISTER = Register(
    {
        name: Clause(name, "cancel_synchronous_io", "page", "executable", Tier.DOCUMENTED, f"{name} says so.", "", None)
        for name in CLAUSES
    },
    {"page": Page("page", "A page", "")},
)


def fault(name: str, *breaks: str) -> Fault:
    return Fault(name, breaks or ("CSIO-RET-1",), f"{name} is wrong.")


@dataclass
class FakeCampaign:
    """What a campaign runs on; `run` it as often as wanted, each time as a new command would."""

    platform: FakePlatform
    out: Path
    behaviours: dict[str, str] = field(default_factory=dict)
    excuses: Sequence[NotProvided] = ()
    stop: Callable[[], bool] = never
    started: list[str] = field(default_factory=list)

    def run(self, *faults: Fault, **changes: object) -> CampaignReport:
        library = self.platform.executable.parent / "subjects/reference.dll"
        library.parent.mkdir(exist_ok=True)
        if not library.exists():
            library.write_bytes(b"the reference")
        self.platform.environment["FAKE_FAULTS"] = json.dumps(self.behaviours)
        request = Request(FakeTarget("wine"), self.out / "mutants", REGISTER, self.excuses, abreast=2)
        request = replace(request, **changes)  # type: ignore[arg-type]
        with (self.out / "said").open("w", encoding="utf-8") as said:
            console = Console(file=said, width=200)
            return conduct(request, lambda _: list(faults), self.platform, console, self.stop)

    @property
    def streams(self) -> set[str]:
        """The names of the streams that the last campaigns left."""
        return {path.stem for path in (self.out / "mutants/streams/wine").iterdir()}
