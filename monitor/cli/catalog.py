"""`catalog`: finds documents of well-known services and adds them to config.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from monitor.cli.app import App, results
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.catalog.services import Service


@click.group("catalog")
def catalog_command() -> None:
    """Find the documents of well-known services, and track them.

    The addresses were written down by hand. Sites move them; `policy-monitor check --fetch` tells whether one still leads to the policy.
    """


@catalog_command.command("search")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--tag", "tags", multiple=True, help="Only services with this tag; may be repeated.")
@results
@click.pass_obj
def search(app: App, words: tuple[str, ...], tags: tuple[str, ...]) -> None:
    """List the services that match every WORD (default: all): by id, vendor, tag, kind of document or host."""
    from monitor.catalog.services import matching, services

    found = matching(words, tags)
    app.result(
        {"services": [{"id": one.id, "vendor": one.vendor, "tags": list(one.tags), "documents": dict(one.documents)} for one in found]}
    )
    for one in found:
        app.line(f"{one.id}  {one.vendor}  ({', '.join(one.tags)})")
        for kind, url in one.documents.items():
            app.line(f"  {kind}: {url}")
    if not found:
        known = sorted({tag for one in services() for tag in one.tags})
        app.line(f"No service of the catalog matches. Tags: {', '.join(known)}.")


@catalog_command.command("add")
@click.argument("service_ids", nargs=-1, required=True, metavar="SERVICE...")
@click.option("--document", "kinds", multiple=True, help="Only this kind of document; may be repeated.  [default: all]")
@click.option("--history", help="Source of their history, for instance wayback.")
@results
@click.pass_obj
def add(app: App, service_ids: tuple[str, ...], kinds: tuple[str, ...], history: str | None) -> None:
    """Add the documents of each SERVICE to config.yaml; those that are already tracked are left as they are."""
    from monitor.config.edit import add_policies
    from monitor.config.validators import history_address

    try:
        history = history_address(history) if history is not None else None
    except ValueError as error:
        raise UsageError(str(error)) from None
    documents = _documents(service_ids, kinds)
    policies = app.settings().policies
    tracked = {url: policy.id for policy in policies for url in policy.addresses}
    tracked |= {url: policy.id for policy in policies for one, kind, url in documents if policy.id == one.policy_id(kind)}
    entries: list[dict[str, str | bool | None]] = [
        {"id": one.policy_id(kind), "name": one.vendor, "document": kind, "url": url, "history": history}
        for one, kind, url in documents
        if url not in tracked
    ]
    add_policies(app.config, entries)
    app.settings(again=True)
    known = [{"id": tracked[url], "url": url} for _, _, url in documents if url in tracked]
    app.result({"added": entries, "tracked": known})
    for entry in entries:
        app.line(f"Added {entry['id']} ({entry['url']}) to {app.config}.")
    for one_known in known:
        app.line(f"{app.config} already tracks {one_known['url']}, as {one_known['id']!r}.")
    if entries:
        app.line(f"Next: policy-monitor check {' '.join(str(entry['id']) for entry in entries)} --fetch")


def _documents(service_ids: Sequence[str], kinds: Sequence[str]) -> list[tuple[Service, str, str]]:
    """Service, kind and address of each document asked for.

    Raises:
        UsageError: the catalog lacks a service, or one of the services a kind.
    """
    from monitor.catalog.services import service_of

    try:
        chosen = [service_of(service_id) for service_id in dict.fromkeys(service_ids)]
    except KeyError as error:
        raise UsageError(f"{error.args[0]}; `policy-monitor catalog search` lists them") from None
    wanted = {kind.lower() for kind in kinds}
    for one in chosen:
        if missing := wanted - {kind.lower() for kind in one.documents}:
            raise UsageError(f"the catalog has no {min(missing)!r} of {one.vendor}; it has: {', '.join(one.documents)}")
    return [(one, kind, url) for one in chosen for kind, url in one.documents.items() if not wanted or kind.lower() in wanted]
