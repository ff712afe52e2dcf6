"""Outlives a run that is killed, for as long as it takes to clear the run's prefix.

Started by a session with the record of its prefix as the only argument and a pipe as standard input. The pipe's other
end closes when the session's process ends, however it does.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from . import leftovers


def main() -> None:
    """Waits for the end of the pipe, then clears the prefix of the record named by the first argument."""
    while os.read(0, 1):
        pass
    leftovers.clear(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
