"""`wincancel bundle`: what a machine without Python needs, in one zip that is the same bytes for the same build."""

from __future__ import annotations

import contextlib
import os
import zipfile
from typing import TYPE_CHECKING

from .layout import BUNDLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FOLDER = "wincancel"
"""What everything in the zip lies in, so that unpacking it scatters nothing."""
RUN, NOTE = "run.cmd", "README.txt"
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say


def write_bundle(executables: Sequence[Path], path: Path) -> None:
    """Writes the zip with `executables`, run.cmd and the note, over whatever is there. Raises OSError."""
    content = {program.name: program.read_bytes() for program in executables}
    for name in (RUN, NOTE):
        text = (BUNDLE / name).read_text(encoding="ascii")
        content[name] = text.replace("\n", "\r\n").encode("ascii")
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(content):
                entry = zipfile.ZipInfo(f"{FOLDER}/{name}", _NO_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, content[name])
        beside.replace(path)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
