"""A command as the one string that an SSH request for it is: words joined so that the far shell takes them apart again.

Nothing else in the project makes such a string out of data.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# cmd.exe has no quoting that holds for every program and every character: what it or a program's own splitting of the
# line could take for something else (spaces, quotes, % ^ & | < > ! and the rest) is refused instead.
_PLAIN = re.compile(r"[A-Za-z0-9_.:\\/=+-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class UnquotableError(ValueError):
    """A word that cannot be passed on as it is; the message is one line for the user."""


def for_posix(words: Sequence[str]) -> str:
    """The command for a POSIX shell: every word reaches it as it is. Raises UnquotableError for control characters."""
    for word in words:
        if _CONTROL.search(word) or not _is_text(word):
            raise UnquotableError(f"{word!r} has characters that no command of SSH can have")
    return shlex.join(words)


def for_cmd(words: Sequence[str]) -> str:
    r"""The command for cmd.exe. Raises UnquotableError for a word that is not plain: letters, digits, `_.:\/=+-`."""
    for word in words:
        if not _PLAIN.fullmatch(word):
            raise UnquotableError(f"{word!r} has other characters than letters, digits and _.:\\/=+-, or none")
    return " ".join(words)


def _is_text(word: str) -> bool:
    """Not a name in another encoding than UTF-8, which Python keeps as halves of characters."""
    return not any("\ud800" <= character <= "\udfff" for character in word)
