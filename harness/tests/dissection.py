"""What two programs read out of the same PDUs: ours, and tshark, which nobody here had a hand in."""

from __future__ import annotations

import json
import subprocess
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from recordings import SERVER_PORT

from wincancel.build import build_native
from wincancel.layout import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SECONDS = 60
NEGOTIATE_ACK = 3

# tshark's fields, by our names of them; one number each.
CO_FIELDS = {
    "ptype": "dcerpc.pkt_type",
    "pfc_flags": "dcerpc.cn_flags",
    "frag_length": "dcerpc.cn_frag_len",
    "auth_length": "dcerpc.cn_auth_len",
    "call_id": "dcerpc.cn_call_id",
    "alloc_hint": "dcerpc.cn_alloc_hint",
    "cancel_count": "dcerpc.cn_cancel_count",
    "status": "dcerpc.cn_status",
    "max_xmit_frag": "dcerpc.cn_max_xmit",
    "max_recv_frag": "dcerpc.cn_max_recv",
    "assoc_group_id": "dcerpc.cn_assoc_group",
    "sec_addr_length": "dcerpc.cn_sec_addr_len",
    "provider_reject_reason": "dcerpc.cn_reject_reason",
    "rts_flags": "dcerpc.cn_rts_flags",
    "opnum": "dcerpc.opnum",
}
DG_FIELDS = {
    "ptype": "dcerpc.pkt_type",
    "flags1": "dcerpc.dg_flags1",
    "flags2": "dcerpc.dg_flags2",
    "serial_hi": "dcerpc.dg_serial_hi",
    "serial_lo": "dcerpc.dg_serial_lo",
    "if_vers": "dcerpc.dg_if_ver",
    "seqnum": "dcerpc.dg_seqnum",
    "opnum": "dcerpc.opnum",
    "ihint": "dcerpc.dg_ihint",
    "ahint": "dcerpc.dg_ahint",
    "len": "dcerpc.dg_frag_len",
    "fragnum": "dcerpc.dg_frag_num",
    "vers": "dcerpc.dg_cancel_vers",
    "cancel_id": "dcerpc.dg_cancel_id",
    "server_is_accepting": "dcerpc.server_accepting_cancels",
}

Reading = dict[str, Any]


def program(name: str) -> Path:
    """A program of the native build."""
    return build_native(ROOT) / name


def specimens(protocol: str) -> list[bytes]:
    """One of every PDU that the builders make; `protocol` is co or dg."""
    done = subprocess.run([program("specimens")], capture_output=True, text=True, check=True, timeout=SECONDS)
    lines = (line.split(" ") for line in done.stdout.splitlines())
    return [bytes.fromhex(digits) for kind, digits in lines if kind == protocol]


def dissect(protocol: str, data: bytes) -> list[Reading]:
    """Our reading of one direction of a connection (co) or of one datagram (dg), which must be well-formed."""
    done = subprocess.run([program("dissect"), protocol], input=data, capture_output=True, check=False, timeout=SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@dataclass(frozen=True)
class Dissected:
    """A PDU that tshark found: the client's port, its direction, and the tree of its fields."""

    client_port: int
    to_server: bool
    tree: ElementTree.Element

    def shown(self, name: str) -> list[str]:
        """The values of a field, as tshark writes them."""
        return [field.get("show", "") for field in self.tree.iter("field") if field.get("name") == name]

    def numbers(self, name: str) -> list[int]:
        """The values of a field that is a number or a truth."""
        return [int({"True": "1", "False": "0"}.get(value, value), 0) for value in self.shown(name)]


def tshark(capture: Path) -> list[Dissected]:
    """The PDUs of a capture, in its order."""
    command = ["tshark", "-r", str(capture), "-d", f"tcp.port=={SERVER_PORT},dcerpc", "-T", "pdml"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=SECONDS)
    found = []
    for packet in ElementTree.fromstring(done.stdout).iter("packet"):
        source, destination = _port(packet, "src"), _port(packet, "dst")
        pdus = packet.findall("proto[@name='dcerpc']")
        found += [Dissected(min(source, destination), destination == SERVER_PORT, tree) for tree in pdus]
    return found


def _port(packet: ElementTree.Element, end: str) -> int:
    names = (f"tcp.{end}port", f"udp.{end}port")
    return next(int(field.get("show", "")) for field in packet.iter("field") if field.get("name") in names)


def co_readings(ours: Reading, theirs: Dissected) -> tuple[Reading, Reading]:
    """All that both read of a connection-oriented PDU, in one shape, to be compared."""
    contexts, results = ours.get("contexts", []), ours.get("results", [])
    offered = [syntax["if_uuid"] for context in contexts for syntax in context["transfer_syntaxes"]]
    our_reading = {name: ours[name] for name in CO_FIELDS if name in ours} | {
        "p_cont_id": [part["p_cont_id"] for part in (ours, *contexts) if "p_cont_id" in part],
        "abstract_syntax": [context["abstract_syntax"] for context in contexts],
        "transfer_syntax": offered + [result["transfer_syntax"] for result in results],
        "result": [result["result"] for result in results],
        "features": [result["reason"] for result in results if result["result"] == NEGOTIATE_ACK],
        "command": ours.get("commands", []),
    }
    features = theirs.numbers("dcerpc.cn_bind_trans_btfn")
    return our_reading, _fields(theirs, CO_FIELDS) | {
        "p_cont_id": theirs.numbers("dcerpc.cn_ctx_id"),
        "abstract_syntax": theirs.shown("dcerpc.cn_bind_to_uuid"),
        "transfer_syntax": theirs.shown("dcerpc.cn_bind_trans_id") + theirs.shown("dcerpc.cn_ack_trans_id"),
        "result": theirs.numbers("dcerpc.cn_ack_result"),
        "features": features if results else [],  # of an offer, ours are part of the transfer syntax
        "command": theirs.numbers("dcerpc.cn_rts_command"),
    }


def dg_readings(ours: Reading, theirs: Dissected) -> tuple[Reading, Reading]:
    """The same of a datagram."""
    our_reading = {name: ours[name] for name in DG_FIELDS if name in ours} | {
        "if_id": [ours["if_id"]],
        "act_id": [ours["act_id"]],
    }
    return our_reading, _fields(theirs, DG_FIELDS) | {
        "if_id": theirs.shown("dcerpc.dg_if_id"),
        "act_id": theirs.shown("dcerpc.dg_act_id"),
    }


def _fields(pdu: Dissected, fields: Mapping[str, str]) -> Reading:
    return {ours: pdu.numbers(theirs)[0] for ours, theirs in fields.items() if pdu.shown(theirs)}
