"""A run must have gone on what its target says it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import FakePlatform, FakeTarget, SilentProgress

from wincancel.claim import Claim
from wincancel.order import Order
from wincancel.run import TargetRun, run_target

if TYPE_CHECKING:
    from wincancel.store import RunStore

TARGET = FakeTarget("wine-10.0")


def run(claim: Claim, platform: FakePlatform, store: RunStore) -> TargetRun:
    """A run of the stand-in, which reports that it ran on Wine 10.0, build wine-10.0."""
    platform.claims = {TARGET.name: claim}
    return run_target(TARGET, platform.executable, Order(), platform, store, SilentProgress())


@pytest.mark.parametrize(
    "claim",
    [Claim(), Claim("wine"), Claim("wine", "10.0"), Claim("wine", "10"), Claim("wine", build="wine-10.0")],
)
def test_a_run_on_what_the_target_says_it_is_is_valid(claim: Claim, platform: FakePlatform, store: RunStore) -> None:
    assert run(claim, platform, store).error is None


@pytest.mark.parametrize(
    ("claim", "says"),
    [
        (Claim("winpr"), "it ran on 'wine', and the target is 'winpr'"),
        (Claim("wine", "8.0"), "it ran on version '10.0', and the target is version '8.0'"),
        (Claim("wine", "10.0.1"), "it ran on version '10.0', and the target is version '10.0.1'"),
        (Claim("wine", "0"), "it ran on version '10.0', and the target is version '0'"),
        (Claim(build="wine-8.1"), "it ran on build 'wine-10.0', and the target is build 'wine-8.1'"),
    ],
)
def test_a_run_on_something_else_is_not_valid(claim: Claim, says: str, platform: FakePlatform, store: RunStore) -> None:
    outcome = run(claim, platform, store)
    assert not outcome.valid
    assert outcome.error is not None
    assert says in outcome.error
    assert "\n" not in outcome.error
    assert store.latest() == []
