"""A small OpenAI-compatible server on loopback, that answers well or misbehaves as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.net.serving import serve

Say = Callable[[dict[str, Any]], str]
"""Makes the words of the model out of the user's message."""


def answer(**changed: Any) -> dict[str, Any]:
    """A good answer about `OLD` and `NEW` of tests.opinions.samples, with some keys changed; None leaves a key out."""
    good = {
        "summary": "The company may now sell your personal information, and keeps your orders for 90 days instead of 30.",
        "severity": "critical",
        "for_whom": "worse-for-user",
        "topics": ["sale-of-data", "retention"],
        "quotes": [
            {"where": "before", "text": "We do not sell your personal information"},
            {"where": "after", "text": "We may sell your personal information to our partners"},
            {"where": "before", "text": "after 30 days"},
            {"where": "after", "text": "after 90 days"},
        ],
    }
    return {key: value for key, value in (good | changed).items() if value is not None}


def about_clauses(severity: str = "material", summary: str = "The policy says this in other words now.") -> Say:
    """An answer about whatever is asked: quotes the first changed clause as it stands."""

    def say(asked: dict[str, Any]) -> str:
        first = asked["changes"][0]
        quotes = [{"where": where, "text": first[where]} for where in ("before", "after") if where in first]
        return json.dumps({"summary": summary, "severity": severity, "for_whom": "worse-for-user", "topics": ["other"], "quotes": quotes})

    return say


class ChatServer:
    """Serves /v1/chat/completions. `say` makes the words; `status`, `body`, `headers` and `hold` take over where they are set."""

    def __init__(self) -> None:
        self.say: Say = lambda asked: json.dumps(answer())
        self.status, self.body, self.headers = 200, None, dict[str, str]()
        self.body: bytes | None = None
        self.finish = "stop"
        self.hold = threading.Event()
        self.holding = False
        self.drip = False
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.keys: list[str | None] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: object) -> None:
                pass

            def do_GET(self) -> None:
                server.paths.append(self.path)
                self.send_error(404)

            def do_POST(self) -> None:
                server.paths.append(self.path)
                server.keys.append(self.headers.get("Authorization"))
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.asked.append(request)
                if server.holding:
                    server.hold.wait(20)
                    self.close_connection = True
                    return
                server.respond(self, request)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *args: None  # type: ignore[method-assign]
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        serve(self._server)

    def respond(self, handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        body = self.body if self.body is not None else self.completion(request)
        handler.send_response(self.status)
        for name, value in ({"Content-Length": str(len(body)), "Content-Type": "application/json"} | self.headers).items():
            handler.send_header(name, value)
        handler.end_headers()
        if self.drip:
            for place in range(len(body)):
                if self.hold.wait(0.2):
                    return
                handler.wfile.write(body[place : place + 1])
                handler.wfile.flush()
            return
        handler.wfile.write(body)

    def completion(self, request: dict[str, Any]) -> bytes:
        content = self.say(json.loads(request["messages"][1]["content"]))
        message = {"role": "assistant", "content": content}
        choice = {"index": 0, "message": message, "finish_reason": self.finish}
        return json.dumps({"id": "x", "object": "chat.completion", "model": request["model"], "choices": [choice]}).encode()

    def questions(self) -> list[dict[str, Any]]:
        """The user's messages, parsed."""
        return [json.loads(one["messages"][1]["content"]) for one in self.asked]

    def stop(self) -> None:
        self.hold.set()
        self._server.shutdown()
        self._server.server_close()
