"""The address of a request, as far as the proxies before it are ours, and its network."""

from ipaddress import ip_network

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from geoportal.web.client import client_address, network_address, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::5", "2001:db8:1::/48"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_network_is_a_24_or_a_48(address: str, network: str) -> None:
    assert network_of(address) == network


def test_networks_address_fits_a_column_of_addresses() -> None:
    assert network_address("203.0.113.7") == "203.0.113.0"
    assert network_address("2001:db8:1:2::5") == "2001:db8:1::"
    assert network_address("nonsense") is None


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("10.0.0.5", "", "10.0.0.5"),
        ("10.0.0.5", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.5", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("10.0.0.5", "203.0.113.7, 10.0.0.9", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.0.0.5", "10.0.0.9", "10.0.0.9"),
        ("10.0.0.5", "nonsense", "nonsense"),
    ],
)
def test_forwarded_address_is_believed_from_trusted_proxies_only(
    settings: Settings, remote: str, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)
    assert client_address(request) == expected


def test_without_trusted_proxies_nothing_forwarded_is_believed() -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "1.2.3.4"}, REMOTE_ADDR="203.0.113.7")
    assert client_address(request) == "203.0.113.7"
