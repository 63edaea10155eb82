"""HTTP GET through the address guard: connection reuse, deadlines, retries, and errors in plain sentences."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from monitor.errors import Blocked, Unreachable
from monitor.net.address_guard import AddressGuard
from monitor.net.connection import DEADLINE, pinned_pools, read_body, skip_body, tls_context
from monitor.net.content_coding import ACCEPT_ENCODING
from monitor.net.cookies import CookieJar
from monitor.net.rate_limit import RateLimiter
from monitor.net.response import MAX_BYTES, Response
from monitor.net.retry import RETRIED, Backoff

USER_AGENT = "policy-monitor/0.1 (watches published policies for changes)"
_ERRNO = re.compile(r"\[Errno -?\d+\] ")


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits per request: seconds to connect, seconds without a byte, seconds in all; bytes, before and after decompression."""

    connect: float = 10.0
    read: float = 30.0
    total: float = 120.0
    max_bytes: int = MAX_BYTES


class _GuardedAdapter(HTTPAdapter):
    """An adapter whose connections go to vetted addresses only."""

    def __init__(self, guard: AddressGuard, context: ssl.SSLContext) -> None:
        self._guard, self._context = guard, context
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        self.poolmanager = pinned_pools(self._guard, self._context, hosts=64)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Leave verification to the context, which has loaded the CA bundle already: requests would load it again for each connection."""
        conn.cert_reqs = "CERT_REQUIRED"

    # There is no proxy (see Transport); requests would look for one twice for each request, in more time than the rest of both takes.

    def get_connection_with_tls_context(self, request: requests.PreparedRequest, verify: Any, proxies: Any = None, cert: Any = None) -> Any:
        """The pool of connections to the host of a request."""
        try:
            host, how = self.build_connection_pool_key_attributes(request, verify, cert)
        except ValueError as error:
            raise requests.exceptions.InvalidURL(error, request=request) from error
        return self.poolmanager.connection_from_host(**host, pool_kwargs=how)

    def request_url(self, request: requests.PreparedRequest, proxies: Any) -> str:
        """What is in the first line of a request."""
        return request.path_url


class Transport:
    """GET requests over keep-alive connections. Redirects are not followed; proxies and .netrc of the environment are ignored.

    Retries are implemented here rather than with urllib3's Retry, which knows no overall deadline, can't retry a body that is cut off after
    the headers, and sleeps in a function that tests can't replace.

    Args:
        user_agent: sent with every request.
        guard: decides which addresses may be connected to.
        limits: see Limits.
        backoff: see Backoff.
        ca_file: CA certificates (PEM) instead of the bundled ones.
    """

    def __init__(
        self,
        *,
        user_agent: str = USER_AGENT,
        guard: AddressGuard,
        limits: Limits | None = None,
        backoff: Backoff | None = None,
        ca_file: str | None = None,
    ) -> None:
        self.limits, self.backoff = limits or Limits(), backoff or Backoff()
        self._guard, self._session = guard, requests.Session()
        # A proxy would connect for us, past the address guard; .netrc would send a password to a page.
        self._session.trust_env = False
        # The session keeps no cookies of its own: each page has its own jar, so that two policies of one site do not affect each other.
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # Only what `decode_body` can undo, whatever requests and urllib3 would offer.
        self._session.headers.update({"User-Agent": user_agent, "Accept-Encoding": ACCEPT_ENCODING})
        adapter = _GuardedAdapter(guard, tls_context(ca_file or DEFAULT_CA_BUNDLE_PATH))
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def check(self, url: str) -> None:
        """Refuse a URL before anything is asked of its host.

        Raises:
            Blocked: see AddressGuard.check.
        """
        self._guard.check(url)

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        jar: CookieJar | None = None,
        deadline: float | None = None,
        is_final: Callable[[Response], bool] = lambda response: response.status not in RETRIED,
        retry: bool = True,
        limiter: RateLimiter | None = None,
    ) -> Response:
        """Fetch one URL, retrying after transient failures.

        Args:
            url: http or https.
            headers: in addition to the default ones.
            jar: cookies to send; those of the response are added.
            deadline: when (time.monotonic) to give up altogether.
            is_final: True for a response that needs no retry.
            retry: False to make a single attempt.
            limiter: every attempt takes a slot, and a delay before a retry pauses all its users.

        Returns:
            The final response, or the last one when retries are exhausted: the caller checks its status.

        Raises:
            Blocked: the guard refused the address.
            Unreachable: no response, or an incomplete one.
        """
        attempts = 0
        while True:
            attempts += 1
            try:
                with limiter.slot() if limiter else nullcontext():
                    response = self._attempt(url, headers, jar, deadline)
            except Unreachable as error:
                # A certificate is as wrong a second later; the error is transient for the schedule, which tries again later.
                wait = self._delay(attempts, deadline) if retry and error.transient and error.reason != "tls" else None
                if wait is None:
                    raise
            else:
                wait = self._delay(attempts, deadline, response) if retry and not is_final(response) else None
                if wait is None:
                    return response
            (limiter.pause if limiter else self.backoff.sleep)(wait)

    def _delay(self, attempts: int, deadline: float | None, response: Response | None = None) -> float | None:
        """Seconds until the next attempt; None when retries are exhausted, or when it would begin after the deadline."""
        if response is None:
            wait = self.backoff.delay(attempts)
        else:
            wait = self.backoff.delay(attempts, status=response.status, retry_after=response.retry_after)
        return None if wait is None or (deadline is not None and time.monotonic() + wait >= deadline) else wait

    def _attempt(self, url: str, headers: Mapping[str, str] | None, jar: CookieJar | None, deadline: float | None) -> Response:
        now = time.monotonic()
        deadline = now + self.limits.total if deadline is None else min(now + self.limits.total, deadline)
        token = DEADLINE.set(deadline)
        try:
            return self._send(url, headers, jar)
        except requests.exceptions.SSLError as error:
            says = f"{url}: the server's certificate or TLS can't be trusted ({_root_message(error)})."
            raise Unreachable(says, reason="tls") from error
        except requests.exceptions.Timeout as error:
            raise Unreachable(f"{url} did not respond in time; it will be retried.", reason="timeout") from error
        except requests.exceptions.ConnectionError as error:
            raise Unreachable(f"{url} can't be reached ({_root_message(error)}); it will be retried.") from error
        except (requests.exceptions.RequestException, UnicodeError) as error:
            raise Blocked(f"The address {url[:200]!r} is invalid ({error}).", reason="bad-address") from error
        finally:
            DEADLINE.reset(token)

    def _send(self, url: str, headers: Mapping[str, str] | None, jar: CookieJar | None) -> Response:
        self._guard.check(url)  # before `_prepared`, which repairs URLs that must be refused
        request = self._prepared(url, headers or {})
        if jar is not None:
            jar.put_on(request)
        times = (self.limits.connect, self.limits.read)
        # Not `Session.send`: to say where a redirect leads, it reads and decompresses all of its body, however large that is.
        received = self._session.get_adapter(url).send(request, stream=True, timeout=times, verify=True)
        with received:
            if jar is not None:
                jar.take_from(request, received.raw)
            if received.is_redirect:
                skip_body(received.raw)
                body = b""
            else:
                body = read_body(received.raw, url, limit=self.limits.max_bytes)
            named = {name.lower(): value for name, value in received.headers.items()}
            return Response(url, received.status_code, named, body, self.limits.max_bytes)

    def _prepared(self, url: str, headers: Mapping[str, str]) -> requests.PreparedRequest:
        """What `Session.prepare_request` makes of a GET request without cookies, parameters and credentials.

        That merges each of them with the session's, though there are none, which took a tenth of a cycle in which nothing had changed.
        """
        request = requests.PreparedRequest()
        request.prepare_method("GET")
        request.prepare_url(url, None)
        merged = CaseInsensitiveDict(self._session.headers)
        merged.update(headers)
        request.prepare_headers(merged)
        request.prepare_hooks({})
        return request


def _root_message(error: BaseException) -> str:
    """The innermost message: requests and urllib3 wrap it in up to three exceptions of their own."""
    while True:
        inner = error.args[0] if error.args and isinstance(error.args[0], BaseException) else getattr(error, "reason", None)
        if not isinstance(inner, BaseException):
            # urllib3 prefixes the connection object: "<…HTTPConnection object at 0x…>: [Errno 111] …"
            says = str(error).rpartition("): ")[2].rpartition(">: ")[2].removeprefix(f"{type(error).__name__}: ")
            return _ERRNO.sub("", says)
        error = inner
