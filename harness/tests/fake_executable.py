"""Stands in for the executable in tests of the harness: it takes the same command line and writes a stream.

How it misbehaves is told by FAKE_BEHAVIOUR, a word and its arguments:

    good                 every case passes
    fail CASE            that case misses a documented value, twice
    skip CASE            that case lacks something
    unresolved CASE      the control of that case broke
    crash CASE           that case crashed
    hang N               nothing more after N cases
    hang-in-background N as hang, with a grandchild that holds the output open and ignores SIGTERM
    exit N CODE          ends with CODE after N cases
    end CODE             good, and ends with CODE
    kill N               kills itself after N cases
    flood                output and stream without end
    chatter              prints a lot, and behaves
    forget CASE          plans one case less than it was told
    full                 writes until the disk is full, then gives up with 3
    refuse               takes its command line as wrong usage
    slow SECONDS         good, that many seconds between the cases
    no-list              cannot list its cases
    kill-at CASE         kills itself when it comes to that case
    hang-at CASE         nothing more from that case on
    deaf                 good, and does not know of any fault
    change-before CASE   good, and lacks a capability when told to run that case alone

A subject with a fault (WINCANCEL_FAULT) behaves as the object in FAKE_FAULTS says of the fault's name, or well.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path

import streams

CASES = {
    "CSIO-RET-1/succeeds/PIPE": "shared",
    "CSIO-RET-1/succeeds/FILE": "shared",
    "CSIO-RET-2/fails": "waiting",
    "CSIO-RACE-1/storm": "exclusive",
}


def list_cases() -> None:
    """Prints the list as the executable does."""
    entries = [
        {
            "id": case,
            "clause": case.split("/")[0],
            "suite": "cancel_synchronous_io",
            "tiers": ["documented", "characterised"],
            "supports": ["cancel"],
            "needs": [],
            "class": scheduling,
            "isolated": scheduling == "exclusive",
            "budget_ms": 15000,
        }
        for case, scheduling in CASES.items()
    ]
    print(json.dumps(entries))


def records_of(case: str, repeat: int, behaviour: str) -> list[streams.Record]:
    """One case, with its second attempt where it fails; it behaves as told, or well."""
    content = [streams.value("returned", behaviour != "fail", [True]), streams.value("last_error", 995)]
    if behaviour == "skip":
        return streams.attempt(case, repeat=repeat, verdict="UNTESTED", reason="needs a console")
    if behaviour == "unresolved":
        return streams.attempt(case, content, repeat=repeat, verdict="UNRESOLVED", reason="the control broke")
    if behaviour == "crash":
        return streams.attempt(case, content, repeat=repeat, verdict="NORESULT", status="CRASH", exit_code="0x1")
    found = streams.attempt(case, content, repeat=repeat)
    if behaviour == "fail":
        found += streams.attempt(case, content, repeat=repeat, number=2)
    return found


def misbehave(behaviour: str, argument: str) -> None:
    """What is done after as many cases as the behaviour says."""
    if behaviour == "hang-in-background":
        ignoring = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
        child = subprocess.Popen([sys.executable, "-c", ignoring], start_new_session=False)
        Path(os.environ["FAKE_CHILD"]).write_text(str(child.pid), encoding="ascii")
    if behaviour.startswith("hang"):
        time.sleep(600)  # sleep-ok: a process that hangs is the subject
    if behaviour == "exit":
        os._exit(int(argument))
    if behaviour.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL)


def run(arguments: list[str]) -> int:
    """Runs the cases it is told to, in their order."""
    fault = os.environ.get("WINCANCEL_FAULT")
    told = os.environ.get("FAKE_BEHAVIOUR", "good")
    if fault:
        told = str(json.loads(os.environ.get("FAKE_FAULTS", "{}")).get(fault, "good"))
    behaviour, *rest = [*told.split(), ""]
    options = dict(zip(arguments[::2], arguments[1::2], strict=False))
    wanted = Path(options["--cases"]).read_text(encoding="utf-8").split()
    repeat = int(options.get("--repeat", "1"))
    shard, shards = (int(number) for number in options.get("--shard", "1/1").split("/"))
    wanted = [case for case in wanted if zlib.crc32(case.encode()) % shards == shard - 1]
    if behaviour == "refuse":
        print("wincancel: it is no subject", file=sys.stderr)
        return 2
    if behaviour == "forget" and rest[0] in wanted:
        wanted.remove(rest[0])
    if behaviour == "flood":
        return flood(options["--out"])
    if behaviour == "chatter":
        sys.stdout.write("chatter " * 200_000)
    options_record = {
        "jobs": 2,
        "timeout_scale": float(options.get("--timeout-scale", "1")),
        "shuffle": True,
        "data": {},
    }
    records = [streams.header(wanted, repeat, seed=int(options["--seed"]), options=options_record)]
    records[0]["plan"]["shard"] = [shard, shards]
    if "--subject" in options:
        records[0]["subject"] = {"library": options["--subject"], "functions": ["CancelSynchronousIo"]}
        records[0]["subject"] |= {"fault": fault} if fault and behaviour != "deaf" else {}
    if behaviour == "change-before" and wanted == [rest[0]]:
        records[0]["capabilities"][0]["supported"] = False
    with Path(options["--out"]).open("xb", buffering=0) as stream:
        stream.write(streams.lines(records))
        done = 0
        for number in range(1, repeat + 1):
            for case in wanted:
                if behaviour in ("hang", "hang-in-background", "exit", "kill") and done == int(rest[0]):
                    misbehave(behaviour, rest[-2])
                if behaviour in ("hang-at", "kill-at") and case == rest[0]:
                    misbehave(behaviour, "")
                found = records_of(case, number, behaviour if case == rest[0] else "good")
                records += found
                stream.write(streams.lines(found))
                done += 1
                if behaviour == "slow":
                    time.sleep(float(rest[0]))  # sleep-ok: a slow run is the subject
        if behaviour == "full":
            return fill(stream.fileno())
        stream.write(streams.lines([streams.footer(records)]))
    return int(rest[0]) if behaviour == "end" else 0


def flood(path: str) -> int:
    """Writes for ever, to the stream and to the output."""
    with Path(path).open("xb") as stream:
        while True:
            stream.write(b"x" * (1 << 20))
            sys.stdout.write("y" * (1 << 16))


def fill(descriptor: int) -> int:
    """Writes until nothing more can be written, like a runner whose stream has no room."""
    try:
        while True:
            os.write(descriptor, b'{"record":' * 1000)
    except OSError:
        print("wincancel: cannot write the stream (error 112)", file=sys.stderr)
        return 3


def main(arguments: list[str]) -> int:
    """The command line of the executable."""
    if arguments[:2] == ["list", "--json"]:
        if os.environ.get("FAKE_BEHAVIOUR") == "no-list":
            print("wincancel: this executable is not whole", file=sys.stderr)
            return 3
        list_cases()
        return 0
    return run(arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
