"""The health figures in Prometheus's text format, served on loopback only."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from monitor.errors import ConfigError, MonitorError
from monitor.net.loopback_host import is_loopback_host

_GAUGES = (
    ("policies", "policies", "Tracked policies."),
    ("failing", "policies_failing", "Policies whose last check failed."),
    ("unreadable", "policies_unreadable", "Policies that a notice reported as unreadable."),
    ("lost", "policies_with_lost_snapshots", "Policies with a stored snapshot whose bytes are lost."),
    ("faults", "faults", "Faults of this machine that the last cycle found."),
    ("channels_failing", "channels_failing", "Channels that did not accept a message."),
    ("versions", "versions", "Versions in the index."),
    ("alerts_pending", "alerts_pending", "Messages that are not delivered yet."),
    ("alerts_given_up", "alerts_given_up", "Messages that were given up; `policy-monitor alerts --retry` retries them."),
)

_KINDS = {"/metrics": "text/plain; version=0.0.4; charset=utf-8", "/health": "application/json"}


def metrics_text(health: dict[str, Any]) -> str:
    """Prometheus's text exposition format, version 0.0.4, with each policy's last success in seconds since 1970."""
    return "\n".join(_lines(health)) + "\n"


def _lines(health: dict[str, Any]) -> Iterator[str]:
    for key, name, says in _GAUGES:
        yield f"# HELP policy_monitor_{name} {says}"
        yield f"# TYPE policy_monitor_{name} gauge"
        yield f"policy_monitor_{name} {health[key] if isinstance(health[key], int) else len(health[key])}"
    yield "# HELP policy_monitor_last_success_timestamp_seconds When a policy was last checked successfully."
    yield "# TYPE policy_monitor_last_success_timestamp_seconds gauge"
    for policy, moment in health["last_success"].items():
        yield f"policy_monitor_last_success_timestamp_seconds{{policy={json.dumps(policy)}}} {moment}"


def serve_metrics(listen: str, health: Callable[[], dict[str, Any]]) -> ThreadingHTTPServer:
    """Answers GET /metrics and GET /health (JSON) from its own threads, until `shutdown` is called.

    Args:
        listen: "127.0.0.1:9464"; the configuration allows only loopback addresses.
        health: returns the figures.

    Raises:
        ConfigError: the port can't be used.
    """

    class Handler(BaseHTTPRequestHandler):
        timeout = 30

        def do_GET(self) -> None:
            if not is_loopback_host(self.headers.get_all("Host") or []):
                self.send_error(403)
                return
            try:
                kind = _KINDS[self.path]
                figures = health()
                body = (metrics_text(figures) if self.path == "/metrics" else json.dumps(figures)).encode()
            except KeyError:
                self.send_error(404)
            except MonitorError:  # a damaged store: Prometheus then sees the target as down
                self.send_error(503)
            else:
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return  # a line per scrape would drown the daemon's log

    host, _, port = listen.rpartition(":")
    try:
        server = ThreadingHTTPServer((host, int(port)), Handler)
    except OSError as error:
        raise ConfigError(f"metrics.listen: cannot listen on {listen} ({error.strerror}); choose another port") from error
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server
