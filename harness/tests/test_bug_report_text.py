"""The Markdown of a bug report: inert whatever a target says, with the right source, and sound on a real run."""

from __future__ import annotations

import re

import pytest
from findings import filters
from markdown_it import MarkdownIt
from real_target import RealTarget
from streams import attempt, histogram, value, whole
from test_matrix import HOSTILE, REGISTER, matrix_of

from wincancel.c_source import code_of, read_source
from wincancel.clauses import load_registers
from wincancel.finding_page import bug_report
from wincancel.findings import find
from wincancel.layout import SUITES
from wincancel.markdown import code, fenced, prose, table
from wincancel.matrix import build_matrix
from wincancel.reproduction import excerpt_of

ATTACKS = (
    "`` ` ``` ```` |||| \\| \\",
    "</code><script>alert(1)</script>",
    "\n\n# heading\n\n```\n",
    "[link](javascript:x) ![image](http://example.invalid/x) @everyone #12 <!-- ",
    "|---|---|\r\n| a | b |",
    HOSTILE,
    "",
    "   ",
)


def rendered(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_stays_one_cell_one_span_one_block(attack: str) -> None:
    page = rendered(table(("a", "b"), [(code(attack), prose(attack))]))
    assert page.count("<td>") == 2
    for text in (page, rendered(prose(attack)), rendered(fenced(attack))):
        assert not re.search(r"<(script|a|img|h1|!--)", text)
    assert rendered(fenced(attack)).count("<pre>") == 1


def test_a_hostile_run_makes_a_report_of_the_same_shape() -> None:
    everything = " ".join(ATTACKS)

    def page(text: str) -> str:
        race = histogram("storm", {text: (1, "FORBIDDEN")})
        content = [value("key", text, ["fine"], name=text), value("other", text), race]
        target = {"kind": "wine", "version": text, "build": text, "host": text, "cpus": 1}
        stream = whole(
            attempt("CSIO-RET-1/case", content, reason=text),
            target=target,
            subject={"library": text, "functions": [text]},
            capabilities=[{"name": "CancelSynchronousIo", "supported": True, "evidence": text}],
        )
        (finding,) = find(matrix_of((text, stream)))
        return bug_report(finding, REGISTER)

    tags = [re.findall(r"</?(?!code)\w+", rendered(page(text))) for text in ("harmless", everything)]
    assert tags[0] == tags[1]
    for character in "\x1b\x07\u202e\u2066\u200b\x9b\r":
        assert character not in page(everything)


def test_every_test_of_the_suites_is_found_with_its_body() -> None:
    tests = [
        (path, one)
        for path in sorted(SUITES.glob("*/*.c"))
        for one in read_source(path).definitions
        if one.is_test
    ]  # fmt: skip
    assert len(tests) == sum(
        len(re.findall(r"^TEST\(", path.read_text(encoding="utf-8"), re.MULTILINE)) for path in SUITES.glob("*/*.c")
    )
    for path, test in tests:
        (body,) = test.names
        clause = re.search(r'\.clause = "([^"]+)"', test.text + path.read_text(encoding="utf-8"))
        assert clause is not None
        excerpt = excerpt_of(f"{clause[1]}/{body}")
        assert excerpt is not None, f"{path}: {body}"
        text = "\n".join(part.text for part in excerpt.parts)
        assert re.search(rf"^static void {body}\(struct test_case \*t\)$", text, re.MULTILINE), f"{path}: {body}"
        blank = code_of(text)
        assert blank.count("{") == blank.count("}")


def test_a_case_is_shown_with_its_row_and_how_its_operation_is_set_up() -> None:
    excerpt = excerpt_of("CSIO-ACCESS-2/is_refused/ALL_BUT_TERMINATE")
    assert excerpt is not None
    text = "\n".join(part.text for part in excerpt.parts)
    assert '{ "ALL_BUT_TERMINATE", THREAD_ALL_ACCESS & ~THREAD_TERMINATE },' in text
    assert "call_cancel_synchronous_io(t, thread)" in text
    assert "static void prepare_anonymous(" in text
    for part in excerpt.parts:
        path, _, line = part.place.rpartition(":")
        lines = (SUITES.parent / path).read_text(encoding="utf-8").splitlines()
        assert lines[int(line) - 1] == part.text.splitlines()[0]


@pytest.mark.parametrize("case", ["CSIO-GONE-1/case", "CSIO-ACCESS-2/no_such_test", "../../etc/passwd"])
def test_a_case_that_no_source_declares_has_no_excerpt(case: str) -> None:
    assert excerpt_of(case) is None


def test_two_real_runs_make_a_report_to_paste(wine_8: RealTarget, wine_10: RealTarget) -> None:
    cases = filters(["CSIO-CIOEX-NF-1/nothing_ever_issued"])
    runs = [("wine-8.0", wine_8.run(*cases).valid_run), ("wine-10.0", wine_10.run(*cases).valid_run)]
    register = load_registers()
    (finding,) = find(build_matrix(runs, register))
    text = bug_report(finding, register)
    for part in (
        "CancelIoEx with nothing to cancel returns zero",
        "| `cancel_io_ex.returned` | `false` | `true` | `false` |",
        "wine: 8.0 only, of those run: 8.0, 10.0",
        "wine wincancel-x86_64.exe run --filter CSIO-CIOEX-NF-1/nothing_ever_issued",
        "The same cases pass on `wine-10.0`.",
        "static void nothing_ever_issued(struct test_case *t)",
    ):
        assert part in text, part
