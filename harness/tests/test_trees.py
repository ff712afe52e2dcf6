"""Trees: taken out of packages, whole or not there, damage found, and the real ones out of Debian's packages."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import probe
import pytest
from real_target import wine_session
from small_disk import small_disk

from wincancel import adapters, cache, debian_wine, processes, targets, tree
from wincancel.targets import TargetUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePosixPath

    from wincancel.targets import Target


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of Debian's format with a file, a program, and links as Debian writes them."""
    root = tmp_path / "package"
    (root / "DEBIAN").mkdir(parents=True)
    (root / "DEBIAN/control").write_text(
        "Package: small\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nDescription: small\n"
    )
    (root / "usr/lib").mkdir(parents=True)
    (root / "usr/lib/data").write_text("data\n")
    (root / "usr/lib/program").write_text("#!/bin/sh\n")
    (root / "usr/lib/program").chmod(0o755)
    (root / "usr/lib/beside").symlink_to("data")
    (root / "usr/lib/from-the-root").symlink_to("/usr/lib/data")
    (root / "usr/unwanted").write_text("x")
    built = tmp_path / "small_1_all.deb"
    subprocess.run(["dpkg-deb", "--build", root, built], check=True, stdout=subprocess.DEVNULL)
    return built


def small_tree(package: Path, place: Path) -> Path:
    """The tree of `package` at `place`."""

    def wanted(path: PurePosixPath) -> bool:
        return path.name != "unwanted"

    def fill(beside: Path) -> dict[str, object]:
        assert tree.extract(package, beside, wanted) == 4
        return {"version": "1"}

    tree.build(place, fill)
    return place


def test_what_is_wanted_is_taken_out(package: Path, tmp_path: Path) -> None:
    place = small_tree(package, tmp_path / "trees/small")
    files = {str(path.relative_to(place)) for path in place.rglob("*") if not path.is_dir()}
    assert files == {"manifest.json", "usr/lib/data", "usr/lib/program", "usr/lib/beside", "usr/lib/from-the-root"}
    assert (place / "usr/lib/from-the-root").resolve() == place / "usr/lib/data"
    assert os.access(place / "usr/lib/program", os.X_OK)
    assert tree.about(place) == {"version": "1"}
    assert tree.damage(place) is None


def all_of_it(path: PurePosixPath) -> bool:
    return path.name != ""


def damage_byte(place: Path) -> None:
    (place / "usr/lib/data").write_text("dat4\n")


def damage_mode(place: Path) -> None:
    (place / "usr/lib/program").chmod(0o644)


def damage_missing(place: Path) -> None:
    (place / "usr/lib/data").unlink()


def damage_extra(place: Path) -> None:
    (place / "usr/lib/more").write_text("")


def damage_link(place: Path) -> None:
    (place / "usr/lib/beside").unlink()
    (place / "usr/lib/beside").symlink_to("program")


def damage_manifest(place: Path) -> None:
    (place / "manifest.json").write_text("{")


def damage_manifest_gone(place: Path) -> None:
    (place / "manifest.json").unlink()


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (damage_byte, "usr/lib/data is not as it was made"),
        (damage_mode, "usr/lib/program is not as it was made"),
        (damage_missing, "usr/lib/data is missing"),
        (damage_extra, "usr/lib/more is not as it was made"),
        (damage_link, "usr/lib/beside is not as it was made"),
        (damage_manifest, "its manifest cannot be used"),
        (damage_manifest_gone, "it has no manifest"),
        (shutil.rmtree, "it has no manifest"),
    ],
)
def test_damage_is_found(package: Path, tmp_path: Path, harm: object, words: str) -> None:
    place = small_tree(package, tmp_path / "small")
    assert callable(harm)
    harm(place)
    found = tree.damage(place)
    assert found is not None
    assert found.startswith(words)


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fill(beside: Path) -> dict[str, object]:
        (beside / "half").write_text("half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(TargetUnavailable, match="No space left on device"):
        tree.build(tmp_path / "trees/small", fill)
    assert list((tmp_path / "trees").iterdir()) == []


def test_what_a_killed_build_left_is_taken_away(package: Path, tmp_path: Path) -> None:
    leftover = tmp_path / "trees/.small.abcdefgh"
    leftover.mkdir(parents=True)
    (leftover / "half").write_text("half")
    small_tree(package, tmp_path / "trees/small")
    assert [path.name for path in (tmp_path / "trees").iterdir()] == ["small"]


def test_a_truncated_package_is_refused(package: Path, tmp_path: Path) -> None:
    whole = package.read_bytes()
    package.write_bytes(whole[: len(whole) - 40])
    with pytest.raises(TargetUnavailable, match=r"^small_1_all\.deb cannot be unpacked"):
        tree.extract(package, tmp_path / "out", all_of_it)


def test_something_else_than_a_package_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "small_1_all.deb"
    path.write_bytes(b"not a package")
    with pytest.raises(TargetUnavailable, match=r"^small_1_all\.deb cannot be unpacked"):
        tree.extract(path, tmp_path / "out", all_of_it)


# The real ones. Packages that are in the user's cache are not fetched again; all else is made from nothing.


@pytest.fixture(scope="module")
def wine() -> Target:
    return targets.load()["wine-8.0"]


@pytest.fixture(scope="module")
def fresh_cache(wine: Target, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    adapters.setup(wine, print)
    fresh = tmp_path_factory.mktemp("cache")
    (fresh / "packages").symlink_to(cache.directory() / "packages")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WINCANCEL_CACHE", str(fresh))
        yield fresh


@pytest.fixture(scope="module")
def made(fresh_cache: Path, wine: Target) -> debian_wine.WineTree:
    """A tree that was made by two processes at once."""
    program = f"from wincancel import adapters, targets; adapters.setup(targets.load()[{wine.name!r}], print)"
    both = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=240)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("making a tree" in text for text in said) == 1
    assert sum("waiting for its tree" in text for text in said) == 1
    found = debian_wine.current(wine)
    assert found is not None
    assert found.root.is_relative_to(fresh_cache)
    return found


def test_a_tree_is_made_from_nothing_and_works(made: debian_wine.WineTree, wine: Target) -> None:
    health = adapters.health(wine)
    assert (health.ok, health.path) == (True, made.root)
    assert health.detail.startswith("wine-8.0")
    manifest = json.loads((made.root / "manifest.json").read_bytes())
    assert manifest["version"].startswith("8.0")
    assert all(len(package["sha256"]) == 64 for package in manifest["packages"])


def test_it_uses_nothing_of_the_machines_own_libraries(
    made: debian_wine.WineTree, wine: Target, tmp_path: Path
) -> None:
    program = probe.compiled(wine.abi, tmp_path)
    with wine_session(wine, tmp_path) as place:
        # With user32, which looks for libraries that it can do without.
        running = subprocess.Popen(
            place.command(program, ["hold"]), env=place.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        place.started.append(running)
        assert running.stdout is not None
        assert running.stdout.readline().strip() == b"loaded"
        mapped = set()
        for process in processes.of_prefix(place.prefix):
            for line in Path(f"/proc/{process}/maps").read_text().splitlines():
                path = line.split(maxsplit=5)[5:]
                if path and ".so" in path[0]:
                    mapped.add(path[0])
        running.stdout.close()
    assert any(path.endswith("win32u.so") for path in mapped)
    assert [path for path in mapped if not path.startswith(str(made.root))] == []


def test_a_tree_that_is_there_is_not_made_again(
    made: debian_wine.WineTree, wine: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")  # no apt-get, no dpkg-deb, no patchelf
    before = made.root.stat().st_ino
    said: list[str] = []
    adapters.setup(wine, said.append)
    assert (made.root.stat().st_ino, said) == (before, [])


def test_a_damaged_tree_is_made_again(made: debian_wine.WineTree, wine: Target, tmp_path: Path) -> None:
    library = made.wine.modules[0] / "ntdll.dll"
    library.write_bytes(library.read_bytes()[:-1] + b"!")
    health = adapters.health(wine)
    assert (health.ok, health.path) == (False, None)
    assert "ntdll.dll is not as it was made" in health.detail
    said: list[str] = []
    adapters.setup(wine, said.append)
    assert "damaged" in said[0]
    assert adapters.health(wine).ok
    with wine_session(wine, tmp_path) as place:
        assert probe.run(place, probe.compiled(wine.abi, tmp_path), "libraries").returncode == 0
    assert [path.name for path in made.root.parent.iterdir()] == [made.root.name]


def test_a_version_that_the_suite_does_not_have_is_refused(fresh_cache: Path, wine: Target) -> None:
    assert fresh_cache.is_dir()
    other = targets.Target("other", wine.kind, wine.abi, "Other", {**wine.settings, "wine": "7.0"})
    with pytest.raises(TargetUnavailable, match=r"^Debian bookworm has Wine 8\.0.*, not 7\.0$"):
        adapters.setup(other, print)


@pytest.mark.parametrize(("setting", "value"), [("suite", "warty"), ("architecture", "m68k")])
def test_what_there_is_no_recipe_for_is_refused(fresh_cache: Path, wine: Target, setting: str, value: str) -> None:
    assert fresh_cache.is_dir()
    other = targets.Target("other", wine.kind, wine.abi, "Other", {**wine.settings, setting: value})
    with pytest.raises(TargetUnavailable, match=f"there is no recipe for .* {value}"):
        adapters.setup(other, print)


def test_a_full_disk_is_told_in_one_line(fresh_cache: Path, wine: Target, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", "48m") as small, pytest.MonkeyPatch.context() as patch:
        (small / "packages").symlink_to(fresh_cache / "packages")
        patch.setenv("WINCANCEL_CACHE", str(small))
        with pytest.raises(TargetUnavailable, match="No space left on device") as told:
            adapters.setup(wine, print)
        assert "\n" not in str(told.value)
        assert list((small / "trees").iterdir()) == []
