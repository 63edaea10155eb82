"""`add`: adds a policy to config.yaml."""

from __future__ import annotations

import click

from monitor.cli.app import App, results
from monitor.errors import UsageError


@click.command("add")
@click.argument("url")
@click.option("--name", help="Name of the company or service.  [default: the host of URL]")
@click.option(
    "--id",
    "policy_id",
    help="Id for commands and folders; needed for a second document of the same name.  [default: derived from the name]",
)
@click.option("--document", help="Kind of document, such as 'Terms of Service'.")
@click.option("--history", help="Where its past is: wayback, memento:URL, warc:PATH, dir:PATH or none.")
@click.option("--browser", is_flag=True, help="The page needs JavaScript: fetch it with a browser (needs policy-monitor[browser]).")
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
) -> None:
    """Add the policy at URL to config.yaml, keeping its comments and order."""
    from monitor.config.edit import add_policy
    from monitor.config.slug import name_of, slug_fault, slug_of
    from monitor.config.validators import history_address, web_address

    settings = app.settings()
    try:
        url = web_address(url)
        if history is not None:
            history = history_address(history)
    except ValueError as error:
        raise UsageError(str(error)) from None
    name = (name or name_of(url)).strip()
    chosen_id, policy_id = policy_id, policy_id or slug_of(name)
    if fault := slug_fault(policy_id):
        raise UsageError(f"{policy_id!r} is not a valid id ({fault}); choose one with --id")
    for policy in settings.policies:
        if url in policy.addresses:
            raise UsageError(f"{app.config} already tracks {url}, as {policy.id!r}")
    # The terms of a company whose privacy policy is tracked keep the company's name; only the id has to differ.
    other = slug_of(f"{name} {document or 'terms'}")
    free = chosen_id is None and other not in {policy.id for policy in settings.policies}
    advice = f"for another document of {name}, add: --id {other}" if free else "choose another --id"
    for policy in settings.policies:
        if policy.id == policy_id:
            raise UsageError(f"{app.config} already has a policy {policy_id!r} ({policy.addresses[0]}); {advice}")
    add_policy(app.config, policy_id=policy_id, name=name, url=url, document=document, history=history, browser=browser, follow=follow)
    app.settings(again=True)  # what was written must load again; a fault shows now and not at the next cron run
    app.result({"id": policy_id, "name": name, "url": url})
    app.line(f"Added {policy_id} ({url}) to {app.config}. Next: policy-monitor check {policy_id} --fetch")
