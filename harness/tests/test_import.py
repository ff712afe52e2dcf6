"""Results that come back from another machine: taken as they are, once, and never trusted."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest
import streams
from click.testing import CliRunner, Result

from wincancel import parcel
from wincancel.command_line import main

STREAM = streams.lines(streams.small())
NAME = "import-wine-10.0-x86_64"


def bring(out: Path, *files: Path, options: tuple[str, ...] = ()) -> Result:
    return CliRunner().invoke(main, ["import", *map(str, files), "--out", str(out), *options])


def kept(out: Path) -> list[str]:
    return sorted(path.name for path in out.glob("runs/*.jsonl"))


def zipped(path: Path, *members: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def everything(place: Path) -> dict[str, bytes | None]:
    return {str(path): path.read_bytes() if path.is_file() else None for path in sorted(place.rglob("*"))}


@pytest.fixture
def results(tmp_path: Path) -> Path:
    path = tmp_path / "results-1.jsonl"
    path.write_bytes(STREAM)
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_a_stream_becomes_a_run_like_any_other(results: Path, out: Path) -> None:
    done = bring(out, results)
    assert done.exit_code == 0, done.output
    (name,) = kept(out)
    assert name.startswith(NAME)
    assert (out / "runs" / name).read_bytes() == STREAM
    shown = CliRunner().invoke(main, ["show", "CSIO-RET-1/fails", NAME, "--out", str(out)])
    assert shown.exit_code == 0, shown.output


def test_its_target_can_be_named(results: Path, out: Path) -> None:
    assert bring(out, results, options=("--target", "windows-11")).exit_code == 0
    assert kept(out)[0].startswith("windows-11-")


def test_a_name_that_leads_elsewhere_is_wrong_usage(results: Path, out: Path) -> None:
    assert bring(out, results, options=("--target", "../windows")).exit_code == 2
    assert not out.exists()


def test_a_zip_may_hold_several_runs_and_other_files(tmp_path: Path, out: Path) -> None:
    other = streams.lines(streams.small()[:-1])
    path = zipped(
        tmp_path / "back.zip",
        ("wincancel/results-1.jsonl", STREAM),
        ("wincancel/results-2.jsonl", other),
        ("wincancel/run.cmd", b"@echo off\r\n"),
    )
    done = bring(out, path)
    assert done.exit_code == 3, done.output
    assert "no footer" in done.output
    assert [name.endswith(".incomplete.jsonl") for name in kept(out)].count(True) == 1
    assert len(kept(out)) == 2


def test_the_same_run_twice_is_one_run(results: Path, tmp_path: Path, out: Path) -> None:
    assert bring(out, results).exit_code == 0
    again = bring(out, zipped(tmp_path / "back.zip", ("r.jsonl", STREAM)))
    assert again.exit_code == 0
    assert "was there before" in again.output
    assert len(kept(out)) == 1


def test_what_is_no_stream_is_not_kept(tmp_path: Path, out: Path) -> None:
    for number, content in enumerate((b"", b"MZ\x90\x00", b'{"record": "header", "schema": 2}\n', STREAM[:100])):
        path = tmp_path / f"{number}.jsonl"
        path.write_bytes(content)
        done = bring(out, path)
        assert done.exit_code == 3, content
        assert done.output.startswith("wincancel: "), done.output
        assert len(done.output.splitlines()) == 1
    assert kept(out) == []


def test_a_truncated_stream_is_kept_as_incomplete(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "torn.jsonl"
    path.write_bytes(STREAM[:-40])
    assert bring(out, path).exit_code == 3
    assert kept(out)[0].endswith(".incomplete.jsonl")


@pytest.mark.parametrize(
    "name", ["../../evil.jsonl", "/etc/evil.jsonl", "C:\\evil.jsonl", "..\\evil.jsonl", "\\\\host\\share\\evil.jsonl"]
)
def test_a_path_that_leads_out_of_the_zip_refuses_it_whole(tmp_path: Path, out: Path, name: str) -> None:
    path = zipped(tmp_path / "back.zip", ("good.jsonl", STREAM), (name, STREAM))
    before = everything(tmp_path)
    done = bring(out, path)
    assert done.exit_code == 3
    assert "nothing of it is taken" in done.output
    assert everything(tmp_path) == before


def test_a_symbolic_link_refuses_the_zip(tmp_path: Path, out: Path) -> None:
    link = zipfile.ZipInfo("results.jsonl")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    done = bring(out, zipped(tmp_path / "back.zip", (link, b"/etc/passwd")))
    assert done.exit_code == 3
    assert "not a plain file" in done.output
    assert kept(out) == []


def test_nothing_outside_of_out_is_touched(results: Path, tmp_path: Path, out: Path) -> None:
    before = everything(tmp_path)
    bring(out, results, zipped(tmp_path / "back.zip", ("a.jsonl", STREAM)))
    (tmp_path / "back.zip").unlink()
    assert {path: content for path, content in everything(tmp_path).items() if not path.startswith(str(out))} == before


def test_the_size_that_a_zip_tells_is_not_believed(tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcel, "MAX_STREAM_BYTES", 1 << 20)
    path = zipped(tmp_path / "bomb.zip", ("results.jsonl", STREAM + b" " * (3 << 20)))
    content = path.read_bytes()
    size = (len(STREAM) + (3 << 20)).to_bytes(4, "little")
    path.write_bytes(content.replace(size, (1000).to_bytes(4, "little")))  # in both places where it stands
    assert bring(out, path).exit_code == 3
    assert kept(out) == []


def test_more_files_than_a_bundle_has_are_not_even_listed(tmp_path: Path, out: Path) -> None:
    path = zipped(tmp_path / "many.zip", *((f"{number}.jsonl", b"") for number in range(parcel.MAX_MEMBERS + 1)))
    done = bring(out, path)
    assert done.exit_code == 3
    assert "no bundle of ours" in done.output
