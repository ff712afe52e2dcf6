"""Before a run: who waits for a compiler is told so."""

from __future__ import annotations

import pytest
from conftest import FakePlatform, FakeTarget, SilentProgress

from wincancel import readiness
from wincancel.readiness import make_ready

TARGETS = (FakeTarget("wine-10.0"), FakeTarget("wine-8.0-i686", "i686"))


def notes(progress: SilentProgress) -> list[tuple[str, ...]]:
    return [said for said in progress.said if said != ("note", said[1], "set up")]


def test_a_build_that_takes_time_is_told_at_both_ends(
    platform: FakePlatform, progress: SilentProgress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "_QUIET_SECONDS", 0.1)
    platform.build_seconds = {"i686": 0.6}
    ready = make_ready(TARGETS, platform, progress)
    assert set(ready.values()) == {platform.executable}
    assert notes(progress) == [("note", "i686", "compiling"), ("note", "i686", "compiled in 1 s")]


def test_a_build_with_nothing_to_do_is_not(platform: FakePlatform, progress: SilentProgress) -> None:
    make_ready(TARGETS, platform, progress)
    assert notes(progress) == []


def test_targets_that_share_an_executable_have_it_built_once(platform: FakePlatform, progress: SilentProgress) -> None:
    ready = make_ready([FakeTarget("a"), FakeTarget("b"), FakeTarget("c", "i686")], platform, progress)
    assert set(ready.values()) == {platform.executable}
    assert sorted(platform.built) == ["i686", "x86_64"]


def test_what_is_built_against_a_target_waits_for_its_set_up(platform: FakePlatform, progress: SilentProgress) -> None:
    platform.needs_target = True
    platform.broken = {"broken": "not to be had"}
    ready = make_ready([FakeTarget("broken", "elf"), FakeTarget("a")], platform, progress)
    assert ready == {"broken": "not to be had", "a": platform.executable}
    assert platform.built == ["x86_64"]
