"""Conditions on what was measured: how versions compare, and the shortest words for some of the targets."""

from __future__ import annotations

import pytest

from wincancel.conditions import Condition, Measured, any_holds, read_conditions, version_key
from wincancel.folding import folded


def test_versions_are_ordered_as_their_makers_do() -> None:
    words = ["5.0.3", "8.0", "8.21", "9.0-rc1", "9.0-rc12", "9.0", "9.0-57-g0123abc", "9.0.1", "10.0", "10.0.19045"]
    assert sorted(words, key=lambda word: version_key(word) or ((), 0, 0)) == words
    assert version_key("8.0") == version_key("8") == version_key("8.0.0")
    assert [version_key(word) for word in ("", "banana", "8..0", "8.0 ", "-1", "\u0664.0")] == [None] * 6


def test_a_condition_holds_where_all_its_parts_do() -> None:
    one = Measured("wine", "8.0", "wine-8.0 (Debian 8.0~repack-4)", "i686")
    assert Condition(">= 8.0, < 10.0", ("i686",), ("*repack-?)",)).holds(one)
    for other in (Condition("> 8.0"), Condition("!= 8"), Condition(abi=("x86_64",)), Condition(build=("repack",))):
        assert not other.holds(one)
    assert not Condition(">= 0").holds(Measured("wine", "banana", "", "i686"))
    with pytest.raises(ValueError, match="no comparison"):
        read_conditions([{"version": "8.0"}])


TARGETS = frozenset(
    Measured("wine", version, f"wine-{version}{build}", abi)
    for version, build in (("5.0.3", ""), ("8.0", ""), ("10.0", " (trixie)"), ("10.0", " (sid)"))
    for abi in ("x86_64", "i686")
)


@pytest.mark.parametrize(
    ("versions", "abis", "build", "condition"),
    [
        ("5.0.3 8.0 10.0", "x86_64 i686", "", []),
        ("5.0.3 8.0", "x86_64 i686", "", [{"version": "< 10.0"}]),
        ("8.0 10.0", "x86_64 i686", "", [{"version": ">= 8.0"}]),
        ("8.0", "i686", "", [{"version": ">= 8.0, < 10.0", "abi": ["i686"]}]),
        ("5.0.3 8.0 10.0", "i686", "", [{"abi": ["i686"]}]),
        ("10.0", "x86_64 i686", "sid", [{"build": ["wine-10.0 (sid)"]}]),
        ("5.0.3 10.0", "x86_64 i686", "", [{"version": ">= 10.0"}, {"version": "< 8.0"}]),
    ],
)
def test_the_same_on_several_targets_is_one_condition(
    versions: str, abis: str, build: str, condition: list[object]
) -> None:
    chosen = {one for one in TARGETS if one.version in versions.split() and one.abi in abis.split()}
    chosen = {one for one in chosen if build in one.build}
    assert [one.as_table() for one in folded(chosen, TARGETS)] == condition


def test_every_set_of_targets_is_told_from_the_others() -> None:
    targets = sorted(TARGETS, key=lambda one: one.order)
    for bits in range(1, 1 << len(targets)):
        chosen = {one for index, one in enumerate(targets) if bits >> index & 1}
        conditions = folded(chosen, TARGETS)
        assert chosen == {one for one in targets if any_holds(conditions, one)}
