"""One HTTP request after another, through the gate: session reuse, deadlines, retries, and errors in plain sentences."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar, extract_cookies_to_jar
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from monitor.errors import Blocked, Unreachable
from monitor.net.address_guard import AddressGuard
from monitor.net.connection import DEADLINE, pinned_pools, read_body, tls_context
from monitor.net.rate_limit import RateLimiter
from monitor.net.response import MAX_BYTES, Response
from monitor.net.retry import RETRIED, Backoff
from monitor.net.urls import check_address

USER_AGENT = "policy-monitor/0.1 (watches published policies for changes)"
CookieJar = RequestsCookieJar


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost: seconds to connect, seconds without a byte, seconds in all, bytes (coded and decoded alike)."""

    connect: float = 10.0
    read: float = 30.0
    total: float = 120.0
    max_bytes: int = MAX_BYTES


class _GatedAdapter(HTTPAdapter):
    """Sends over connections to vetted addresses."""

    def __init__(self, gate: AddressGuard, context: ssl.SSLContext) -> None:
        self._gate, self._context = gate, context
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        self.poolmanager = pinned_pools(self._gate, self._context, hosts=64)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Left to the context, which holds the authorities already: reading them for each connection costs 10 ms and more."""
        conn.cert_reqs = "CERT_REQUIRED"


class Transport:
    """GET requests over kept-alive connections: no redirects, nothing from the environment (proxies, .netrc), cookies only with a jar.

    Retries are driven here rather than by urllib3's Retry: they must respect an overall deadline, see bodies that break off after
    the headers, and sleep through a function that can be replaced.

    Args:
        user_agent: sent with every request.
        gate: what may be connected to.
        limits: see Limits.
        patience: see Patience.
        ca_file: certificate authorities (PEM) instead of the bundled ones.
    """

    def __init__(
        self,
        *,
        user_agent: str = USER_AGENT,
        gate: AddressGuard,
        limits: Limits | None = None,
        patience: Backoff | None = None,
        ca_file: str | None = None,
    ) -> None:
        self.limits, self.patience = limits or Limits(), patience or Backoff()
        self._gate, self._session = gate, requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers.update({"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"})
        adapter = _GatedAdapter(gate, tls_context(ca_file or DEFAULT_CA_BUNDLE_PATH))
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def close(self) -> None:
        """Closes the kept connections."""
        self._session.close()

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        jar: CookieJar | None = None,
        until: float | None = None,
        settled: Callable[[Response], bool] = lambda answer: answer.status not in RETRIED,
        once: bool = False,
        pace: RateLimiter | None = None,
    ) -> Response:
        """One page, asked for again after passing failures.

        Args:
            url: http or https.
            headers: beside the usual ones.
            jar: cookies to send; those of the answer are put in.
            until: time.monotonic moment at which to give up altogether.
            settled: True for an answer that needs no other try.
            once: no other try, whatever comes.
            pace: each try waits for its turn, and a pause that the server asks for holds everyone.

        Returns:
            The settled answer, or the last one when trying again is of no use: the caller judges its status.

        Raises:
            Blocked: the gate refuses.
            Unreachable: no answer, or only part of one.
        """
        tries = 0
        while True:
            tries += 1
            try:
                with pace.turn() if pace else nullcontext():
                    answer = self._ask(url, headers, jar, until)
            except Unreachable as error:
                wait = self.patience.wait(tries) if error.transient and error.reason != "tls" else None
                if once or wait is None or _too_late(wait, until):
                    raise
            else:
                wait = None if settled(answer) else self.patience.wait(tries, status=answer.status, asked=answer.retry_after)
                if once or wait is None or _too_late(wait, until):
                    return answer
            (pace.hold if pace else self.patience.sleep)(wait)

    def _ask(self, url: str, headers: Mapping[str, str] | None, jar: CookieJar | None, until: float | None) -> Response:
        now = time.monotonic()
        deadline = now + self.limits.total if until is None else min(now + self.limits.total, until)
        token = DEADLINE.set(deadline)
        try:
            return self._send(url, headers, jar)
        except requests.exceptions.SSLError as error:
            says = f"{url}: the server's certificate or TLS can't be trusted ({_root(error)})."
            raise Unreachable(says, reason="tls") from error
        except requests.exceptions.Timeout as error:
            raise Unreachable(f"{url} did not answer in time; it will be tried again.", reason="timeout") from error
        except requests.exceptions.ConnectionError as error:
            raise Unreachable(f"{url} can't be reached ({_root(error)}); it will be tried again.") from error
        except (requests.exceptions.RequestException, UnicodeError) as error:
            raise Blocked(f"The address {url[:200]!r} can't be used ({error}).", reason="bad-address") from error
        except ValueError as error:  # requests parses where a redirect leads, and stumbles over "http://["
            raise Unreachable(f"{url} answers with what can't be read ({error}).", reason="bad-answer", transient=False) from error
        finally:
            DEADLINE.reset(token)

    def _send(self, url: str, headers: Mapping[str, str] | None, jar: CookieJar | None) -> Response:
        self._gate.check(url)  # as given: preparing a request repairs addresses that should be refused
        request = self._session.prepare_request(requests.Request("GET", url, headers=dict(headers or {}), cookies=jar))
        times = (self.limits.connect, self.limits.read)
        response = self._session.send(request, stream=True, timeout=times, verify=True, allow_redirects=False)
        with response:
            if jar is not None:
                extract_cookies_to_jar(jar, request, response.raw)  # type: ignore[no-untyped-call]
            body = read_body(response.raw, url, limit=self.limits.max_bytes)
            named = {name.lower(): value for name, value in response.headers.items()}
            return Response(url, response.status_code, named, body, self.limits.max_bytes)


def _too_late(wait: float, until: float | None) -> bool:
    return until is not None and time.monotonic() + wait >= until


def _root(error: BaseException) -> str:
    """The innermost message: requests and urllib3 wrap it in three layers of their own."""
    while True:
        inner = error.args[0] if error.args and isinstance(error.args[0], BaseException) else getattr(error, "reason", None)
        if not isinstance(inner, BaseException):
            # urllib3 puts the connection's name before the message: "<…HTTPConnection object at 0x…>: [Errno 111] …"
            return str(error).rpartition("): ")[2].rpartition(">: ")[2].removeprefix(f"{type(error).__name__}: ")
        error = inner


def archive_transport(
    address: str, *, user_agent: str, timeout: float, total: float, patience: Backoff, ca_file: str | None = None
) -> Transport:
    """What an archive is asked through: its own host, which the configuration names, may stand on the own network; no other may.

    Raises:
        Blocked: the archive's address is none that may be asked.
    """
    check_address(address)
    return Transport(
        user_agent=user_agent,
        gate=AddressGuard(trusted=[urlsplit(address).hostname or ""]),
        limits=Limits(connect=min(15.0, timeout), read=timeout, total=total),
        patience=patience,
        ca_file=ca_file,
    )
