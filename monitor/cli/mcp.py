"""`mcp`: lets an assistant read the store, by the Model Context Protocol."""

from __future__ import annotations

import os
from importlib.util import find_spec

import click

from monitor.cli.app import App, common
from monitor.errors import UsageError


@click.command("mcp")
@click.option("--http", is_flag=True, help="Serve HTTP on this machine instead of standard input and output.")
@click.option("--port", type=click.IntRange(0, 65535), default=8766, show_default=True, help="Port for --http; 0 for any free port.")
@common
@click.pass_obj
def mcp_command(app: App, http: bool, port: int) -> int:
    """Answer an assistant's questions about the store, by the Model Context Protocol. Reads only.

    Without --http, it speaks over standard input and output, as desktop assistants start it. Needs policy-monitor[mcp].
    """
    if not (find_spec("mcp") and find_spec("mcp_types")):
        raise UsageError("mcp needs `pip install 'policy-monitor[mcp]'`")
    # Before anything is served: an assistant shows no more than that the server did not start.
    app.settings()
    if not http:
        from monitor.assistants.server import serve_stdio

        return serve_stdio(app.config, os.environ)
    from monitor.assistants.http import PATH, listen, serve_http

    def said(chosen: int) -> None:
        click.echo(f"Serving MCP at http://127.0.0.1:{chosen}{PATH} (Ctrl-C stops)", err=True)

    return serve_http(app.config, os.environ, listen(port), said)
