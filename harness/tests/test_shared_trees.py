"""Targets that come from the same packages, and suites that a mirror has under two names."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import probe
import pytest
from real_target import wine_session

from wincancel import adapters, debian_wine, packages, targets
from wincancel.targets import TargetUnavailable

if TYPE_CHECKING:
    from pathlib import Path

# An apt that finds lists only under the name `stable`.
APT = """#!/bin/sh
case "$*" in
*indextargets*) printf 'http://mirror/debian/\\ttrixie\\tmain\\tDebian\\tDebian\\n' ;;
*update*) grep -q ' stable main' "${APT_CONFIG%apt.conf}sources.list" || { echo 'E: unexpected size' >&2; exit 1; } ;;
*download*) echo "'http://mirror/small.deb' small_1_amd64.deb 10 SHA256:$(printf '%064d' 0)" ;;
esac
"""


@pytest.fixture
def only_stable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin/apt-get"
    program.parent.mkdir()
    program.write_text(APT)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")


@pytest.mark.usefixtures("only_stable")
def test_a_suite_is_taken_by_its_other_name_where_the_first_fails(tmp_path: Path) -> None:
    apt = packages.PrivateApt(tmp_path, "trixie", "amd64", alias="stable")
    assert [package.file for package in apt.resolve(["small"], print)] == ["small_1_amd64.deb"]


@pytest.mark.usefixtures("only_stable")
def test_without_another_name_the_first_failure_is_told(tmp_path: Path) -> None:
    with pytest.raises(TargetUnavailable, match="package lists of Debian trixie failed: E: unexpected size"):
        packages.PrivateApt(tmp_path, "trixie", "amd64").resolve(["small"], print)


def test_programs_of_both_word_sizes_share_the_tree_of_a_wine_that_runs_both(tmp_path: Path) -> None:
    roots = set()
    for name in ("wine-sid", "wine-sid-i686"):
        target = targets.load([])[name]
        adapters.setup(target, print)
        found = debian_wine.current(target)
        assert found is not None
        roots.add(found.root)
        with wine_session(target, tmp_path / name) as session:
            told = probe.run(session, probe.compiled(target.abi, tmp_path), "libraries")
            assert (told.returncode, told.stdout) == (0, ""), told.stderr
    assert len(roots) == 1


def test_a_wine_that_runs_no_such_programs_is_refused() -> None:
    known = targets.load([])["wine-5.0"]
    wrong = targets.Target("wrong", known.kind, "i686", "Wrong", known.settings)
    with pytest.raises(TargetUnavailable, match=r"^the Wine of Debian bullseye for amd64 runs no i686 programs$"):
        adapters.setup(wrong, print)
