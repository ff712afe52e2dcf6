"""Targets: the implementations the suite can run on, as `targets.toml` and a user's own file describe them."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from .adapters import KINDS, PLACES, absent
from .target import IMPORTED, NAME, Target, TargetUnavailable

__all__ = [
    "BadTargetsFile",
    "Target",
    "TargetUnavailable",
    "UnknownTarget",
    "load",
    "select",
    "to_be_had",
    "users_files",
]

SCHEMA = 1
DEFAULT_NAMES = ("wine-8.0", "wine-10.0")

_SHIPPED = Path(__file__).with_name("targets.toml")
_WORDS: Mapping[type, str] = {str: "a text", bool: "true or false", int: "a number", list: "a list"}


class UnknownTarget(ValueError):  # noqa: N818  # said to the user, by this name
    """A name that no target has; the message lists the names that are close."""


class BadTargetsFile(ValueError):  # noqa: N818  # said to the user, by this name
    """A targets file that cannot be used; the message names file and fault."""


def users_files() -> list[Path]:
    """The files that add to the shipped targets: the user's own, if it is there, and the one of `$WINCANCEL_TARGETS`.

    The first is `wincancel/targets.toml` in the user's directory for settings.
    """
    base = os.environ.get("XDG_CONFIG_HOME")
    own = (Path(base) if base else Path.home() / ".config") / "wincancel/targets.toml"
    given = os.environ.get("WINCANCEL_TARGETS")
    return [path for path in [own] if path.exists()] + ([Path(given)] if given else [])


def load(extra: Sequence[Path] | None = None) -> dict[str, Target]:
    """All targets by name: the project's own, and those of the files `extra`; default: the user's.

    A target of a later file takes the place of one with the same name. Raises BadTargetsFile where a file cannot be
    read, is not as it should be, or has a name twice.
    """
    found: dict[str, Target] = {}
    for path in [_SHIPPED, *(users_files() if extra is None else extra)]:
        found.update(_read(path))
    return {name: _on_its_base(target, found) for name, target in found.items()}


def _on_its_base(target: Target, known: Mapping[str, Target]) -> Target:
    """The target with the one that its setting `on` names, if it has such a setting."""
    if "on" not in target.settings:
        return target
    base = known.get(target.setting("on"))
    if base is None:
        raise BadTargetsFile(f"{target.name}: on: {_no_such(target.setting('on'), list(known))}")
    if "on" in base.settings:
        raise BadTargetsFile(f"{target.name}: on: {base.name} stands on another target itself")
    if base.abi != target.abi:
        raise BadTargetsFile(f"{target.name}: on: {base.name} is for {base.abi}, not for {target.abi}")
    return replace(target, base=base)


def select(names: Sequence[str], extra: Sequence[Path] | None = None) -> list[Target]:
    """The targets called `names`, each once, in the order given; the default ones if there are no names.

    The name `all` stands for every target, and wine:DIRECTORY for the Wine that is there. Raises UnknownTarget, and
    BadTargetsFile as `load`.
    """
    known = load(extra)
    chosen: dict[str, Target] = {}
    for name in names or DEFAULT_NAMES:
        place, sign, rest = name.partition(":")
        if name == "all":
            chosen.update(known)
        elif name in known:
            chosen[name] = known[name]
        elif sign and place in PLACES:
            try:
                chosen.update({target.name: target for target in PLACES[place](rest)})
            except ValueError as error:
                raise UnknownTarget(f"{name}: {error}") from error
        else:
            raise UnknownTarget(_no_such(name, list(known)))
    return list(chosen.values())


def to_be_had(names: Sequence[str], extra: Sequence[Path] | None = None) -> tuple[list[Target], dict[str, str]]:
    """The targets called `names` as `select` gives them, but for those this machine lacks; and why it does, by name.

    Only what `all` brings in can be lacking: what is named by itself is to be there. Raises as `select`.
    """
    chosen = select(names, extra)
    lacking = {target.name: why for target in chosen if target.name not in names and (why := absent(target))}
    return [target for target in chosen if target.name not in lacking], lacking


def _no_such(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(close)}?" if close else f"there are: {', '.join(known)}"
    return f"there is no target {name!r}; {hint}"


def _read(path: Path) -> dict[str, Target]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadTargetsFile(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    if content.get("schema") != SCHEMA:
        raise BadTargetsFile(f"{path}: schema is not {SCHEMA}")
    unknown = set(content) - {"schema", "target"}
    if unknown:
        raise BadTargetsFile(f"{path}: unknown {', '.join(sorted(unknown))}; targets are written as [[target]]")
    tables = content.get("target", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise BadTargetsFile(f"{path}: targets are written as [[target]]")
    found: dict[str, Target] = {}
    for table in tables:
        target = _target(path, table)
        if target.name in found:
            raise BadTargetsFile(f"{path}: there are two targets called {target.name}")
        found[target.name] = target
    return found


def _target(path: Path, table: Mapping[str, object]) -> Target:
    fields = {}
    for key in ("name", "kind", "abi", "title"):
        value = table.get(key)
        if not isinstance(value, str) or not value:
            raise BadTargetsFile(f"{path}: a target has no {key}")
        fields[key] = value
    name, kind = fields["name"], fields["kind"]
    if not NAME.fullmatch(name) or name == "all" or name.startswith(IMPORTED):
        raise BadTargetsFile(f"{path}: {name!r} cannot be a target's name")
    if kind not in KINDS:
        raise BadTargetsFile(f"{path}: {name}: there is no kind {kind!r}; there are: {', '.join(KINDS)}")
    abis = KINDS[kind].ABIS
    if fields["abi"] not in abis:
        raise BadTargetsFile(f"{path}: {name}: abi is one of {', '.join(abis)}")
    unknown = set(table) - {*fields, "settings"}
    if unknown:
        raise BadTargetsFile(f"{path}: {name}: unknown {', '.join(sorted(unknown))}")
    settings = _settings(path, name, kind, table.get("settings", {}))
    return Target(name, kind, fields["abi"], fields["title"], settings)


def _settings(path: Path, name: str, kind: str, given: object) -> Mapping[str, object]:
    if not isinstance(given, dict):
        raise BadTargetsFile(f"{path}: {name}: settings are a table")
    required, optional = KINDS[kind].REQUIRED, KINDS[kind].OPTIONAL
    for key, needed in required.items():
        if type(given.get(key)) is not needed:
            raise BadTargetsFile(f"{path}: {name}: a {kind} target needs the setting {key}, {_WORDS[needed]}")
    for key, value in given.items():
        if key not in required and type(value) is not optional.get(key):
            raise BadTargetsFile(f"{path}: {name}: the setting {key} = {value!r} has no meaning for {kind}")
    return MappingProxyType(given)
