"""A Wine prefix without wineboot: directories, drive letters and links to the modules of a tree.

Making one takes 15 ms. Nothing may ever run wineboot in it: that writes through the links, into the tree.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from .wine import Wine

# Debian's Wine makes the directory of a server's socket here whatever TMPDIR says, and leaves it behind.
_SOCKET_PARENT = Path("/tmp")
_SOCKET_NAME = re.compile(r"wine-[A-Za-z0-9]{6}")
_NO_MODULES = frozenset({".o", ".a", ".c", ".h", ".res", ".spec"})
# Without wineboot nobody sets these, and a program's temporary files would go to C:\windows.
_USER_REGISTRY = r"""WINE REGISTRY Version 2

[Environment] 0
"TEMP"="C:\\windows\\temp"
"TMP"="C:\\windows\\temp"
"""
# Nor the name of the machine. Without one a server of remote calls over pipes compares memory that was never set, and
# refuses a client's second connection now and then. This file also says which word size the prefix has.
_SYSTEM_REGISTRY = r"""WINE REGISTRY Version 2

#arch={architecture}

[System\\CurrentControlSet\\Control\\ComputerName\\ActiveComputerName] 0
"ComputerName"="WINCANCEL"
"""


def make(prefix: Path, wine: Wine) -> None:
    """Makes the directory `prefix`, which must not exist, with the Windows modules of `wine`. Raises OSError."""
    windows = prefix / "drive_c/windows"
    for directory in (prefix / "dosdevices", windows / "system32/drivers", windows / "temp"):
        directory.mkdir(parents=True)
    (prefix / "dosdevices/c:").symlink_to("../drive_c")
    (prefix / "dosdevices/z:").symlink_to("/")
    (prefix / "system.reg").write_text(_SYSTEM_REGISTRY.format(architecture=f"win{wine.bits}"), encoding="ascii")
    (prefix / "user.reg").write_text(_USER_REGISTRY, encoding="ascii")
    _link_all(wine.modules, windows / "system32")
    if wine.modules_32:
        (windows / "syswow64").mkdir()
        _link_all(wine.modules_32, windows / "syswow64")


def _link_all(sources: Iterable[Path], directory: Path) -> None:
    """Links the modules in `sources`. A tree that Wine was built in has object files and libraries beside them."""
    for source in sources:
        for module in source.iterdir():
            if module.suffix not in _NO_MODULES:
                (directory / module.name).symlink_to(module)


def environment(prefix: Path, wine: Wine) -> dict[str, str]:
    """The whole environment in which programs run in `prefix`: nothing of the caller's gets in.

    In particular not TMPDIR, with which Debian's Wine 10 ends at its start.
    """
    return {
        "HOME": str(prefix),
        "LC_ALL": "C.UTF-8",
        "PATH": "/usr/bin:/bin",
        "USER": "wincancel",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "wineboot.exe=d",
        "WINELOADER": str(wine.loader),
        "WINEPREFIX": str(prefix),
        "WINESERVER": str(wine.server),
    }


def windows_path(path: Path) -> str:
    """The path of this machine as programs in a prefix understand it. Raises ValueError where it cannot be written."""
    absolute = str(path.absolute())
    if set('\\:*?"<>|') & set(absolute):
        raise ValueError(f"{absolute} has a character that no path of Windows has")
    return "Z:" + absolute.replace("/", "\\")


def remove(prefix: Path) -> None:
    """Removes `prefix`, of which nothing may run any more, and its server's socket directory. Raises OSError."""
    socket = _socket_directory(prefix)
    if socket is not None:
        shutil.rmtree(socket, ignore_errors=True)
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(prefix)


def _socket_directory(prefix: Path) -> Path | None:
    """Where the server of `prefix` keeps its socket, as it noted in the prefix; None if it has none, or not there."""
    try:
        name = (prefix / "wineserver").read_text(encoding="ascii")
        owner = (_SOCKET_PARENT / name).lstat().st_uid
    except (OSError, UnicodeDecodeError):
        return None
    return _SOCKET_PARENT / name if _SOCKET_NAME.fullmatch(name) and owner == os.getuid() else None
