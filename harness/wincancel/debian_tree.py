"""Trees out of Debian's packages: made once, remembered by the target they were made for, found damaged or whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import cache, tree
from .packages import Package, PrivateApt
from .target import Target, TargetUnavailable

_LOCK_SECONDS = 900


@dataclass(frozen=True)
class Recipe:
    """How trees of one kind are made; `number` is to be raised with every change of what they are made of or how."""

    number: int
    origin: str
    """Where the packages come from: targets that share it share a tree."""


def set_up(target: Target, recipe: Recipe, make: Callable[[Path], Path], report: Callable[[str], None]) -> Path:
    """The tree of `target`, intact: the one that is there, or what `make` makes below the cache's directory.

    Raises TargetUnavailable.
    """
    here = cache.directory()
    with cache.exclusive(
        here / "locks" / recipe.origin,
        _LOCK_SECONDS,
        lambda: report("waiting for its tree, which is being set up already"),
    ):
        known = current(target, recipe.number)
        if known is not None:
            fault = tree.damage(known)
            if fault is None:
                return known
            report(f"its tree is damaged ({fault}); making it again")
            if known.exists():
                tree.remove(known)
        made = make(here)
        _remember(target, recipe, here, made)
        return made


def current(target: Target, number: int) -> Path | None:
    """The tree that `target` was set up with, without a look inside; None if there is none by recipe `number`."""
    here = cache.directory()
    try:
        record = json.loads(_record(target, number, here).read_bytes())
        if record["settings"] != dict(target.settings):
            return None
        return here / "trees" / str(record["tree"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def intact(target: Target, number: int) -> Path:
    """The tree of `target`, read in whole. Raises TargetUnavailable with what is wrong."""
    known = current(target, number)
    if known is None:
        raise TargetUnavailable(f"not set up; run: wincancel setup {target.name}")
    fault = tree.damage(known)
    if fault is not None:
        raise TargetUnavailable(f"damaged ({fault}); run: wincancel setup {target.name}")
    return known


def fetch(
    target: Target,
    architecture: str,
    wanted: Mapping[str, Sequence[str]],
    here: Path,
    report: Callable[[str], None],
) -> tuple[list[Package], list[Path]]:
    """The packages that `wanted` names for each suite, and their files, below the cache's directory `here`.

    Lists of packages are taken as the settings of `target` say; its `alias` is of the suite that it names itself.
    Raises TargetUnavailable.
    """
    packages: list[Package] = []
    files: list[Path] = []
    expired = bool(target.settings.get("expired_index", False))
    alias = str(target.settings["alias"]) if "alias" in target.settings else None
    try:
        for suite, names in wanted.items():
            other = alias if suite == target.setting("suite") else None
            apt = PrivateApt(here / "apt", suite, architecture, expired_index=expired, alias=other)
            found, fetched = _fetch(apt, names, here / "packages", report)
            packages += found
            files += fetched
    except OSError as error:
        raise TargetUnavailable(f"the packages cannot be kept in {here}: {error}") from error
    return packages, files


def _fetch(
    apt: PrivateApt, names: Sequence[str], store: Path, report: Callable[[str], None]
) -> tuple[list[Package], list[Path]]:
    packages = apt.resolve(names, report)
    try:
        return packages, apt.fetch(packages, store, report)
    except TargetUnavailable:
        # Lists of long ago name files that the mirror has replaced since.
        apt.update(report)
        packages = apt.resolve(names, report)
        return packages, apt.fetch(packages, store, report)


def version_of(target: Target, product: str, promise: str, packages: Sequence[Package]) -> str:
    """The version of the first package, which is that of `product`.

    Raises TargetUnavailable where it does not begin with what the target's setting `promise` says, if it has that.
    """
    version = packages[0].version
    promised = str(target.settings.get(promise, ""))
    if not version.startswith(promised):
        raise TargetUnavailable(f"Debian {target.setting('suite')} has {product} {version}, not {promised}")
    return version


def build(
    here: Path,
    recipe: Recipe,
    packages: Sequence[Package],
    fill: Callable[[Path, Path], Mapping[str, object]],
    say: Callable[[], None],
) -> Path:
    """The tree of `packages`, which `fill` fills in a directory for the place where it will lie, unless it is there.

    `fill` is given that place and the directory, and returns what else the tree's manifest is to say; `say` is called
    before it. Raises TargetUnavailable.
    """
    digest = hashlib.sha256("\n".join([str(recipe.number), *(package.sha256 for package in packages)]).encode())
    place = here / "trees" / f"{recipe.origin}-{digest.hexdigest()[:16]}"
    if place.exists():
        if tree.damage(place) is None:
            return place
        tree.remove(place)
    say()

    def fill_and_describe(beside: Path) -> dict[str, object]:
        more = fill(place, beside)
        return {
            **more,
            "recipe": recipe.number,
            "version": packages[0].version,
            "packages": [{"file": package.file, "sha256": package.sha256} for package in packages],
        }

    tree.build(place, fill_and_describe)
    return place


def _record(target: Target, number: int, here: Path) -> Path:
    """What `target` was set up with. One a recipe: another copy of the project, by another, shares the cache."""
    return here / "targets" / f"{target.name}-{number}.json"


def _remember(target: Target, recipe: Recipe, here: Path, made: Path) -> None:
    record = {"settings": dict(target.settings), "tree": made.name}
    path = _record(target, recipe.number, here)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        new.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        new.replace(path)
    except OSError as error:
        raise TargetUnavailable(f"{path} cannot be written: {error}") from error
