"""Recorded exchanges between clients and servers (fixtures/recordings), and captures that other programs can read."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wincancel.layout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RECORDINGS = ROOT / "fixtures/recordings"
SERVER_PORT = 49152
_SEGMENT_BYTES = 1448
_LINKTYPE_RAW = 101  # packets begin with the IP header
_TCP, _UDP = 6, 17


@dataclass(frozen=True)
class Chunk:
    """What was read at once on one connection."""

    connection: int
    to_server: bool
    data: bytes


def read_recording(path: Path) -> list[Chunk]:
    """The chunks of a recording, in its order; how the sides closed is left out."""
    chunks = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        connection, direction, data = line.split(" ")
        if data != "end":
            chunks.append(Chunk(int(connection), {">": True, "<": False}[direction], bytes.fromhex(data)))
    return chunks


def write_tcp_capture(path: Path, chunks: Iterable[Chunk]) -> None:
    """A capture in which every connection has a client port of its own, and no packet is longer than on Ethernet."""
    sent: dict[tuple[int, bool], int] = {}
    packets = []
    for chunk in chunks:
        for start in range(0, len(chunk.data), _SEGMENT_BYTES):
            segment = chunk.data[start : start + _SEGMENT_BYTES]
            own = sent.get((chunk.connection, chunk.to_server), 1)
            other = sent.get((chunk.connection, not chunk.to_server), 1)
            sent[chunk.connection, chunk.to_server] = own + len(segment)
            ports = _ports(chunk.connection, chunk.to_server)
            header = struct.pack("!HHIIHHHH", *ports, own, other, 5 << 12 | 0x18, 0xFFFF, 0, 0)
            packets.append(_ip_packet(_TCP, header + segment))
    _write_capture(path, packets)


def write_udp_capture(path: Path, datagrams: Iterable[bytes]) -> None:
    """A capture of datagrams to a server, each from a port of its own."""
    packets = []
    for number, datagram in enumerate(datagrams):
        header = struct.pack("!HHHH", *_ports(number, True), 8 + len(datagram), 0)
        packets.append(_ip_packet(_UDP, header + datagram))
    _write_capture(path, packets)


def client_port(connection: int) -> int:
    """The port of the client's side of a connection, below that of any server."""
    return 1024 + connection


def _ports(connection: int, to_server: bool) -> tuple[int, int]:
    client = client_port(connection)
    return (client, SERVER_PORT) if to_server else (SERVER_PORT, client)


def _ip_packet(protocol: int, payload: bytes) -> bytes:
    loopback = bytes((127, 0, 0, 1))
    return struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(payload), 0, 0, 64, protocol, 0) + 2 * loopback + payload


def _write_capture(path: Path, packets: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 0xFFFF, _LINKTYPE_RAW))
        for number, packet in enumerate(packets):
            file.write(struct.pack("<IIII", number, 0, len(packet), len(packet)) + packet)
