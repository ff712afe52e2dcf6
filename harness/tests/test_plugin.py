"""The pytest plugin: the same cases as items, and pytest's own options over them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from wincancel import pytest_plugin

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import FakePlatform

pytest_plugins = ["pytester"]


@pytest.fixture
def cases(pytester: pytest.Pytester, platform: FakePlatform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cases:
    """Runs pytest in a directory of its own, on targets that run the stand-in."""
    monkeypatch.setattr(pytest_plugin, "machine_platform", lambda: platform)
    return Cases(pytester, tmp_path)


class Cases:
    """A pytest that has the plugin and nothing to collect but cases."""

    def __init__(self, pytester: pytest.Pytester, out: Path) -> None:
        self._pytester = pytester
        self._out = out

    def run(self, *arguments: str) -> pytest.RunResult:
        return self._pytester.runpytest_inprocess(
            "-p", "no:cacheprovider", "--wincancel-out", str(self._out / "out"), *arguments
        )

    @property
    def runs(self) -> list[Path]:
        return list((self._out / "out" / "runs").glob("*.jsonl"))


def test_cases_become_items_grouped_by_clause(cases: Cases) -> None:
    result = cases.run("--wincancel-target", "wine-10.0", "--collect-only", "-q")
    result.stdout.fnmatch_lines(["wincancel:wine-10.0::CSIO-RET-1::succeeds/PIPE", "4 tests collected*"])
    assert cases.runs == []


def test_all_items_share_one_run(cases: Cases) -> None:
    result = cases.run("--wincancel-target", "wine-10.0")
    result.assert_outcomes(passed=4)
    assert len(cases.runs) == 1


def test_two_targets_have_one_run_each(cases: Cases) -> None:
    result = cases.run("--wincancel-target", "wine-10.0", "--wincancel-target", "wine-8.0")
    result.assert_outcomes(passed=8)
    assert len(cases.runs) == 2


def test_k_chooses_what_the_executable_runs(cases: Cases) -> None:
    result = cases.run("--wincancel-target", "wine-10.0", "-k", "storm or CSIO-RET-2")
    result.assert_outcomes(passed=2, deselected=2)
    (stream,) = cases.runs
    assert "PIPE" not in stream.read_text(encoding="utf-8")


def test_a_failure_shows_what_was_got_and_what_is_allowed(cases: Cases, platform: FakePlatform) -> None:
    platform.behaviours["wine-10.0"] = "fail CSIO-RET-2/fails"
    result = cases.run("--wincancel-target", "wine-10.0", "--wincancel-seed", "5")
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(
        [
            "FAIL in documented (again, alone: FAIL in documented) (unconfirmed)",
            "returned: got false, allowed true ?documented?",
            "./wincancel run -t wine-10.0 -k CSIO-RET-2/fails --seed 5",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_x_stops_after_the_first_failure(cases: Cases, platform: FakePlatform) -> None:
    platform.behaviours["wine-10.0"] = "fail CSIO-RET-1/succeeds/PIPE"
    cases.run("--wincancel-target", "wine-10.0", "-x").assert_outcomes(failed=1)


def test_junitxml_has_case_verdict_and_tiers(cases: Cases, platform: FakePlatform, tmp_path: Path) -> None:
    platform.behaviours["wine-10.0"] = "fail CSIO-RET-2/fails"
    cases.run("--wincancel-target", "wine-10.0", f"--junitxml={tmp_path / 'junit.xml'}")
    tree = ET.parse(tmp_path / "junit.xml")
    failed = next(case for case in tree.iter("testcase") if case.find("failure") is not None)
    assert failed.get("name") == "fails"
    assert failed.get("classname") == "wincancel:wine-10.0.CSIO-RET-2"
    properties = {entry.get("name"): entry.get("value") for entry in failed.iter("property")}
    assert properties["verdict"] == "FAIL"
    assert properties["tier.documented"] == "FAIL"


@pytest.mark.parametrize("behaviour", ["kill 2", "end 7", "forget CSIO-RET-2/fails"])
def test_nothing_passes_in_a_run_that_is_not_valid(cases: Cases, platform: FakePlatform, behaviour: str) -> None:
    platform.behaviours["wine-10.0"] = behaviour
    result = cases.run("--wincancel-target", "wine-10.0")
    result.assert_outcomes(errors=4)
    result.stdout.fnmatch_lines(["not a valid run: *"])


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [
        ("skip", {"skipped": 1, "passed": 3}),
        ("unresolved", {"errors": 1, "passed": 3}),
        ("crash", {"errors": 1, "passed": 3}),
    ],
)
def test_what_was_not_judged_neither_passes_nor_fails(
    cases: Cases, platform: FakePlatform, verdict: str, outcome: dict[str, int]
) -> None:
    platform.behaviours["wine-10.0"] = f"{verdict} CSIO-RET-2/fails"
    cases.run("--wincancel-target", "wine-10.0", "-rs").assert_outcomes(**outcome)


def test_an_unknown_target_is_wrong_usage(cases: Cases) -> None:
    result = cases.run("--wincancel-target", "wine-99")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: wincancel: *no target 'wine-99'*"])


def test_a_target_that_cannot_be_had_is_one_line(cases: Cases, platform: FakePlatform) -> None:
    platform.broken["wine-10.0"] = "no mirror"
    result = cases.run("--wincancel-target", "wine-10.0")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: wincancel: wine-10.0: no mirror"])


def test_other_tests_run_beside_where_they_are_named(cases: Cases, pytester: pytest.Pytester) -> None:
    path = pytester.makepyfile("def test_own(): pass")
    cases.run("--wincancel-target", "wine-10.0", str(path)).assert_outcomes(passed=5)


def test_without_a_target_the_plugin_does_nothing(cases: Cases, pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_own(): pass")
    cases.run().assert_outcomes(passed=1)
    assert cases.runs == []
