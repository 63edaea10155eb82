"""`serve`: the reports for browsers on this machine, and with policy-monitor[web] the app around them."""

from __future__ import annotations

import functools
import http.server
from importlib.util import find_spec
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
@click.option("--host", default="127.0.0.1", show_default=True, help="Address of this machine to listen on.")
@click.option("--pages-only", is_flag=True, help="Serve the reports alone, without the app.")
@click.option("--allow-remote", is_flag=True, help="Allow a --host that other machines can reach.")
@click.option("--public-url", metavar="URL", help="Address at which a reverse proxy serves the app, such as https://policies.example.org.")
@click.option("--user-header", metavar="NAME", help="Header in which the reverse proxy names the user that it has authenticated.")
@click.option(
    "--proxy", "proxies", multiple=True, metavar="ADDRESS", help="Address or network of the reverse proxy, if elsewhere; may be repeated."
)
@common
@click.pass_obj
def serve_command(
    app: App,
    port: int,
    host: str,
    pages_only: bool,
    allow_remote: bool,
    public_url: str | None,
    user_header: str | None,
    proxies: tuple[str, ...],
) -> int:
    """Serve the reports and the web app at http://127.0.0.1:PORT/ until interrupted.

    In the app, you search and review changes, add, check, pause and resume policies, and decide on doubtful snapshots. It needs
    policy-monitor[web]; without it, the reports alone are served.
    """
    asked = host != "127.0.0.1" or allow_remote or public_url or user_header or proxies
    if not pages_only and find_spec("fastapi") and find_spec("uvicorn") and find_spec("itsdangerous"):
        return _serve_app(app, host, port, allow_remote, public_url, user_header, proxies)
    if asked:
        missing = (
            "with --pages-only, only --port can be given" if pages_only else "--host and the options of proxies need policy-monitor[web]"
        )
        raise UsageError(f"{missing}; the reports alone are served on 127.0.0.1")
    if not pages_only:
        app.message("Actions and the API need `pip install 'policy-monitor[web]'`; only the reports are served.")
    return _serve_pages(app, port)


def _serve_app(
    app: App, host: str, port: int, remote: bool, public_url: str | None, user_header: str | None, proxies: tuple[str, ...]
) -> int:
    from monitor.web.access import access_of
    from monitor.web.server import listen, serve_app

    access = access_of(host, remote=remote, public_url=public_url, user_header=user_header, proxies=proxies)
    reports = app.settings().reports
    shown = f"[{host}]" if ":" in host else host

    def said(chosen: int) -> None:
        click.echo(f"Serving {reports} at http://{shown}:{chosen}/ (Ctrl-C stops)", err=True)

    return serve_app(app.config, listen(host, port), access, said)


def _serve_pages(app: App, port: int) -> int:
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
    return 0
