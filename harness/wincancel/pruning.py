"""Takes away what the cache holds that nothing uses any more: trees of older recipes and settings, and packages.

What was in use within a week stays, whoever used it: another copy of the project may go by another recipe.
"""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from . import cache, debian_tree, debian_wine, debian_winpr, targets, tree
from .target import TargetUnavailable

if TYPE_CHECKING:
    from pathlib import Path

_UNUSED_SECONDS = 7 * 24 * 3600


def prune(now: float | None = None) -> list[str]:
    """Removes the trees that no target of this machine uses and the packages that no remaining tree was made of.

    Does nothing while somebody sets up a target. `now` is in seconds since the epoch; default: the present. Returns
    the names of what was removed. Raises TargetUnavailable where the cache cannot be had or a tree cannot be removed,
    and OSError.
    """
    here = cache.directory()
    before = (time.time() if now is None else now) - _UNUSED_SECONDS
    with contextlib.ExitStack() as locks:
        try:
            for lock in sorted(here.glob("locks/*")):
                locks.enter_context(cache.exclusive(lock, 0))
        except TargetUnavailable:
            return []
        removed = [_removed(path) for path in _unused_trees(here, before)]
        return removed + [_removed(path) for path in _unused_packages(here, before)]


def _unused_trees(here: Path, before: float) -> list[Path]:
    """The trees, and what builds that were killed left beside them."""
    recipes = {"wine-debian": debian_wine.RECIPE, "winpr-debian": debian_winpr.RECIPE}
    known = [target for target in targets.load().values() if target.kind in recipes]
    used = {debian_tree.current(target, recipes[target.kind]) for target in known}
    return [path for path in sorted(here.glob("trees/*")) if path not in used and path.stat().st_mtime < before]


def _unused_packages(here: Path, before: float) -> list[Path]:
    """The package files, and what fetches that were killed left beside them."""
    used = {name for path in here.glob("trees/*") for name in _packages_of(path)}
    # Not by the time of modification, which apt takes over from the mirror.
    return [path for path in sorted(here.glob("packages/*")) if path.name not in used and path.stat().st_ctime < before]


def _packages_of(root: Path) -> list[str]:
    try:
        packages = tree.about(root).get("packages")
    except TargetUnavailable:
        return []  # a tree without a manifest is none
    return [str(package["file"]) for package in packages] if isinstance(packages, list) else []


def _removed(path: Path) -> str:
    if path.is_dir():
        tree.remove(path)
    else:
        path.unlink()
    return path.name
