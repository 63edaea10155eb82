"""`serve`: serves the reports to browsers on this machine."""

from __future__ import annotations

import functools
import http.server
from pathlib import Path

import click

from monitor.cli.app import App, common
from monitor.errors import UsageError
from monitor.net.loopback_host import is_loopback_host


class _Pages(http.server.SimpleHTTPRequestHandler):
    """Serves files below the reports folder; no logging, no directory listings, no scripts from elsewhere."""

    timeout = 30
    """Seconds after which a client that sends nothing is disconnected."""

    def log_message(self, format: str, *args: object) -> None:
        return  # a line per request would hide the address that was printed

    def list_directory(self, path: object) -> None:
        self.send_error(404)

    def end_headers(self) -> None:
        # The next run may replace any page.
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", "default-src 'self' 'unsafe-inline' data:; form-action 'none'; frame-ancestors 'none'")
        super().end_headers()

    def send_head(self) -> object:  # type: ignore[override]
        if not is_loopback_host(self.headers.get_all("Host") or []):
            self.send_error(403)
            return None
        try:
            # A symbolic link must not lead out of the folder.
            if Path(self.translate_path(self.path)).resolve().is_relative_to(Path(self.directory).resolve()):
                return super().send_head()
        except (OSError, RuntimeError, ValueError):  # a name with a NUL, one that is too long, links in a circle
            pass
        self.send_error(404)
        return None


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Port to listen on; 0 for any free port.")
@common
@click.pass_obj
def serve_command(app: App, port: int) -> None:
    """Serve the reports at http://127.0.0.1:PORT/ until interrupted."""
    reports = app.settings().reports
    if not (reports / "index.html").is_file():
        raise UsageError(f"{reports} contains no report yet; create one with `policy-monitor run`")
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), functools.partial(_Pages, directory=str(reports)))
    except OSError as error:
        raise UsageError(f"cannot listen on 127.0.0.1:{port} ({error.strerror}); choose another port with --port") from error
    with server:
        click.echo(f"Serving {reports} at http://127.0.0.1:{server.server_port}/ (Ctrl-C stops)", err=True)
        server.serve_forever()
