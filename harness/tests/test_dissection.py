"""The wire layer reads PDUs as tshark reads them, and tshark reads those that it writes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from dissection import Dissected, Reading, co_readings, dg_readings, dissect, specimens, tshark
from recordings import RECORDINGS, Chunk, client_port, read_recording, write_tcp_capture, write_udp_capture

from wincancel.layout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SEEDS = ROOT / "fixtures/fuzz/corpus"
FROM_CLIENTS = {0, 11, 14, 16, 18, 19}
REQUEST, RESPONSE, FAULT, BIND, BIND_ACK = 0, 2, 3, 11, 12
# nca_s_fault_cancel, ERROR_ACCESS_DENIED, nca_s_op_rng_error
FAULTS = {0x1C00000D, 5, 0x1C010002}


def compare(chunks: Iterable[Chunk], capture: Path) -> list[Reading]:
    """Has both read the same connections; returns what they agree on, direction by direction."""
    chunks = list(chunks)
    write_tcp_capture(capture, chunks)
    streams: defaultdict[tuple[int, bool], bytes] = defaultdict(bytes)
    for chunk in chunks:
        streams[client_port(chunk.connection), chunk.to_server] += chunk.data
    theirs: defaultdict[tuple[int, bool], list[Dissected]] = defaultdict(list)
    for pdu in tshark(capture):
        theirs[pdu.client_port, pdu.to_server].append(pdu)
    agreed = []
    for stream, data in streams.items():
        for ours, dissected in zip(dissect("co", data), theirs.pop(stream), strict=True):
            our_reading, their_reading = co_readings(ours, dissected)
            if ours["ptype"] != REQUEST:
                their_reading.pop("opnum", None)  # tshark tells it of what answers a request, too
            assert our_reading == their_reading
            agreed.append(ours)
    assert not theirs
    return agreed


def one_pdu_a_connection(pdus: Iterable[bytes]) -> list[Chunk]:
    return [Chunk(number, pdu[2] in FROM_CLIENTS, pdu) for number, pdu in enumerate(pdus)]


@pytest.mark.parametrize("recording", sorted(RECORDINGS.iterdir()), ids=lambda path: path.stem)
def test_a_recorded_exchange(recording: Path, tmp_path: Path) -> None:
    agreed = compare(read_recording(recording), tmp_path / "capture")
    assert {pdu["ptype"] for pdu in agreed} >= {REQUEST, RESPONSE, FAULT, BIND, BIND_ACK}
    assert {pdu["pfc_flags"] for pdu in agreed if pdu["ptype"] == REQUEST} >= {0, 1, 2, 3}  # fragments, and a whole one
    assert {pdu["status"] for pdu in agreed if pdu["ptype"] == FAULT} >= FAULTS


def test_every_kind_of_pdu(tmp_path: Path) -> None:
    """Those that the builders make, and the well-formed ones that are kept for the fuzz target."""
    kept = [path.read_bytes() for path in sorted(SEEDS.iterdir()) if not path.name.startswith(("dg_", "stream_"))]
    agreed = compare(one_pdu_a_connection(specimens("co") + kept), tmp_path / "capture")
    assert {pdu["ptype"] for pdu in agreed} == {0, 2, 3, *range(11, 21)}
    # What tshark does not tell apart: it has one name for the bit, whatever the PDU.
    pending = {pdu["name"] for pdu in agreed if pdu["pending_cancel"]}
    assert pending == {"request", "response", "co_cancel"}
    assert {pdu["name"] for pdu in agreed if "SUPPORT_HEADER_SIGN" in pdu["flags"]} == {"bind", "bind_ack", "auth3"}
    assert {pdu["cancel_count"] for pdu in agreed if "cancel_count" in pdu} >= {1, 2}


def test_every_kind_of_datagram(tmp_path: Path) -> None:
    kept = [path.read_bytes() for path in sorted(SEEDS.glob("dg_*"))]
    datagrams = specimens("dg") + kept
    write_udp_capture(tmp_path / "capture", datagrams)
    dissected = tshark(tmp_path / "capture")
    bodies = set()
    for datagram, theirs in zip(datagrams, dissected, strict=True):
        (ours,) = dissect("dg", datagram)
        our_reading, their_reading = dg_readings(ours, theirs)
        assert our_reading == their_reading
        bodies.add((ours["name"], ours["len"]))
    assert bodies >= {("quit", 8), ("quit", 0), ("quack", 9), ("quack", 0)}
