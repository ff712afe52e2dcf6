"""The HTML report: complete, self-contained, and inert whatever a target says."""

from __future__ import annotations

import os
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from shutil import which

import pytest
import streams
from streams import attempt, histogram, value, whole
from test_matrix import HOSTILE, REGISTER, matrix_of

from wincancel.report import ReportFailedError, render_report, write_report

ATTACKS = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "</style><script>document.title='owned'</script>",
    "{{ 7*7 }}{% raw %}",
    "'; document.title='owned'; '",
    HOSTILE,
)


class Reader(HTMLParser):
    """Collects tags with their attributes, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parsed(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def hostile_page() -> str:
    """A report in which every text that a target gives is an attack."""
    content = [value("returned", False, [True], name=ATTACKS[0])]
    content += [value(f"text_{n}", text, raw="0x3C") for n, text in enumerate(ATTACKS)]
    race = histogram("storm", dict.fromkeys(ATTACKS, (1, "FORBIDDEN")))
    race["fields"] = [ATTACKS[1]]
    everything = " ".join(ATTACKS)
    stream = whole(
        attempt("CSIO-RET-1/case", [*content, race], reason=everything),
        suite_version=everything,
        build=everything,
        target={"kind": "wine", "version": everything, "build": everything, "host": everything, "cpus": 1},
        subject={"library": everything, "functions": list(ATTACKS)},
        capabilities=[{"name": everything, "supported": True, "evidence": everything}],
    )
    stream[-1]["planned"] = 99  # not valid, so that a problem is shown too
    return render_report(matrix_of((everything, stream)), REGISTER)


def test_the_page_has_matrix_values_attempts_and_how_to_repeat() -> None:
    race = histogram("storm", {"cancelled": (3, "ACCEPTABLE"), "lost": (1, "FORBIDDEN")})
    stream = whole(attempt("CSIO-RET-1/race", [race, value("last_error", 995, name="ERROR_OPERATION_ABORTED")]))
    page = render_report(matrix_of(("wine-8.0", streams.small()), ("wine-10.0", stream)), REGISTER)
    text = " ".join(" ".join(parsed(page).text).split())
    for part in (
        "CSIO-RET-1 says so",
        "995 (ERROR_OPERATION_ABORTED)",
        "storm on wine-10.0: 4 trials",
        "because lost",
        "again, alone",
        "needs --data share=PATH",
        "./wincancel run -t wine-8.0 -k CSIO-RET-1/fails --seed 7",
        "unconfirmed until the same case passes on the reference",
        "not planned",
        "at least 1.00 s was necessary",
    ):
        assert part in text, part


def test_a_dozen_runs_have_a_column_each() -> None:
    page = render_report(matrix_of(*((f"wine-{number}.0", streams.small()) for number in range(12))), REGISTER)
    assert ".cases { --columns: 12; }" in page
    assert 'class="cases many"' in page
    assert page.count('<details class="plain"><summary>the run</summary>') == 12
    few = render_report(matrix_of(("wine-8.0", streams.small())), REGISTER)
    assert 'class="cases"' in few
    assert '<details class="plain" open><summary>the run</summary>' in few


def test_marks_for_the_filter_name_column_tier_and_verdict() -> None:
    reader = parsed(render_report(matrix_of(("wine-8.0", streams.small())), REGISTER))
    (mark,) = [attributes["data-v"] for _, attributes in reader.tags if attributes.get("id") == "CSIO-RET-1/fails"]
    assert mark == "0::FAIL 0:documented:FAIL 0:characterised:DONE"


def test_a_case_that_failed_leads_to_its_bug_report() -> None:
    reader = parsed(render_report(matrix_of(("wine-8.0", streams.small())), REGISTER))
    links = [attributes["href"] for tag, attributes in reader.tags if tag == "a"]
    assert "#finding-CSIO-RET-1-documented" in links
    assert "finding-CSIO-RET-1-documented" in [attributes.get("id") for _, attributes in reader.tags]
    assert "What the page says" in "".join(reader.text)


def test_nothing_is_loaded_from_anywhere() -> None:
    page = render_report(matrix_of(("wine-8.0", streams.small())), REGISTER)
    for tag, attributes in parsed(page).tags:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base")
        assert "src" not in attributes
        href = attributes.get("href")
        assert href is None or href.startswith("#")
    assert "@import" not in page
    assert "url(" not in page
    assert "default-src &#39;none&#39;" in page


def test_hostile_text_makes_no_element_and_no_handler() -> None:
    page = hostile_page()
    reader = parsed(page)
    assert [tag for tag, _ in reader.tags].count("script") == 1
    assert [tag for tag, _ in reader.tags].count("style") == 1
    for tag, attributes in reader.tags:
        assert tag != "img"
        assert not any(name.startswith("on") for name in attributes)
    assert "{{ 7*7 }}" in page
    for character in "\x1b\x07\u202e\u2066\u200b\x9b\r":
        assert character not in page


@pytest.mark.skipif(which("chromium") is None, reason="needs chromium")
def test_a_browser_runs_the_page_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_text(hostile_page(), encoding="utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    command += ["--virtual-time-budget=3000", "--dump-dom", f"file://{path}#?v=FAIL&t=documented"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert "<title>wincancel: " in done.stdout
    assert re.search(r"<output[^>]*>1 cases</output>", done.stdout), "the page's own script did not run"
    assert "open" in dict(next(tag for tag in parsed(done.stdout).tags if tag[1].get("class") == "clause")[1])


def test_several_hundred_cases_make_a_page_of_a_few_megabytes() -> None:
    content = [value(f"value_{n}", n, [n]) for n in range(15)]
    stream = whole(*(attempt(f"CSIO-X-{n % 80}/case_{n}", content) for n in range(500)))
    page = render_report(matrix_of(("wine-8.0", stream), ("wine-10.0", stream)), REGISTER)
    assert len(page) < 8_000_000


def test_the_report_is_replaced_as_a_whole(tmp_path: Path) -> None:
    matrix = matrix_of(("wine-8.0", streams.small()))
    page = write_report(matrix, REGISTER, tmp_path / "report")
    assert page == tmp_path / "report" / "index.html"
    write_report(matrix, REGISTER, tmp_path / "report")
    assert [path.name for path in page.parent.iterdir()] == ["index.html"]


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "report").write_text("a file", encoding="ascii")
    with pytest.raises(ReportFailedError, match="cannot write the report to"):
        write_report(matrix_of(("wine-8.0", streams.small())), REGISTER, tmp_path / "report")


def test_a_full_disk_leaves_the_earlier_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = matrix_of(("wine-8.0", streams.small()))
    before = write_report(matrix, REGISTER, tmp_path).read_bytes()

    def full(_path: Path, *_arguments: object, **_options: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(ReportFailedError, match="No space left"):
        write_report(matrix, REGISTER, tmp_path)
    assert (tmp_path / "index.html").read_bytes() == before
