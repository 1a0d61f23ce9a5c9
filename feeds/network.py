"""Which network addresses may be reached, and the user's exceptions. Standard library only.

The check is made on the address that is connected to, after the name was resolved: a name proves nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from feeds.errors import BadAddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# IANA special-purpose registries. What the standard library of some releases takes for global is listed here, so that
# the answer does not depend on the interpreter.
_REFUSED: tuple[Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",  # this network: Linux takes 0.0.0.0 for loopback
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT, RFC 6598
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, and the metadata services of clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "::/96",  # unspecified, loopback, IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",  # IPv4-translated, RFC 2765
        "64:ff9b::/96",  # NAT64, RFC 6052
        "64:ff9b:1::/48",  # NAT64 for local use, RFC 8215
        "100::/64",  # discard
        "2001::/23",  # Teredo, ORCHID, benchmarking and other protocol assignments
        "2001:db8::/32",
        "2002::/16",  # 6to4: holds an IPv4 address
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",  # unique local
        "fe80::/10",  # link-local
        "fec0::/10",  # site-local
        "ff00::/8",  # multicast
    )
)
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")
"""All that is assigned for unicast."""


def is_public(text: str) -> bool:
    """Tell whether an IP address (IPv6 perhaps with a zone) is one of the open internet."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_V6:
        return False
    if any(address.version == network.version and address in network for network in _REFUSED):
        return False
    return address.is_global and not address.is_multicast


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """The user's exceptions (`network.allow_hosts`): names, addresses and networks, each with its port."""

    names: frozenset[tuple[str, int]] = frozenset()
    networks: tuple[tuple[Network, int], ...] = ()

    @classmethod
    def parse(cls, entries: Iterable[str]) -> AllowedHosts:
        """Read `host:port`, `address:port`, `[v6]:port` and `network/prefix:port`. Raises BadAddress."""
        names: set[tuple[str, int]] = set()
        networks: list[tuple[Network, int]] = []
        for entry in entries:
            host, _, number = entry.strip().rpartition(":")
            host = host.strip("[]").lower()
            if not host or not number.isascii() or not number.isdigit() or not 0 < int(number) < 65536:
                raise BadAddress(
                    f"“{entry}” in network.allow_hosts is no host:port. "
                    "Write for instance 127.0.0.1:8099 or 10.0.0.0/8:80."
                )
            try:
                networks.append((ipaddress.ip_network(host.replace("]", ""), strict=False), int(number)))
            except ValueError as error:
                if "/" in host:
                    raise BadAddress(f"“{entry}” in network.allow_hosts names no network: {error}.") from error
                names.add((host, int(number)))
        return cls(frozenset(names), tuple(networks))

    def allow(self, host: str, port: int, address: str) -> bool:
        """Tell whether `host` (as the URL has it), resolved to `address`, may be reached on `port`."""
        if is_public(address) or (host.lower(), port) in self.names:
            return True
        try:
            found = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        return any(port == wanted and found.version == net.version and found in net for net, wanted in self.networks)

    def own(self, host: str) -> bool:
        """Tell whether a host is the user's own: named in the exceptions, or a private address itself."""
        if any(host == name for name, _ in self.names):
            return True
        return any(not is_public(address) for address in _known_at_once(host, 0))

    def check(self, url: str) -> None:
        """Refuse an http(s) address whose host no name server is needed for and that may not be reached.

        Numbers in any spelling that the system takes ("2130706433", "0x7f.1", "[::1]") and "localhost" are known at
        once; where another name leads is checked whenever it is connected to. Raises BadAddress.
        """
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").lower()
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if not all(self.allow(host, port, address) for address in _known_at_once(host, port)):
            raise BadAddress(
                f"{host} is not an address of the open internet. "
                f"If it is yours, name {host}:{port} in network.allow_hosts of the settings and start again."
            )


def _known_at_once(host: str, port: int) -> tuple[str, ...]:
    if host == "localhost" or host.endswith(".localhost"):  # RFC 6761: always loopback
        return ("127.0.0.1",)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return ()
    return tuple(str(item[4][0]) for item in found)
