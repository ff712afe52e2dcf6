"""The data model of targets: what may be written, and what a wrong name or file is answered."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from target_files import target_file

from wincancel import host_wine, targets
from wincancel.command_line import main

if TYPE_CHECKING:
    from pathlib import Path

OWN = target_file("wine-host")


def test_the_shipped_targets_are_wines_of_two_word_sizes_and_winprs() -> None:
    known = targets.load()
    assert list(known) == [
        *("wine-5.0", "wine-5.0-i686", "wine-8.0", "wine-8.0-i686", "wine-10.0", "wine-10.0-i686"),
        *("wine-sid", "wine-sid-i686", "wine", "reference"),
        *("winpr-2.3", "winpr-2.11", "winpr-3.10", "winpr-3.15", "winpr-3.32"),
    ]
    assert {target.abi for target in known.values()} == {"x86_64", "i686", "winpr"}
    assert all(target.name == name for name, target in known.items())


def test_without_names_the_default_ones_are_selected() -> None:
    assert [target.name for target in targets.select([])] == ["wine-8.0", "wine-10.0"]


def test_names_select_once_and_in_their_order() -> None:
    chosen = targets.select(["wine-10.0", "wine-8.0", "wine-10.0"])
    assert [target.name for target in chosen] == ["wine-10.0", "wine-8.0"]


def test_all_selects_every_target() -> None:
    assert targets.select(["all"]) == list(targets.load().values())


def test_all_leaves_out_this_machines_wine_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_wine, "_loaders", list)
    users = [tmp_path / "mine.toml", tmp_path / "promised.toml"]
    users[0].write_text(target_file("subject", 'on = "wine", library = "/mine.dll"'))
    users[1].write_text(target_file("wine-build", 'path = "/nowhere"', name="promised"))
    chosen, lacking = targets.to_be_had(["all"], users)
    assert list(lacking) == ["wine", "mine"]
    assert all("this machine has no 64-bit Wine" in why for why in lacking.values())
    assert [target.name for target in chosen] == [name for name in targets.load(users) if name not in lacking]


@pytest.mark.parametrize("names", [["wine"], ["all", "wine"], ["wine", "all"]])
def test_what_is_named_by_itself_is_never_left_out(names: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_wine, "_loaders", list)
    chosen, lacking = targets.to_be_had(names, [])
    assert lacking == {}
    assert targets.load([])["wine"] in chosen


def test_a_wine_that_is_there_and_broken_is_not_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_wine, "_loaders", lambda: [tmp_path / "wine64"])
    assert targets.to_be_had(["all"], [])[1] == {}


def test_an_unknown_name_is_answered_with_the_close_ones() -> None:
    with pytest.raises(targets.UnknownTarget, match=r"^there is no target 'wine-8'; did you mean wine-8\.0"):
        targets.select(["wine-8"])


def test_a_name_like_no_other_is_answered_with_all_there_are() -> None:
    with pytest.raises(targets.UnknownTarget, match=r"there are: wine-5\.0, "):
        targets.select(["zzz"])


def test_a_users_file_adds_targets(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN)
    assert [target.title for target in targets.select(["mine", "wine"], [path])] == [
        "Mine",
        targets.load()["wine"].title,
    ]


def test_a_users_target_takes_the_place_of_one_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN.replace('"mine"', '"wine-8.0"'))
    known = targets.load([path])
    assert (known["wine-8.0"].title, known["wine-8.0"].kind) == ("Mine", "wine-host")
    assert list(known) == list(targets.load([]))


def test_the_users_own_file_is_read_and_then_the_one_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("WINCANCEL_TARGETS", raising=False)
    assert targets.users_files() == []
    own, given = tmp_path / "wincancel/targets.toml", tmp_path / "given.toml"
    own.parent.mkdir()
    own.write_text(OWN)
    given.write_text(OWN.replace('"Mine"', '"Given"'))
    assert targets.load()["mine"].title == "Mine"
    monkeypatch.setenv("WINCANCEL_TARGETS", str(given))
    assert targets.load()["mine"].title == "Given"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("schema = 1\nname = ", "Invalid value"),
        (OWN.replace("schema = 1", "schema = 2"), "schema is not 1"),
        (OWN.replace("schema = 1", ""), "schema is not 1"),
        ("schema = 1\ntarget = 3", "written as"),
        (OWN.replace('name = "mine"', ""), "no name"),
        (OWN.replace('"Mine"', '""'), "no title"),
        (OWN.replace('"mine"', '"../mine"'), "cannot be a target's name"),
        (OWN.replace('"mine"', '"all"'), "cannot be a target's name"),
        (OWN.replace('"mine"', '"import-mine"'), "cannot be a target's name"),
        (OWN + OWN.removeprefix("\nschema = 1"), "two targets called mine"),
        (OWN.replace("[[target]]", "[[targets]]"), "unknown targets; targets are written as [[target]]"),
        (OWN.replace("wine-host", "vms"), "no kind 'vms'; there are: wine-debian, wine-host, wine-build"),
        (OWN.replace("x86_64", "vax"), "abi is one of"),
        (OWN + "speed = 3", "unknown speed"),
        (OWN + "settings = 3", "settings are a table"),
        (OWN + 'settings = { suite = "sid" }', "suite = 'sid' has no meaning"),
        (
            OWN.replace("wine-host", "wine-debian") + 'settings = { suite = "sid" }',
            "needs the setting architecture, a text",
        ),
        (
            OWN.replace("wine-host", "wine-debian")
            + 'settings = { suite = "x", architecture = "amd64", wine = "8", expired_index = "yes" }',
            "expired_index = 'yes' has no meaning",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_fault(tmp_path: Path, content: str, fault: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(content)
    with pytest.raises(targets.BadTargetsFile) as refused:
        targets.load([path])
    assert str(path) in str(refused.value)
    assert fault in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(targets.BadTargetsFile, match="No such file"):
        targets.load([tmp_path / "none.toml"])


def test_a_file_is_named_on_the_command_line_for_one_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WINCANCEL_TARGETS", raising=False)
    path = tmp_path / "mine.toml"
    path.write_text(OWN.replace("wine-host", "vms"))
    result = CliRunner().invoke(main, ["--targets", str(path), "targets"])
    assert (result.exit_code, result.stdout) == (3, "")
    assert f"{path}: mine: there is no kind 'vms'" in result.stderr
    assert "WINCANCEL_TARGETS" not in os.environ
