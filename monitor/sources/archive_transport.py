"""The transport to a web archive: its own host may have a private address, because the configuration names it; no other host may."""

from __future__ import annotations

from urllib.parse import urlsplit

from monitor.net.address_guard import AddressGuard
from monitor.net.retry import Backoff
from monitor.net.transport import Limits, Transport
from monitor.net.urls import check_address


def archive_transport(
    endpoint: str, *, user_agent: str, timeout: float, total: float, backoff: Backoff, ca_file: str | None = None
) -> Transport:
    """A transport to one archive.

    Args:
        endpoint: the archive's URL.
        user_agent, ca_file: see Transport.
        timeout: seconds without a byte; also to connect, but 15 at most.
        total: seconds for one request in all.
        backoff: when to retry.

    Raises:
        Blocked: the endpoint is not a valid http or https URL.
    """
    check_address(endpoint)
    return Transport(
        user_agent=user_agent,
        guard=AddressGuard(trusted=[urlsplit(endpoint).hostname or ""]),
        # Longer than for a page: a backfill has time.
        limits=Limits(connect=min(15.0, timeout), read=timeout, total=total),
        backoff=backoff,
        ca_file=ca_file,
    )
