"""`add`: adds a policy to config.yaml."""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

import click

from monitor.cli.app import DONE, USAGE, App, results


@click.command("add")
@click.argument("url")
@click.option("--name", help="Name of the company or service.  [default: the host of URL]")
@click.option(
    "--id",
    "policy_id",
    help="Id for commands and folders.  [default: derived from the name, and from the document if that is taken]",
)
@click.option("--document", help="Kind of document, such as 'Terms of Service'.")
@click.option("--history", help="Source of its history: wayback, memento:URL, warc:PATH, dir:PATH or none.")
@click.option("--browser", is_flag=True, help="The page needs JavaScript: fetch it with a browser (needs policy-monitor[browser]).")
@click.option("--as-is", is_flag=True, help="Add the address even if it is a home page.")
@click.option(
    "--follow",
    type=click.Choice(["frame"]),
    help="The page only frames its text (iframe, object, linked PDF): read what it frames.",
)
@results
@click.pass_obj
def add_command(
    app: App,
    url: str,
    name: str | None,
    policy_id: str | None,
    document: str | None,
    history: str | None,
    browser: bool,
    follow: str | None,
    as_is: bool,
) -> int:
    """Add the policy at URL to config.yaml, keeping its comments and order.

    If URL is a home page, the documents that `discover` finds are offered instead.
    """
    from monitor.portfolio.adding import NewPolicy, append_policy, checked_addresses

    settings = app.settings()
    new = NewPolicy(url, name, policy_id, document, history, browser, follow)
    url, _ = checked_addresses(new)
    if not as_is and document is None and is_home(url) and offered(app, url, name):
        return DONE if len(app.settings(again=True).policies) > len(settings.policies) else USAGE
    added = append_policy(app.config, settings, new)
    if added.resumes:
        app.line(f"It continues the history in {settings.snapshots.name}/{added.id}.")
    app.settings(again=True)  # what was written must load again; a fault shows now and not at the next cron run
    app.result({"id": added.id, "name": added.name, "url": added.url})
    app.line(f"Added {added.id} ({added.url}) to {app.config}. Next: policy-monitor check {added.id} --fetch")
    return DONE


def is_home(url: str) -> bool:
    """Whether an address is that of a site's first page."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def offered(app: App, url: str, name: str | None) -> bool:
    """Looks for a home page's documents, says so and offers them; False when there are none, so that the address itself is added.

    A site may show its policy on its first page, and one that can't be reached now may be up tomorrow.
    """
    from monitor.cli.discover import add_found, found_lines, search
    from monitor.errors import MonitorError

    try:
        found = search(app, url, retries=0)
    except MonitorError:
        return False
    if found.fault or not found.found:
        return False
    click.echo(f"{url} is a home page. Documents that it leads to:", err=True)
    for line in found_lines(found):
        click.echo(f"  {line}", err=True)
    if sys.stdin.isatty() and not app.json and click.confirm("Add these instead?"):
        add_found(app, [found], name=name, yes=True)
        return True
    says = f"add one of them, or all with `policy-monitor discover {url} --add`; --as-is adds the home page itself"
    click.echo(f"policy-monitor: nothing was added; {says}", err=True)
    return True
