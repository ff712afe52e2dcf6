"""The parts of a Wine, wherever they lie."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from .subprocesses import run_quietly

_VERSION_SECONDS = 20


@dataclass(frozen=True)
class Wine:
    """Where the parts of a Wine are that a session needs."""

    loader: Path
    """The program that runs Windows programs."""
    server: Path
    """The program that every process of a prefix talks to."""
    modules: tuple[Path, ...]
    """The directories with the Windows modules of the loader's own word size: what a prefix has in system32."""
    modules_32: tuple[Path, ...] = ()
    """Those for 32-bit programs, where a 64-bit loader runs these too: what a prefix has in syswow64."""
    bits: int = 64
    """The loader's word size, which is the prefix's."""

    @property
    def abis(self) -> tuple[str, ...]:
        """The executables that it runs, its own word size first."""
        if self.bits == 32:
            return ("i686",)
        return ("x86_64", "i686") if self.modules_32 else ("x86_64",)

    def version(self) -> str:
        """What it says to --version, which starts neither a server nor a prefix.

        Raises TargetUnavailable where it does not start, as a 32-bit one on a kernel without 32-bit programs.
        """
        environment = {"PATH": os.defpath, "LC_ALL": "C"}
        return run_quietly([self.loader, "--version"], "starting Wine", _VERSION_SECONDS, environment).strip()
