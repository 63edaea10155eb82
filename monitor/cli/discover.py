"""`discover`: finds a company's documents from its home page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import INCOMPLETE, App, results
from monitor.cli.listing import columns, confirmed
from monitor.errors import UsageError
from monitor.present.phrases import plural

if TYPE_CHECKING:
    from monitor.pipeline.discover import Discovery

_PLACES = {
    "footer": "footer of the home page", "menu": "menu of the home page", "page": "home page", "head": "the page's metadata",
    "data": "structured data", "sitemap": "sitemap", "guess": "a usual address", "article": "text of the home page",
}  # fmt: skip


@click.command("discover")
@click.argument("domains", nargs=-1, required=True, metavar="DOMAIN...")
@click.option("--add", is_flag=True, help="Add what is found to config.yaml, after asking.")
@click.option("--yes", is_flag=True, help="Do not ask before adding.")
@click.option("--name", help="Name of the company, if only one is named.  [default: what its home page says, or the domain]")
@click.option("--document", "kinds", multiple=True, help="Only this kind of document; may be repeated.")
@click.option("--tag", "tags", multiple=True, help="Tag for what is added; may be repeated.")
@click.option("--history", help="Source of the history of what is added, for instance wayback.")
@results
@click.pass_obj
def discover_command(
    app: App,
    domains: tuple[str, ...],
    add: bool,
    yes: bool,
    name: str | None,
    kinds: tuple[str, ...],
    tags: tuple[str, ...],
    history: str | None,
) -> int:
    """Find the privacy policy, terms, cookie notice, sub-processors, DPA and acceptable use policy of each DOMAIN.

    It looks on the home page, on the pages that list them, in the sitemap, and at addresses that many companies use;
    each is read before it counts as found. robots.txt is honoured. Exit code 1 if a home page can't be read.
    """
    from monitor.core.discover.kinds import KINDS

    if name and len(set(domains)) > 1:
        raise UsageError("--name is for one DOMAIN; leave it out, and each is named by its home page")
    for kind in kinds:
        if kind not in KINDS:
            raise UsageError(f"{kind!r} is not looked for; expected {', '.join(KINDS)}")
    found = [search(app, domain, kinds) for domain in dict.fromkeys(domains)]
    for one in found:
        _show(app, one, kinds or KINDS)
    added = add_found(app, found, name=name, tags=tags, history=history, yes=yes) if add else []
    app.result({"discovered": [_json(one) for one in found], "added": added})
    if not add and any(one.found for one in found):
        app.line(f"To track them: policy-monitor discover {' '.join(domains)} --add")
    return INCOMPLETE if any(one.fault for one in found) else 0


def search(app: App, domain: str, kinds: Sequence[str] = (), *, retries: int = 1) -> Discovery:
    """Looks for the documents of a domain, with the settings of the configuration for fetching and reading.

    Raises:
        UsageError: it is no domain and no web address.
    """
    from monitor.assemble import live_source
    from monitor.pipeline.discover import discover
    from monitor.portfolio.listed import address_of
    from monitor.workers.analysis import InWorker
    from monitor.workers.limits import JobLimits

    settings = app.settings()
    try:
        home = address_of(domain)
    except ValueError as error:
        raise UsageError(
            f"{domain[:100]!r} is not a domain ({error}); expected one such as example.org, or the address of a home page"
        ) from None
    app.message(f"{domain}: looking for its documents …")
    # A private address is open only if it was typed here.
    source = live_source(settings.fetch.model_copy(update={"retries": min(retries, settings.fetch.retries)}), [home])
    found = discover(source, InWorker(JobLimits(**settings.limits.model_dump())), home)
    found.found = [one for one in found.found if not kinds or one.kind in kinds]
    return found


def _show(app: App, one: Discovery, kinds: Sequence[str]) -> None:
    if one.fault:
        click.echo(f"{one.asked}: {one.fault}", err=True)
        return
    app.line(f"{one.name or one.home}: {plural(len(one.found), 'document')} found.")
    for line in found_lines(one):
        app.line(f"  {line}")
    if missing := [kind for kind in kinds if kind not in {found.kind for found in one.found}]:
        app.line(f"  not found: {', '.join(missing)}")
    for url, why in one.left_out:
        app.line(f"  left out: {url}: {why}")


def found_lines(one: Discovery) -> list[str]:
    """A table of what was found; empty when nothing was."""
    rows = [(found.kind, found.url, _PLACES[found.place]) for found in one.found]
    return list(columns(("document", "address", "found in"), rows)) if rows else []


def _json(one: Discovery) -> dict[str, Any]:
    return {
        "asked": one.asked, "home": one.home, "name": one.name or None, "error": one.fault or None, "requests": one.requests,
        "documents": [{"document": found.kind, **{k: v for k, v in asdict(found).items() if k != "kind"}} for found in one.found],
        "left_out": [{"url": url, "says": why} for url, why in one.left_out],
    }  # fmt: skip


def add_found(
    app: App, found: Iterable[Discovery], *, name: str | None, tags: Sequence[str] = (), history: str | None = None, yes: bool = False
) -> list[dict[str, Any]]:
    """Adds the documents that are not tracked, after asking; returns the entries that were written."""
    from monitor.config.edit import add_policies
    from monitor.config.validators import history_address
    from monitor.portfolio.listed import Listed, Listing, label, tags_of
    from monitor.portfolio.plan import plan_of

    try:
        history = history_address(history) if history is not None else None
    except ValueError as error:
        raise UsageError(str(error)) from None
    listing = Listing("what was found")
    for company in found:
        for one in company.found:
            listing.take(Listed(company.asked, (one.url,), label(name or company.name), one.kind))
    settings = app.settings()
    taken = {*(policy.kept_in for policy in settings.policies), *settings.removed}
    plan = plan_of(listing, settings.policies, taken=taken, tags=tags_of(tags), history=history)
    for left in plan.left_out:
        app.line(f"{left.what}: {left.why}.")
    if not plan.entries or not (yes or confirmed(app, f"Add {plural(len(plan.entries), 'policy', 'policies')} to {app.config}?")):
        return []
    add_policies(app.config, plan.entries)
    app.settings(again=True)
    for entry in plan.entries:
        app.line(f"Added {entry['id']} ({entry['url']}) to {app.config}.")
    app.line(f"Next: policy-monitor check {' '.join(entry['id'] for entry in plan.entries)} --fetch")
    return plan.entries
