"""Streams for tests, made record by record: a valid one to begin with, which a test then damages."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Record = dict[str, Any]


def header(cases: Sequence[str], repeat: int = 1, **changes: Any) -> Record:
    """The header of a run of `cases` on a made-up Wine."""
    record: Record = {
        "record": "header",
        "schema": 1,
        "suite_version": "0.1.0",
        "build": "0123456789abcdef",
        "run": "a1b2c3",
        "abi": "x86_64",
        "seed": 7,
        "started": "2026-03-01T12:00:00Z",
        "plan": {"cases": list(cases), "repeat": repeat, "shard": [1, 1]},
        "options": {"jobs": 2, "timeout_scale": 1, "shuffle": True, "data": {}},
        "target": {"kind": "wine", "version": "10.0", "build": "wine-10.0", "host": "Linux 6.1", "cpus": 2},
        "subject": {"library": None, "functions": []},
        "capabilities": [{"name": "cancel", "supported": True, "evidence": "TRUE; a made-up name: absent"}],
    }
    return record | changes


def value(key: str, got: bool | int | str, allowed: Any = None, tier: str = "documented", **changes: Any) -> Record:
    """A value, without the names of its case; what is allowed and not given makes it a recorded one."""
    kind = "bool" if isinstance(got, bool) else "win32_error" if isinstance(got, int) else "text"
    met: bool | None = None
    if isinstance(allowed, list):
        met = any(got == one and type(got) is type(one) for one in allowed)
    elif allowed is not None:
        met = allowed["min"] <= got and (allowed["max"] is None or got <= allowed["max"])
    record: Record = {
        "record": "value",
        "key": key,
        "type": kind,
        "value": got,
        "comparable": True,
        "tier": tier if allowed is not None else "characterised",
        "allowed": allowed,
        "met": met,
    }
    return record | changes


def histogram(key: str, counts: dict[str, tuple[int, str]], tier: str = "documented") -> Record:
    """A race of one field: for each outcome how often it came, and its grade."""
    return {
        "record": "histogram",
        "key": key,
        "fields": ["ended"],
        "tier": tier,
        "trials": sum(count for count, _ in counts.values()),
        "outcomes": [
            {"outcome": [word], "count": count, "grade": grade, "tier": tier, "why": f"because {word}"}
            for word, (count, grade) in counts.items()
        ],
    }


def attempt(
    case: str,
    content: Iterable[Record] = (),
    *,
    repeat: int = 1,
    number: int = 1,
    verdict: str | None = None,
    reason: str | None = None,
    status: str = "OK",
    **end: Any,
) -> list[Record]:
    """All records of one attempt; its verdict follows from its values unless one is given."""
    names = {"case": case, "repeat": repeat, "attempt": number}
    content = list(content)
    tiers: dict[str, str] = {}
    for record in content:
        if record["record"] == "value" and record["met"] is not None:
            tiers[record["tier"]] = "FAIL" if not record["met"] else tiers.get(record["tier"], "PASS")
        elif record["record"] == "value":
            tiers.setdefault("characterised", "DONE")
        else:
            forbidden = any(row["count"] and row["grade"] == "FORBIDDEN" for row in record["outcomes"])
            tiers[record["tier"]] = "FAIL" if forbidden else tiers.get(record["tier"], "PASS")
    judged = {word for tier, word in tiers.items() if tier != "characterised"}
    derived = "FAIL" if "FAIL" in judged else "PASS" if judged else "DONE"
    if verdict in ("UNRESOLVED", "NORESULT"):
        tiers = {tier: verdict if word == "PASS" else word for tier, word in tiers.items()}
    ending = {"status": status, "exception": None, "exit_code": None, "duration_us": 1500, "noise": 0} | end
    return [
        {"record": "start", **names, "at_us": 1000},
        *({**record, **names} for record in content),
        {"record": "verdict", **names, "verdict": verdict or derived, "tiers": tiers, "reason": reason},
        {"record": "end", **names, **ending},
    ]


def footer(records: Sequence[Record]) -> Record:
    """The footer that agrees with `records`."""
    firsts = [record for record in records if record.get("attempt") == 1]
    plan = records[0]["plan"]
    ends = [record for record in firsts if record["record"] == "end"]
    return {
        "record": "footer",
        "planned": len(plan["cases"]) * plan["repeat"],
        "finished": len(ends),
        "verdicts": dict(Counter(record["verdict"] for record in firsts if record["record"] == "verdict")),
        "statuses": dict(Counter(record["status"] for record in ends)),
        "children": 1,
        "lower_bound_us": 1_000_000,
        "wall_us": 1_500_000,
        "bound": {"longest_wait_us": 600_000, "shared_us": 300_000, "exclusive_us": 100_000},
    }


def whole(*attempts: list[Record], repeat: int = 1, **changes: Any) -> list[Record]:
    """A complete stream of those attempts."""
    cases = list(dict.fromkeys(records[0]["case"] for records in attempts))
    records = [header(cases, repeat, **changes), *(record for records in attempts for record in records)]
    return [*records, footer(records)]


def small() -> list[Record]:
    """A valid stream with a pass, a documented failure with its second attempt, and a case that was not tried."""
    missed = [value("returned", False, [True]), value("last_error", 5)]
    return whole(
        attempt("CSIO-RET-1/succeeds/PIPE", [value("returned", True, [True]), value("last_error", 0)]),
        attempt("CSIO-RET-1/fails", missed),
        attempt("CSIO-RET-1/fails", missed, number=2),
        attempt("CSIO-TECH-1/share", verdict="UNTESTED", reason="needs --data share=PATH"),
    )


def lines(records: Iterable[Record]) -> bytes:
    """Records as they stand in a stream."""
    return b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)


def write(path: Path, records: Iterable[Record]) -> Path:
    """Writes a stream and returns its path."""
    path.write_bytes(lines(records))
    return path
