"""A file of expectations: each fault is refused with file, entry and fault, in one line and with exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from gates import FILE, FLAKY, KNOWN, Place, usual

from wincancel.expectations import BadExpectationsError, load, parse, shipped_path
from wincancel.layout import EXPECTATIONS


def file_with(*entries: str) -> str:
    return FILE.format(entries="\n".join(entries))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("schema = 1\nfamily =", "Invalid value"),
        ("schema = 2\nfamily = 'wine'\n[cases]\n", "schema must be same as const definition: 1"),
        ("schema = 1\nfamily = 'wine'\n", "the file must contain ['cases'] properties"),
        (file_with().replace("wine", "vine"), "family must be one of"),
        (file_with("[[expected]]\n"), "must not contain {'expected'} properties"),
        (file_with(KNOWN.replace("reason", "because")), "entry 1 (CSIO-RET-2/fails): must not contain {'because'}"),
        (file_with(KNOWN.split("reason")[0]), "entry 1 (CSIO-RET-2/fails): has neither a reason nor a bug link"),
        (file_with(KNOWN.replace("answers that nothing was found", " ")), "has neither a reason nor a bug link"),
        (file_with(KNOWN.replace('"known"', '"wontfix"')), "class must be one of ['known', 'flaky', 'ceiling']"),
        (file_with(KNOWN.replace('"FAIL"', '"XFAIL"')), "outcomes[0].verdict must be one of"),
        (file_with(KNOWN.replace("1168", "1.5")), "entry 1 (CSIO-RET-2/fails): outcomes[0].failed.last_error"),
        (file_with(KNOWN.replace('[{ verdict = "FAIL", failed = { last_error = 1168 } }]', "[]")), "at least 1 items"),
        (file_with(KNOWN.replace('"FAIL", failed = { last_error = 1168 }', '"PASS"')), "nothing but a pass"),
        (file_with(KNOWN + 'rate = "1/5"\n'), "a flaky entry, and no other, has a rate"),
        (file_with(FLAKY.replace('rate = "1/5"', "")), "a flaky entry, and no other, has a rate"),
        (file_with(FLAKY.replace("1/5", "5/5")), "rate \"5/5\" is not".replace('"5/5"', "'5/5'")),
        (file_with(FLAKY.replace("1/5", "20%")), "rate '20%' is not such as"),
        (file_with(KNOWN + 'when = { version = "about 8" }\n'), "'about 8' is no comparison of versions"),
        (file_with(KNOWN + 'when = { target = "wine-8.0" }\n'), "entry 1 (CSIO-RET-2/fails): when"),
        (file_with(KNOWN + "when = {}\n"), "entry 1 (CSIO-RET-2/fails): when"),
        (file_with(KNOWN.replace("/fails", "/fail")), "CSIO-RET-2/fail is none of the cases in [cases]"),
        (file_with("[[recorded]]" + file_with().split("[[recorded]]")[1].split("[cases]")[0]), "is recorded twice"),
        (file_with(KNOWN, FLAKY), "entry 2 (CSIO-RET-2/fails): CSIO-RET-2/fails on 10.0 x86_64 is in entry 1 too"),
        (file_with(KNOWN, FLAKY.replace("2/fails", "*")), "entry 2 (CSIO-RET-*): CSIO-RET-2/fails on 10.0 x86_64"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_entry(tmp_path: Path, text: str, says: str) -> None:
    place = Place(tmp_path)
    place.file.write_text(text, encoding="utf-8")
    result = place.gate(place.run(usual()))
    assert result.exit_code == 2, result.output
    assert result.output.startswith(f"wincancel: {place.file}: ")
    assert says in result.output
    assert len(result.output.splitlines()) == 1


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    place = Place(tmp_path)
    assert "No such file or directory" in place.gate(place.run(usual())).output
    place.file.write_bytes(b"\xff\xfe")
    assert place.gate(place.run(usual())).exit_code == 2


def test_a_family_of_which_nothing_is_expected_is_wrong_usage(tmp_path: Path) -> None:
    place = Place(tmp_path)
    target = {"kind": "reactos", "version": "0.4.15", "build": "r", "host": "", "cpus": 2}
    result = place.gate(place.run(usual(target=target)), file=False)
    assert (result.exit_code, "nothing is expected of reactos yet" in result.output) == (2, True)


def test_two_entries_for_different_versions_do_not_meet() -> None:
    old = KNOWN + 'when = [{ version = "< 9.0" }, { abi = ["i686"] }]\n'
    assert len(parse(file_with(old, FLAKY), Path("wine.toml")).entries) == 2


@pytest.mark.parametrize("path", sorted(EXPECTATIONS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_file_is_well_formed(path: Path) -> None:
    assert shipped_path(load(path).family) == path


def test_a_faulty_text_is_refused_by_name() -> None:
    with pytest.raises(BadExpectationsError, match=r"^mine\.toml: "):
        parse("nonsense", Path("mine.toml"))
