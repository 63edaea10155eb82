"""`verify`: checks that nothing in the store was altered or lost, and says what that shows and what it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, jobs_option, results
from monitor.cli.root import root_json, root_size
from monitor.errors import StoreError
from monitor.present.phrases import joined, plural
from monitor.timestamps import utc_iso, utc_iso_or_none

if TYPE_CHECKING:
    from monitor.pipeline.context import MonitorContext
    from monitor.pipeline.verification import Verification


_NAMED = 3
"""So many policies are listed by name."""


@click.command("verify")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@click.option(
    "--against",
    metavar="ROOT",
    callback=lambda _, __, value: None if value is None else _root(value),
    help="A root that you kept: from a mail, a page or `status`.",
)
@click.option("--quick", is_flag=True, help="Do not derive histories and render pages again for comparison.")
@click.option("--rebuild", is_flag=True, help="First repair a copied store and derive the index again from the files.")
@jobs_option
@results
@click.pass_obj
def verify_command(app: App, policies: tuple[str, ...], against: str | None, quick: bool, rebuild: bool, jobs: int | None) -> int:
    """Verify every stored object, and everything that was derived from them. Exit code 1 if a fault is found.

    Without a root, this shows that all parts of the store agree with each other. Someone who can write to the whole store can change all
    of them alike; --against shows that nothing recorded before the root was printed was altered or removed.

    A copy taken while the store was written to may be incomplete at the end. --rebuild notes in each ledger what is missing there.
    """
    from monitor.pipeline.verification import verify

    context = app.context()
    repaired = _rebuild(app, context, jobs) if rebuild else []
    chosen = [policy.id for policy in context.chosen(policies)] if policies else None
    with app.progress("Verifying") as update:
        found = verify(context, chosen, against=against, derive=not quick, jobs=jobs, on_progress=update)
    count, noted = _held(context, found.policies)
    app.result(_json(found, count, repaired, noted))
    # What was repaired just now is in the ledgers' notes as well; it is printed once.
    for line in (*repaired, *([] if repaired else noted), *found.notes, *found.faults):
        app.line(line)
    verdict = plural(len(found.faults), "fault") if found.faults else "all intact"
    held = f"{plural(count, 'snapshot')} of {plural(len(found.policies), 'policy', 'policies')}"
    app.line(f"{held}: {verdict}." if found.policies or found.faults else "Nothing is stored yet.")
    for line in _proof(found) if not found.faults else ():
        app.line(line)
    return 1 if found.faults else 0


def _root(text: str) -> str:
    """The root's digits, as they may be copied from a mail or a page."""
    root = "".join(text.split()).rstrip(".").lower()
    if not re.fullmatch("[0-9a-f]{64}", root):
        raise click.BadParameter("a root has 64 hexadecimal digits; copy it from a mail, the overview page, or `policy-monitor status`")
    return root


def _json(found: Verification, count: int, repaired: list[str], noted: list[str]) -> dict[str, Any]:
    return {
        "policies": found.policies,
        "snapshots": count,
        "ok": not found.faults,
        "faults": found.faults,
        "mended": repaired,
        "noted": noted,
        "not_compared": found.notes,
        "compared": found.compared,
        "root": root_json(found.root),
        "against": root_json(found.against),
        "timestamps": [{"root": root_json(one.state), "at": utc_iso_or_none(one.stamp.at), "by": one.stamp.by} for one in found.witnessed],
    }


def _proof(found: Verification) -> Iterator[str]:
    """What this verification shows and what it does not, so that nobody takes it for more."""
    if found.root is None:
        return
    yield f"Root: {found.root.root} ({root_size(found.root)})"
    shown = "Shown" if found.whole else f"Shown, for {_named(found.policies)} alone"
    yield f"{shown}: every ledger is an unbroken chain, and all bytes match their digests. {_derived(found)}"
    if found.witnessed:
        one = found.witnessed[-1]
        yield f"Shown: {root_size(one.state)} are what they were on {utc_iso(one.stamp.at)}, when {one.stamp.by} signed their root."
    if found.against is None and not found.witnessed:
        yield "Not shown: that these are the original ledgers. Anyone who can write here could have rewritten them, this root included."
        yield "To show that, keep a root elsewhere (each mail about a change has one) and run: policy-monitor verify --against ROOT"
        return
    if found.against is None:
        return
    at = f", logged on {utc_iso(found.against.at)}" if found.against.at else ""
    size = root_size(found.against)
    yield f"{shown}: nothing that the root {found.against.root[:16]}… covers ({size}{at}) was altered, removed or reordered."
    later = found.root.lines - found.against.lines
    if later > 0:
        yield f"Not shown: that the {plural(later, 'line')} recorded later {'is' if later == 1 else 'are'} unaltered."


def _named(policies: Sequence[str]) -> str:
    return joined(policies) if len(policies) <= _NAMED else f"the {len(policies)} policies that were named"


def _derived(found: Verification) -> str:
    if not found.compared:
        return "Texts, changelogs and pages were not derived again."
    of = f" of {found.compared} of {len(found.policies)} policies" if found.compared < len(found.policies) else ""
    beyond = ", except for what is said above" if found.notes else ""
    return f"Texts, changelogs and pages{of} follow from these bytes{beyond}."


def _held(context: MonitorContext, names: Sequence[str]) -> tuple[int, list[str]]:
    """The number of snapshots in readable ledgers, and what those ledgers note as missing."""
    count, noted = 0, list[str]()
    for name in names:
        with suppress(StoreError):
            count += len(context.archive.records(name))
            noted += [f"{name}: noted on {utc_iso(one.at)}: {one.says}." for one in context.archive.repairs(name)]
    return count, noted


def _rebuild(app: App, context: MonitorContext, jobs: int | None) -> list[str]:
    from monitor.pipeline.rebuild import rebuild

    with app.writing(context, "verify"), app.progress("Deriving") as update:
        return rebuild(context, update, jobs=jobs)
