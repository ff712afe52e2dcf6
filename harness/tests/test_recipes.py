"""The recipes for other people's CI: their form is as published, and every command in them is one that we take."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import jsonschema  # type: ignore[import-untyped]  # the library has no types
import pytest
from check_jsonschema.builtin_schemas import get_builtin_schema  # type: ignore[import-untyped]  # likewise
from ruamel.yaml import YAML

from wincancel.command_line import main
from wincancel.layout import ROOT

RECIPES = sorted((ROOT / "ci/recipes").iterdir())
NIGHTLY = ROOT / "ci/nightly.sh"
SCRIPTS = [*(path for path in RECIPES if path.suffix == ".sh"), NIGHTLY, ROOT / "ci/bisect_wine.sh", ROOT / "wincancel"]
SCHEMAS = {"github-actions.yml": "vendor.github-workflows", "gitlab-ci.yml": "vendor.gitlab-ci"}
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]


def commands(path: Path) -> Iterator[list[str]]:
    """What follows `./wincancel` in each line of a file that calls it; what the CI or the shell fills in is a word."""
    for line in path.read_text(encoding="utf-8").splitlines():
        match = re.match(r"\s*(?:- |run: |- run: |exec |    )*\./wincancel +([a-z].*)", line)
        if match:
            text = re.sub(r"\$\{\{.*?\}\}", "1", match[1])
            # What stands behind it: a redirection, another command, or, in a table of examples, what it does.
            words = shlex.split(re.split(r"\s(?:>|>>|\||#|\|\|)\s?|\s{2,}", text)[0])
            yield [{"$TARGET": "wine-8.0", "$SHARD": "1/2"}.get(word, word) for word in words]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_form_is_as_published(name: str) -> None:
    content: Any = YAML(typ="safe").load((ROOT / "ci/recipes" / name).read_text(encoding="utf-8"))
    jsonschema.validate(content, get_builtin_schema(SCHEMAS[name]))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_clean(path: Path) -> None:
    subprocess.run(["sh", "-n", str(path)], check=True)
    checker = Path(sys.executable).with_name("shellcheck")
    done = subprocess.run([str(checker), "--shell=sh", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", [*RECIPES, NIGHTLY, *PAGES], ids=lambda path: path.name)
def test_every_command_is_one_that_we_take(path: Path) -> None:
    for words in commands(path):
        name, *arguments = words
        assert name in main.commands, words
        try:
            main.commands[name].make_context(name, [word for word in arguments if word != "..."])
        except click.exceptions.Exit:
            pass
        except click.UsageError as error:
            # A file of the example is not on this machine; all else is a fault of the text.
            assert "does not exist" in str(error), (words, str(error))


def test_the_recipes_call_us() -> None:
    assert all(list(commands(path)) for path in RECIPES)
