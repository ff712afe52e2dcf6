"""The evidence about Windows: every entry has a source, and is about a value that some case really records."""

from __future__ import annotations

from pathlib import Path

import pytest
from real_target import RealTarget

from wincancel.case_list import pattern_matcher
from wincancel.promises import BadEvidenceError, load_reports

REPORTS = load_reports()


@pytest.mark.parametrize("fault", ["schema = 2", "schema = 1", "schema = 1\n[[report]]\nsource = 'nobody'", "schema ="])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, fault: str) -> None:
    path = tmp_path / "windows.toml"
    path.write_text(fault, encoding="utf-8")
    with pytest.raises(BadEvidenceError, match=r"windows\.toml"):
        load_reports(path)


def test_every_report_has_a_public_source_and_says_how_it_states_it() -> None:
    for report in REPORTS:
        assert report.url.startswith("https://"), report
        assert report.source, report
        assert report.note, report
        assert report.values, report


def test_every_report_is_about_a_value_that_a_case_records(wine_10: RealTarget) -> None:
    arguments = [word for pattern in sorted({report.pattern for report in REPORTS}) for word in ("--filter", pattern)]
    run = wine_10.run(*arguments).valid_run
    for report in REPORTS:
        cases = [case for case in run.results if pattern_matcher(report.pattern)(case)]
        assert cases, report.pattern
        for case in cases:
            types = {value.key: value.type for value in run.results[case][0].first.values}
            # A case that failed may have recorded less; what it did record has the type that the report names.
            assert types.get(report.key, report.type) == report.type, (case, report.key)
        assert any(value.key == report.key for case in cases for value in run.results[case][0].first.values), (
            report.pattern,
            report.key,
        )
