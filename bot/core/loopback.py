"""Which hosts are this machine, and which addresses may go without encryption for that reason."""

import ipaddress
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """host: a name or an IP address, without a port or brackets."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_private_on_the_way(address: str) -> bool:
    """Whether it is an address with https, or with http on this machine. Raises ValueError where it is none."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))
