"""Protects every page: refuses odd requests, bounds what is received and how long it takes, and adds the security headers."""

from __future__ import annotations

import asyncio
import html
import logging
from collections.abc import Mapping
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.web.access import Access, Refused, Visitor

LARGEST_BODY = 64 * 1024
"""Bytes of a form; nothing that is sent here is longer."""
LONGEST_ADDRESS = 8 * 1024
LARGEST_HEAD = 16 * 1024
"""Bytes. The server's own limit holds only for a head that arrives in pieces."""
RECEIVING = 20.0
"""Seconds in which a request's body must have arrived."""
ANSWERING = 300.0
"""Seconds that an answer may take: a text of megabytes over a slow line."""
LOG = logging.getLogger("monitor.web.guard")
_DRAINED, _DRAINING = 1024 * 1024, 0.5
POLICY = (
    "default-src 'none'; style-src 'self'{styles}; script-src {scripts}; connect-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""No inline script and no inline style; the reports' own style is allowed by its digest."""
HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # "no-referrer" would have browsers send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Content-Security-Policy": POLICY.format(styles="", scripts="'self'"),
}
_REFUSAL = '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Refused</title><h1>Refused</h1><p>{}</p></html>\n'


class Guard:
    """Wraps an application; whatever it answers has the headers, and whom it answers is in `scope["state"]`: "user" and "origin".

    Args:
        app: the application.
        access: who may ask.
        receiving: seconds in which a body must have arrived.
        answering: seconds that an answer may take.
    """

    def __init__(self, app: ASGIApp, access: Access, *, receiving: float = RECEIVING, answering: float = ANSWERING) -> None:
        self._app, self._access, self._receiving, self._answering = app, access, receiving, answering

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, or passes on what is none."""
        # The server's own messages at its beginning and its end.
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = _with_headers(message.get("headers", []))
            await send(message)

        try:
            async with asyncio.timeout(self._answering):
                visitor = self._checked(scope)
                scope.setdefault("state", {}).update(user=visitor.user, origin=visitor.origin)
                body = await self._body(scope, receive)
                await self._app(scope, _once(body, receive), sending)
        except Refused as refused:
            await _drain(receive, self._receiving)
            await _refuse(sending, refused)
        except Exception as error:
            # The app has answered by then; the server would end the connection, on which the next request may be under way.
            if not isinstance(error, TimeoutError):
                LOG.exception("internal error at %s", scope["path"])
            if not begun and not isinstance(error, TimeoutError):
                await _refuse(sending, Refused("Something went wrong; the terminal of policy-monitor serve shows more.", 500))
            elif not begun:
                await _refuse(sending, Refused("The request took too long.", 408))

    def _checked(self, scope: Scope) -> Visitor:
        peer = scope["client"][0] if scope.get("client") else None
        visitor = self._access.check(scope["method"], scope["headers"], peer)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            raise Refused("Only GET, HEAD and POST are answered.", 405)
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
            raise Refused("The address is too long.", 414)
        if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEAD:
            raise Refused("The request has too many headers.", 431)
        path = scope["path"]
        # What no address of ours has: NUL and its kin, backslashes, bytes that are no UTF-8, a step up.
        if not path.isprintable() or set(path) & {"\\", "\ufffd"} or ".." in path.split("/"):
            raise Refused("There is no such page.", 404)
        return visitor

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        """The whole body, so that no handler waits for a slow sender."""
        if scope["method"] != "POST":
            return b""
        # "1e3" and "-1" are lengths to some parsers; and 5,000 digits take Python a while.
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or len(length) > 12 or int(length) > LARGEST_BODY:
            raise Refused(f"A form has at most {LARGEST_BODY // 1024} KB.", 413)
        parts, size = [], 0
        async with asyncio.timeout(self._receiving):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refused("The connection was closed.", 400)
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > LARGEST_BODY:
                    raise Refused(f"A form has at most {LARGEST_BODY // 1024} KB.", 413)
                if not message.get("more_body"):
                    return b"".join(parts)


def _once(body: bytes, receive: Receive) -> Receive:
    """Hands out a body that has arrived; after it, whatever happens to the connection."""
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again


def _with_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    given = {name.lower() for name, _ in headers}
    return [*headers, *((name.encode(), value.encode()) for name, value in HEADERS.items() if name.lower().encode() not in given)]


async def _drain(receive: Receive, seconds: float) -> None:
    """Reads what is still being sent, up to a point: of a connection that is closed before, many clients show no answer."""
    size = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(min(seconds, _DRAINING)):
            while size < _DRAINED:
                message = await receive()
                size += len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body"):
                    return


async def _refuse(send: Send, refused: Refused) -> None:
    body = _REFUSAL.format(html.escape(str(refused))).encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
