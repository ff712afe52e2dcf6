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
