"""Targets files, as a user writes them."""

from __future__ import annotations


def target_file(kind: str, settings: str = "", name: str = "mine") -> str:
    """A file with one target."""
    return f"""
schema = 1
[[target]]
name = "{name}"
title = "{name.capitalize()}"
kind = "{kind}"
abi = "x86_64"
""" + (f"settings = {{ {settings} }}\n" if settings else "")
