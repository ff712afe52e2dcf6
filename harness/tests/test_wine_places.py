"""A Wine of one's own, by its path: found in what a build and an installation leave, run, and told what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import probe
import pytest
import wine_layouts
from real_target import wine_session

from wincancel import adapters, debian_wine, targets, wine_place
from wincancel.adapters import wine_build
from wincancel.target import Target, TargetUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

LAYOUTS = (wine_layouts.installed, wine_layouts.built)


def tree_of(name: str) -> debian_wine.WineTree:
    """The tree of a shipped target."""
    target = targets.load([])[name]
    adapters.setup(target, print)
    found = debian_wine.current(target)
    assert found is not None
    return found


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize(("name", "abis"), [("wine-10.0", ["x86_64"]), ("wine-sid", ["x86_64", "i686"])])
def test_a_wine_of_ones_own_is_found_and_runs(
    layout: Callable[[debian_wine.WineTree, Path], Path], name: str, abis: list[str], tmp_path: Path
) -> None:
    place = layout(tree_of(name), tmp_path / "opt/my wine")
    found = targets.select([f"wine:{place}"], [])
    assert [target.abi for target in found] == abis
    assert len({target.name for target in found}) == len(abis)
    for target in found:
        health = adapters.health(target)
        assert health.ok, health.detail
        assert health.path is not None
        assert health.path.is_relative_to(place)
        with wine_session(target, tmp_path / target.abi) as session:
            told = probe.run(session, probe.compiled(target.abi, tmp_path), "libraries")
            assert (told.returncode, told.stdout) == (0, ""), told.stderr
            system = session.prefix / "drive_c/windows/system32"
            assert (system / "ntdll.dll").exists()
            assert not (system / "main.o").exists()


def test_what_is_named_by_its_path_can_be_in_a_file_too(tmp_path: Path) -> None:
    place = wine_layouts.installed(tree_of("wine-10.0"), tmp_path / "mine")
    target = Target("mine", "wine-build", "x86_64", "Mine", {"path": str(place)})
    assert adapters.health(target).ok
    wrong = Target("mine", "wine-build", "i686", "Mine", {"path": str(place)})
    assert adapters.health(wrong).detail == f"the Wine in {place} runs no i686 programs"


def test_the_name_of_a_target_says_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = wine_layouts.installed(tree_of("wine-10.0"), tmp_path / "wine git")
    monkeypatch.chdir(tmp_path)
    (target,) = wine_build.targets_at("wine git")
    assert target.name.startswith("wine-")
    assert target.name.endswith("-wine-git")
    assert target.setting("path") == str(place)


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("", "there is no directory"),
        ("bin/wine", "neither a tree that Wine was built in nor has it bin/wine"),
        ("bin/wineserver", "bin/wine is there, but not its server"),
        ("lib/wine/x86_64-windows", "bin/wine is there, but not its server or its modules"),
    ],
)
def test_what_is_missing_of_an_installation_is_told(missing: str, says: str, tmp_path: Path) -> None:
    place = wine_layouts.installed(tree_of("wine-10.0"), tmp_path / "mine")
    (place / missing).rename(tmp_path / "aside")
    with pytest.raises(targets.UnknownTarget, match=says) as told:
        targets.select([f"wine:{place}"], [])
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("missing", ["loader", "server/wineserver", "dlls"])
def test_what_is_missing_of_a_build_is_told(missing: str, tmp_path: Path) -> None:
    place = wine_layouts.built(tree_of("wine-10.0"), tmp_path / "mine")
    (place / missing).rename(tmp_path / "aside")
    (place / "dlls").mkdir(exist_ok=True)
    with pytest.raises(TargetUnavailable, match="is not built, or by a Wine before"):
        wine_place.find(place)
