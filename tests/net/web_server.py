"""A web server on loopback whose pages are functions: for answers that well-behaved servers never give."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.net.serving import serve

Page = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    web: WebServer

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        self.web.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        page = self.web.pages.get(path)
        if page is None:
            return self.answer(404, b"nothing here")
        try:
            return page(self)
        except (ConnectionError, ssl.SSLError):
            self.close_connection = True

    def answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None, *, length: int | None = None) -> None:
        head = {"Content-Length": str(len(body) if length is None else length), "Content-Type": "text/html; charset=utf-8"} | (
            headers or {}
        )
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        self.wfile.write(f"HTTP/1.1 {status} Status\r\n{lines}\r\n".encode("latin-1") + body)
        if length is not None and length != len(body):
            self.close_connection = True


class WebServer:
    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Page] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.stopping = threading.Event()
        handler = type("Bound", (Handler,), {"web": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *args: None
        self.port = self._server.server_address[1]
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.address = f"{'https' if context else 'http'}://127.0.0.1:{self.port}"
        serve(self._server)

    def page(
        self, path: str, body: bytes = b"", status: int = 200, headers: dict[str, str] | None = None, *, length: int | None = None
    ) -> str:
        self.pages[path] = lambda handler: handler.answer(status, body, headers, length=length)
        return self.address + path

    def redirect(self, path: str, to: str, status: int = 302, headers: dict[str, str] | None = None) -> str:
        return self.page(path, b"", status, {"Location": to} | (headers or {}))

    def paths(self) -> list[str]:
        return [path for path, _ in self.requests if path != "/robots.txt"]

    def stop(self) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
