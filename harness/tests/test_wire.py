"""The wire layer's own tests pass, also where a step beyond memory is seen; and they fail where the layer is wrong."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from wire_faults import NATIVE, Fault, Objects, compile_objects

from wincancel.build import build_native
from wincancel.layout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 60
TESTS = sorted(NATIVE.glob("tests/*.c"))

FAULTS = [
    Fault("header_alone_is_too_short", "co_header.c", "frag_length < CO_HEADER_SIZE", "frag_length <= CO_HEADER_SIZE"),
    Fault("signing_is_a_cancel", "co_header.c", "PFC_PENDING_CANCEL && !sets_up_", "PFC_PENDING_CANCEL || sets_up_"),
    Fault("byte_order_is_always_little", "drep.c", "return drep[0] >> 4 == 0;", "return false;"),
    Fault("reads_beyond_the_end", "octets.c", "size > reader->left.size", "size > reader->left.size + 1"),
    Fault("writes_beyond_the_end", "octets.c", "capacity - writer->size)", "capacity - writer->size + 1)"),
    Fault("trusts_frag_length", "co_pdu.c", "if (octets.size < pdu->header.frag_length)", "if (false)"),
    Fault("no_padding_of_sec_addr", "co_pdu.c", "(2u - length) & 3", "0"),
    Fault("padding_counts_as_stub_data", "co_pdu.c", "pdu->rest.size -= pdu->verifier.auth_pad_length;", ""),
    Fault("cancel_count_is_the_reserved_octet", "co_build.c", "response->cancel_count", "0"),
    Fault("only_one_of_the_features", "co_syntax.c", "(uint8_t)features;", "(uint8_t)features & 2;"),
    Fault("takes_what_is_too_long", "co_stream.c", "frag_length > stream->capacity", "frag_length > CO_MAX_FRAG"),
    Fault("padding_of_rts_has_no_size", "rts_pdu.c", "next_octets(&in, next_u32(&in));", "next_u32(&in);"),
    Fault("orphan_has_a_body", "dg_build.c", "if (quit->has_body)", "if (true)"),
    Fault("ptype_with_others_bits", "dg_pdu.c", "next_u8(in) & PTYPE_BITS", "next_u8(in)"),
]


@pytest.mark.parametrize("name", ["wire_tests", "wire_tests_sanitized"])
def test_the_layer_is_right(name: str) -> None:
    done = subprocess.run([build_native(ROOT) / name], capture_output=True, text=True, check=False, timeout=SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    *ran, summary = done.stdout.splitlines()
    sources = "".join(path.read_text(encoding="utf-8") for path in TESTS if path.name.endswith("_test.c"))
    tests = re.findall(r"^static void (\w+)\(void\)$", sources, re.MULTILINE)
    assert sorted(ran) == sorted(f"ok {name}" for name in tests)
    assert summary == f"{len(tests)} tests, 0 failed"


@pytest.fixture(scope="module")
def objects(tmp_path_factory: pytest.TempPathFactory) -> Objects:
    """The tests and the layer."""
    place = tmp_path_factory.mktemp("objects")
    return compile_objects(place, [*TESTS, NATIVE / "rebuild.c"], "-fsanitize=address")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_noticed(fault: Fault, objects: Objects, tmp_path: Path) -> None:
    program = objects.link_with(fault, tmp_path)
    done = subprocess.run([program], capture_output=True, text=True, check=False, timeout=SECONDS)
    assert done.returncode != 0, "nothing noticed"
    assert "does not hold" in done.stdout or "AddressSanitizer" in done.stderr
