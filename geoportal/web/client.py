"""Where a request comes from: its address, believed as far as the proxies are ours, and its network."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

IPV4_PREFIX, IPV6_PREFIX = 24, 48


def client_address(request: HttpRequest) -> str:
    """Return the address that a request comes from.

    ``X-Forwarded-For`` is believed only from one of ``TRUSTED_PROXIES``: then its last address that is no such proxy.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    while hops and _is_trusted(address):
        address = hops.pop()
    return address


def network_of(address: str) -> str:
    """Return the /24 of an IPv4 address or the /48 of an IPv6 one; what is neither is in one network, ``unknown``."""
    network = _network(address)
    return "unknown" if network is None else str(network)


def network_address(address: str) -> str | None:
    """Return the first address of the network of an address, for columns that hold addresses; None: unknown."""
    network = _network(address)
    return None if network is None else str(network.network_address)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """Return an address, one of IPv4 that is written as IPv6 as what it is; None for what is none."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return mapped or parsed


def _network(address: str) -> IPv4Network | IPv6Network | None:
    parsed = _parsed(address)
    if parsed is None:
        return None
    prefix = IPV4_PREFIX if isinstance(parsed, IPv4Address) else IPV6_PREFIX
    return ip_network(f"{parsed}/{prefix}", strict=False)


def _is_trusted(address: str) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in settings.TRUSTED_PROXIES)
