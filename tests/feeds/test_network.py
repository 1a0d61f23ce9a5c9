"""Which addresses are of the open internet, and the exceptions a user may name."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import BadAddress
from feeds.network import AllowedHosts, is_public


@given(st.ip_addresses(v=4))
def test_no_address_that_is_not_global_is_public(address: ipaddress.IPv4Address) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert not is_public(str(address))


@given(st.ip_addresses(v=4))
def test_an_address_wrapped_in_another_is_never_public(inner: ipaddress.IPv4Address) -> None:
    number = int(inner)
    wrapped = (
        ipaddress.IPv6Address(0xFFFF << 32 | number),  # v4-mapped
        ipaddress.IPv6Address(number),  # v4-compatible
        ipaddress.IPv6Address(0x0064FF9B << 96 | number),  # NAT64
        ipaddress.IPv6Address(0x2002 << 112 | number << 80 | 1),  # 6to4
        ipaddress.IPv6Address(0x20010000 << 96 | number ^ 0xFFFFFFFF),  # Teredo
    )
    assert not any(is_public(str(address)) for address in wrapped)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700::1111", "2a00:1450:4001::1"])
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address", ["", "a.example", "1.2.3", "fe80::1%eth0", "::", "::1", "100.64.0.1", "192.88.99.1"]
)
def test_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("entry", "host", "port", "address", "allowed"),
    [
        ("127.0.0.1:80", "127.0.0.1", 80, "127.0.0.1", True),
        ("127.0.0.1:80", "127.0.0.1", 81, "127.0.0.1", False),
        ("127.0.0.1:80", "127.0.0.2", 80, "127.0.0.2", False),
        ("127.0.0.0/8:80", "x.example", 80, "127.9.9.9", True),
        ("desk.example:80", "DESK.example", 80, "10.0.0.1", True),
        ("desk.example:80", "other.example", 80, "10.0.0.1", False),
        ("[::1]:80", "::1", 80, "::1", True),
        ("fd00::/8:80", "x", 80, "fd00::7", True),
    ],
)
def test_exceptions(entry: str, host: str, port: int, address: str, allowed: bool) -> None:
    assert AllowedHosts.parse([entry]).allow(host, port, address) is allowed


@pytest.mark.parametrize("entry", ["", "host", "host:", ":80", "host:0", "host:99999", "300.0.0.0/8:80", "host:x"])
def test_what_is_no_exception(entry: str) -> None:
    with pytest.raises(BadAddress):
        AllowedHosts.parse([entry])
