"""Coverage: what gcovr says read right, the gaps named, and held against the register of explanations."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from real_target import wine_session

from wincancel import adapters, build, targets
from wincancel.code_coverage import (
    BadCoverageError,
    CoveredFile,
    Figures,
    Place,
    figures_of_parts,
    read_coverage,
    together,
)
from wincancel.coverage_page import render_coverage_page
from wincancel.coverage_register import BadExplanationsError, Judgement, judge, load_explanations
from wincancel.coverage_run import CountingSession, measure
from wincancel.layout import ROOT, SUITES

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """int always(int a)
{
    if (a)
        return 1;
    if (!check_bool(t,
                    "key"))
        return 2;
    return 3;
}
int never(void)
{
    return 4;
}
"""


def line(number: int, function: str, count: int, *taken: int) -> dict[str, Any]:
    branches = [{"count": one, "fallthrough": False, "throw": False} for one in taken]
    text = SOURCE.splitlines()[number - 1] if number <= len(SOURCE.splitlines()) else ""
    return {
        "line_number": number,
        "function_name": function,
        "count": count,
        "branches": branches,
        "gcovr/md5": hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(),
    }


LINES = [
    line(1, "always", 3),
    line(3, "always", 3, 0, 3),
    line(4, "always", 0),
    line(5, "always", 3, 0, 3),
    line(7, "always", 0),
    line(8, "always", 3),
    line(10, "never", 0),
    line(12, "never", 0),
]


def coverage_of(tmp_path: Path, lines: list[dict[str, Any]], name: str = "report.json") -> dict[str, CoveredFile]:
    (tmp_path / "suites/part").mkdir(parents=True, exist_ok=True)
    (tmp_path / "suites/part/source.c").write_text(SOURCE)
    report = tmp_path / name
    report.write_text(json.dumps({"files": [{"file": "suites/part/source.c", "lines": lines, "functions": []}]}))
    return read_coverage(report, tmp_path / "suites")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, CoveredFile]:
    return coverage_of(tmp_path, LINES)


def judged(tmp_path: Path, files: dict[str, CoveredFile], *entries: str) -> Judgement:
    register = tmp_path / "coverage.toml"
    register.write_text("schema = 1\n" + "".join(f"[[explanation]]\n{entry}\n" for entry in entries))
    return judge(files, load_explanations(register))


def places(judgement: Judgement) -> list[str]:
    return [str(gap.place) for gap in judgement.unexplained]


def test_figures_are_of_lines_and_branches(files: dict[str, CoveredFile]) -> None:
    figures = figures_of_parts(files.values())
    assert figures == {"part": Figures(8, 4, 4, 2), "all": Figures(8, 4, 4, 2)}
    assert figures["all"].lines_percent == "50.0 %"
    assert Figures(10000, 9999).lines_percent == "99.9 %"


def test_gap_is_a_function_or_its_first_line(files: dict[str, CoveredFile], tmp_path: Path) -> None:
    judgement = judged(tmp_path, files)
    assert places(judgement) == [
        "part/source.c: always: return 1;",
        "part/source.c: always: return 2;",
        "part/source.c: never",
    ]
    assert judgement.unexplained[2].lines == (10, 12)
    assert not judgement.as_expected


def test_places_statements_and_files_explain(files: dict[str, CoveredFile], tmp_path: Path) -> None:
    place = 'reason = "a"\nplaces = ["part/source.c: always: return 1;"]'
    # The condition goes over two lines, and is one statement with what it guards.
    statement = "reason = 'b'\nstatements = ['if (!check_*) return*;']"
    assert places(judged(tmp_path, files, place, statement)) == ["part/source.c: never"]
    assert judged(tmp_path, files, 'reason = "c"\nfiles = ["part/*.c"]').as_expected


def test_pattern_of_statements_explains_no_function_that_was_never_entered(
    files: dict[str, CoveredFile], tmp_path: Path
) -> None:
    assert "part/source.c: never" in places(judged(tmp_path, files, "reason = 'b'\nstatements = ['return*']"))


@pytest.mark.parametrize(
    ("entry", "stale"),
    [
        ('places = ["part/source.c: always"]', "part/source.c: always: it runs, or another explanation covers it"),
        ('places = ["part/source.c: always: return 9;"]', "return 9;: there is no such place"),
        ('places = ["part/gone.c: always"]', "part/gone.c: always: there is no such place"),
        ('statements = ["abort();"]', "abort();: nothing that does not run matches it"),
        ('files = ["other/*"]', "other/*: nothing that does not run matches it"),
    ],
)
def test_explanation_that_nothing_needs_is_told(
    files: dict[str, CoveredFile], tmp_path: Path, entry: str, stale: str
) -> None:
    judgement = judged(tmp_path, files, f"reason = 'a'\n{entry}", 'reason = "c"\nfiles = ["part/*.c"]')
    assert not judgement.unexplained
    assert [text for text in judgement.stale if text.endswith(stale)]
    assert not judgement.as_expected


def test_what_runs_by_chance_may_run(files: dict[str, CoveredFile], tmp_path: Path) -> None:
    rest = 'reason = "c"\nfiles = ["part/*.c"]'
    chance = "reason = 'a'\nby_chance = true\nplaces = ['part/source.c: always: return {};']"
    assert judged(tmp_path, files, chance.format(3), rest).as_expected
    assert not judged(tmp_path, files, chance.format(9), rest).as_expected


@pytest.mark.parametrize(
    "entry",
    [
        "places = ['part/source.c: always']",
        "reason = ' '\nplaces = ['part/source.c: always']",
        "reason = 'a'",
        "reason = 'a'\nplaces = ['part/source.c']",
        "reason = 'a'\nplaces = 'part/source.c: always'",
        "reason = 'a'\nplaces = ['part/source.c: always']\nline = 3",
        "reason = 'a'\nplaces = ['part/source.c: always', 'part/source.c: always']",
    ],
)
def test_register_is_read_strictly(files: dict[str, CoveredFile], tmp_path: Path, entry: str) -> None:
    with pytest.raises(BadExplanationsError, match=r"coverage\.toml: "):
        judged(tmp_path, files, entry)


def test_own_register_is_of_what_the_sources_have() -> None:
    explanations = load_explanations()
    gone = [str(place) for one in explanations for place in one.places if not is_in_sources(place)]
    gone += [pattern for one in explanations for pattern in one.files if not any(SUITES.glob(pattern))]
    assert not gone


def is_in_sources(place: Place) -> bool:
    source = SUITES / place.file
    lines = source.read_text().splitlines() if source.exists() else []
    named = any(re.search(rf"\b{re.escape(place.function)}\b", line) for line in lines)
    return named and (not place.text or place.text in {line.strip() for line in lines})


def test_two_runs_together(files: dict[str, CoveredFile], tmp_path: Path) -> None:
    other = [one | {"count": 1} for one in LINES if one["function_name"] == "never"]
    both = together(files, coverage_of(tmp_path, other, "zoo.json"))
    assert figures_of_parts(both.values())["all"] == Figures(8, 6, 4, 2)


@pytest.mark.parametrize("content", ["", "{}", '{"files": [{"file": "suites/part/gone.c", "lines": []}]}'])
def test_broken_report_is_told(tmp_path: Path, content: str) -> None:
    report = tmp_path / "report.json"
    report.write_text(content)
    with pytest.raises(BadCoverageError, match=r"report\.json"):
        read_coverage(report, tmp_path / "suites")


@pytest.mark.parametrize("changed", [line(99, "always", 1), line(3, "always", 1) | {"line_number": 4}])
def test_source_that_changed_since_is_told(tmp_path: Path, changed: dict[str, Any]) -> None:
    with pytest.raises(BadCoverageError, match="has changed since it was built"):
        coverage_of(tmp_path, [changed])


def test_page_shows_what_is_left_and_escapes_it(files: dict[str, CoveredFile], tmp_path: Path) -> None:
    entry = "reason = '<b>why</b>'\nplaces = ['part/source.c: never']"
    page = render_coverage_page(files, files, judged(tmp_path, files, entry))
    assert "return 1;" in page
    assert "&lt;b&gt;why&lt;/b&gt;" in page
    assert "not judged" in render_coverage_page(files, files, None)


def test_counts_of_processes_that_terminate_are_kept(tmp_path: Path) -> None:
    """Eight processes at a time that terminate themselves, and one that another ends: nothing of them is lost."""
    root = tmp_path / "root"
    built = build.coverage_directory(root)
    source = root / "suites/part/probe.c"
    for directory in (built, source.parent, root / "counts"):
        directory.mkdir(parents=True)
    shutil.copy(ROOT / "harness/tests/probes/counting_probe.c", source)
    framework = ROOT / "suites/framework"
    compiler = ["x86_64-w64-mingw32-gcc", "--coverage", "-DWINCANCEL_COVERAGE", f"-I{framework}"]
    for one in (source, framework / "coverage/counts.c"):
        subprocess.run([*compiler, "-c", one, "-o", built / f"{one.name}.obj"], check=True, timeout=60)
    program = built / "probe.exe"
    objects = [built / "probe.c.obj", built / "counts.c.obj"]
    subprocess.run([*compiler, "-static", *objects, "-o", program], check=True, timeout=60)

    (target,) = targets.select(["wine-8.0"])
    adapters.setup(target, print)
    with wine_session(target, tmp_path / "session") as base:
        session = CountingSession(base, root / "counts", built)
        done = subprocess.run(
            session.command(program, ["all"]), env=dict(session.environment), cwd=tmp_path, check=False, timeout=120
        )
    assert done.returncode == 0
    (file,) = measure(root / "counts", tmp_path / "report.json", root).values()
    counts = {file.line_text(number).split(" /*")[0]: line.count for number, line in file.lines.items()}
    assert counts["counted = 1;"] == 8
    assert counts["counted = 2;"] == 1
    assert counts["ask_for_coverage(waiting);"] == 1
