"""The private apt: what it takes from the machine, what it verifies, and what it says where it cannot do its work."""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest

from wincancel import packages
from wincancel.targets import TargetUnavailable

if TYPE_CHECKING:
    from pathlib import Path

SMALL = "libz-mingw-w64"


@pytest.fixture
def apt(tmp_path: Path) -> packages.PrivateApt:
    return packages.PrivateApt(tmp_path / "apt", "bookworm", "amd64")


@pytest.fixture(scope="module")
def apt_with_lists(tmp_path_factory: pytest.TempPathFactory) -> packages.PrivateApt:
    """One that has fetched its lists."""
    apt = packages.PrivateApt(tmp_path_factory.mktemp("apt"), "bookworm", "amd64")
    said: list[str] = []
    apt.resolve([SMALL], said.append)
    assert said == ["fetching the package lists of Debian bookworm amd64"]
    return apt


def test_the_mirror_is_the_one_that_the_machines_apt_uses() -> None:
    mirrors = packages.debian_mirrors()
    sources = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)"], capture_output=True, text=True, check=True
    ).stdout.split()
    assert mirrors
    assert set(mirrors) <= set(sources)
    assert not any("security" in mirror for mirror in mirrors)


def fake_apt(directory: Path, targets: str) -> str:
    """A directory for PATH whose apt-get knows the index targets `targets`, one a line."""
    program = directory / "apt-get"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{targets}\nEND\n")
    program.chmod(0o755)
    return f"{directory}:{os.environ['PATH']}"


def test_of_several_archives_only_debians_own_are_mirrors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        "http://vendor/x/\tbookworm\tstable\tVendor\tVendor",
        "http://other/x/\tbookworm\tmain\tOther\tOther",
        "http://never-fetched/debian/\tbookworm\tmain\t\t",
        "http://mirror/debian-security/\tbookworm-security\tmain\tDebian\tDebian-Security",
        "http://mirror/debian/\tbookworm\tmain\tDebian\tDebian",
        "http://mirror/debian/\tbookworm-updates\tmain\tDebian\tDebian",
        "cdrom://disc/\tbookworm\tmain\tDebian\tDebian",
        "http://mirror/debian/\tbookworm\tcontrib\tDebian\tDebian",
    ]
    monkeypatch.setenv("PATH", fake_apt(tmp_path, "\n".join(lines)))
    assert packages.debian_mirrors() == ["http://mirror/debian/", "http://never-fetched/debian/"]


def test_a_machine_without_a_mirror_is_told_what_to_set(
    apt: packages.PrivateApt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", fake_apt(tmp_path, ""))
    with pytest.raises(TargetUnavailable, match="knows no mirror of Debian; set WINCANCEL_DEBIAN_MIRROR"):
        apt.resolve([SMALL], print)


def test_a_machine_without_apt_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(TargetUnavailable, match=r"apt-get: No such file or directory"):
        packages.debian_mirrors()


def test_a_mirror_that_cannot_be_reached_is_told_in_one_line(
    apt: packages.PrivateApt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WINCANCEL_DEBIAN_MIRROR", "http://127.0.0.1:9/debian")
    with pytest.raises(TargetUnavailable, match=r"package lists of Debian bookworm failed: .*127\.0\.0\.1") as told:
        apt.resolve([SMALL], print)
    assert "\n" not in str(told.value)


def test_a_mirror_that_debian_did_not_sign_is_refused(
    apt: packages.PrivateApt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = tmp_path / "mirror/dists/bookworm"
    index = release / "main/binary-amd64/Packages.gz"
    index.parent.mkdir(parents=True)
    content = gzip.compress(f"Package: {SMALL}\nVersion: 1\nArchitecture: all\nFilename: x\nSize: 1\n".encode())
    index.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    (release / "Release").write_text(
        "Origin: Debian\nLabel: Debian\nSuite: bookworm\nCodename: bookworm\nComponents: main\nArchitectures: amd64\n"
        f"Date: {formatdate(usegmt=True)}\nSHA256:\n {digest} {len(content)} main/binary-amd64/Packages.gz\n"
    )
    monkeypatch.setenv("WINCANCEL_DEBIAN_MIRROR", f"file:{tmp_path}/mirror")
    with pytest.raises(TargetUnavailable, match="is not signed"):
        apt.resolve([SMALL], print)


def test_packages_are_fetched_once_and_again_where_damaged(apt_with_lists: packages.PrivateApt, tmp_path: Path) -> None:
    store = tmp_path / "packages"
    said: list[str] = []
    found = apt_with_lists.resolve([SMALL], said.append)
    (path,) = apt_with_lists.fetch(found, store, said.append)
    assert path.name.startswith(f"{SMALL}_")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == found[0].sha256
    assert said == ["fetching 1 packages of Debian bookworm amd64"]
    apt_with_lists.fetch(found, store, said.append)
    assert len(said) == 1
    path.write_bytes(path.read_bytes()[:-1])
    apt_with_lists.fetch(found, store, said.append)
    assert len(said) == 2
    assert hashlib.sha256(path.read_bytes()).hexdigest() == found[0].sha256
    assert [entry.name for entry in store.iterdir()] == [path.name]


def test_a_package_with_another_hash_than_the_indexs_is_refused(
    apt_with_lists: packages.PrivateApt, tmp_path: Path
) -> None:
    (found,) = apt_with_lists.resolve([SMALL], print)
    other = packages.Package(found.file, "0" * 64)
    with pytest.raises(TargetUnavailable, match="is not what the signed index says"):
        apt_with_lists.fetch([other], tmp_path / "packages", print)
    assert list((tmp_path / "packages").iterdir()) == []


def test_a_name_that_the_suite_does_not_have_is_told(apt_with_lists: packages.PrivateApt) -> None:
    with pytest.raises(TargetUnavailable, match="Unable to locate package no-such-package"):
        apt_with_lists.resolve(["no-such-package"], print)


def test_lists_that_two_ask_for_at_once_are_fetched_once(tmp_path: Path) -> None:
    said: list[str] = []
    asked = [packages.PrivateApt(tmp_path, "bookworm", "amd64") for _ in range(2)]
    with ThreadPoolExecutor() as together:
        answers = list(together.map(lambda apt: apt.resolve([SMALL], said.append), asked))
    assert answers[0] == answers[1] != []
    assert said == ["fetching the package lists of Debian bookworm amd64"]


def test_hooks_of_the_machines_apt_do_not_run(apt_with_lists: packages.PrivateApt) -> None:
    # Containers have them, to delete what was fetched.
    def hooks(environment: dict[str, str]) -> list[str]:
        told = subprocess.run(["apt-config", "dump"], env=environment, capture_output=True, text=True, check=True)
        return [line for line in told.stdout.splitlines() if "-Invoke" in line and not line.endswith('"";')]

    if not hooks(dict(os.environ)):
        pytest.skip("this machine's apt has no hooks")
    assert hooks({**os.environ, "APT_CONFIG": str(apt_with_lists.configuration)}) == []
