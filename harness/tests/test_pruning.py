"""The cache keeps what is used, and what was used lately; the rest goes when a target is set up."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import FakePlatform

from wincancel import cache, debian_wine, debian_winpr, targets, tree
from wincancel.command_line import main
from wincancel.commands import target as commands
from wincancel.pruning import prune

WEEK_AND_A_DAY = 8 * 24 * 3600.0


def make_tree(here: Path, name: str, *packages: str) -> Path:
    """A tree made of those packages, which lie in the cache."""
    for package in packages:
        (here / "packages" / package).write_text(package)
    place = here / "trees" / name
    tree.build(place, lambda _: {"packages": [{"file": package, "sha256": ""} for package in packages]})
    return place


def remember(here: Path, target: targets.Target, place: Path, recipe: int) -> None:
    record = {"settings": dict(target.settings), "tree": place.name}
    (here / "targets" / f"{target.name}-{recipe}.json").write_text(json.dumps(record))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache with the trees of two targets, of which the second was set up by an older recipe, and with leftovers."""
    monkeypatch.setenv("WINCANCEL_CACHE", str(tmp_path))
    for name in ("packages", "targets", "locks"):
        (tmp_path / name).mkdir()
    known = targets.load()
    used = make_tree(tmp_path, "wine-8.0-used", "libc6_2.deb", "libwine_8.deb")
    remember(tmp_path, known["wine-8.0"], used, debian_wine.RECIPE)
    older = make_tree(tmp_path, "wine-10.0-older", "libc6_2.deb", "libwine_10.deb")
    remember(tmp_path, known["wine-10.0"], older, debian_wine.RECIPE - 1)
    (tmp_path / "trees/.wine-8.0-used.killed").mkdir()
    (tmp_path / "packages/.fetch-killed").mkdir()
    (tmp_path / "locks/wine-8.0").touch()
    return tmp_path


def names(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir())


def test_what_no_target_uses_goes_after_a_week(here: Path) -> None:
    removed = prune(time.time() + WEEK_AND_A_DAY)
    assert sorted(removed) == [".fetch-killed", ".wine-8.0-used.killed", "libwine_10.deb", "wine-10.0-older"]
    assert names(here / "trees") == ["wine-8.0-used"]
    assert names(here / "packages") == ["libc6_2.deb", "libwine_8.deb"]
    assert tree.damage(here / "trees/wine-8.0-used") is None


def test_the_tree_of_a_winpr_is_used_too(here: Path) -> None:
    place = make_tree(here, "winpr-sid-used", "libwinpr3-3_3.deb")
    remember(here, targets.load()["winpr-3.32"], place, debian_winpr.RECIPE)
    prune(time.time() + WEEK_AND_A_DAY)
    assert names(here / "trees") == ["wine-8.0-used", "winpr-sid-used"]
    assert "libwinpr3-3_3.deb" in names(here / "packages")


def test_what_was_made_lately_stays(here: Path) -> None:
    assert prune() == []
    assert len(names(here / "trees")) == 3


def test_a_tree_that_another_copy_of_the_project_uses_stays_with_its_packages(here: Path) -> None:
    later = time.time() + WEEK_AND_A_DAY
    os.utime(here / "trees/wine-10.0-older", (later, later))  # as mark_used() does, then
    assert sorted(prune(later)) == [".fetch-killed", ".wine-8.0-used.killed"]
    assert names(here / "packages") == ["libc6_2.deb", "libwine_10.deb", "libwine_8.deb"]


def test_use_is_noted(here: Path) -> None:
    place = here / "trees/wine-10.0-older"
    os.utime(place, (0, 0))
    tree.mark_used(place)
    assert place.stat().st_mtime == pytest.approx(time.time(), abs=60)


def test_nothing_goes_while_somebody_sets_up_a_target(here: Path) -> None:
    with cache.exclusive(here / "locks/wine-8.0", 1):
        assert prune(time.time() + WEEK_AND_A_DAY) == []
    assert len(names(here / "trees")) == 3


def test_setup_says_what_it_removed(here: Path, platform: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "MachinePlatform", lambda: platform)
    os.utime(here / "trees/wine-10.0-older", (0, 0))
    result = CliRunner().invoke(main, ["setup", "wine-8.0"])
    assert result.exit_code == 0, result.output
    assert "removed from the cache, unused for a week: wine-10.0-older\n" in result.stderr
    assert "wine-8.0: ready" in result.stdout
