"""Compiled checks of single records against the published schema.

The schema is compiled once into a function per kind of record: validating a record then costs some ten microseconds,
so a run of 15,000 records is checked while it goes on.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import fastjsonschema

from .layout import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

RECORDS = ("header", "start", "value", "histogram", "verdict", "end", "footer")
SCHEMA_VERSION = 1


def schema_path(version: int = SCHEMA_VERSION) -> Path:
    """Where the schema of a version of the stream lies."""
    return SCHEMAS / f"stream-{version}.schema.json"


def _for_compiler(node: Any) -> Any:
    """The same schema in the older spelling that the compiler reads: `prefixItems` was called `items`."""
    if isinstance(node, dict):
        return {("items" if key == "prefixItems" else key): _for_compiler(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_for_compiler(value) for value in node]
    return node


@cache
def _validators() -> Mapping[str, Callable[[Any], Any]]:
    schema = _for_compiler(json.loads(schema_path().read_text(encoding="utf-8")))
    definitions = schema["$defs"]
    dialect = "http://json-schema.org/draft-07/schema#"
    return {
        name: fastjsonschema.compile(
            {"$schema": dialect, "$ref": f"#/$defs/{name}", "$defs": definitions}, use_default=False
        )
        for name in RECORDS
    }


def schema_violation(record: object) -> str | None:
    """Says in one short line how `record` breaks the schema, or None where it does not."""
    if not isinstance(record, dict):
        return "not a record (a JSON object)"
    kind = record.get("record")
    validate = _validators().get(kind) if isinstance(kind, str) else None
    if validate is None:
        return f"unknown kind of record {str(kind)[:40]!r}"
    try:
        validate(record)
    except fastjsonschema.JsonSchemaException as error:
        return f"{kind} record: {str(error).removeprefix('data.').removeprefix('data ')[:200]}"
    return None
