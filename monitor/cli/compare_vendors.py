"""`compare-vendors`: what policies say now about one topic, side by side, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, results
from monitor.cli.search import known_topic, tagged
from monitor.present.inert import terminal_text
from monitor.present.phrases import plural, policy_title, shorten
from monitor.present.phrases import topic as topic_name
from monitor.timestamps import utc_iso, utc_iso_or_none

if TYPE_CHECKING:
    from monitor.render.in_force_pages import DatedSentence, Vendor

SCHEMA = "policy-monitor/compare-vendors/1"
_SHOWN = 600
"""Characters of a sentence in the terminal; JSON has all of it."""
_PERHAPS = 5
"""Sentences that may be about the topic, of a policy in which none plainly is."""


@click.command("compare-vendors")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@click.option("--topic", "wanted", required=True, metavar="TOPIC", help="The topic, e.g. retention, sale-of-data or ai-training.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only policies with this tag; may be repeated.")
@results
@click.pass_obj
def compare_vendors_command(app: App, policies: tuple[str, ...], wanted: str, tags: tuple[str, ...]) -> None:
    """Show what each POLICY (default: every policy) says now about a topic: its sentences in force, and how long each has been there.

    Sentences are quoted word for word. A sentence that says that something is not done is marked as denied. Where no sentence is plainly
    about the topic, those that may be are quoted. A policy in which nothing was recognised may still say something about it.
    """
    from monitor.pipeline.in_force import vendor_of
    from monitor.render.in_force_pages import most_telling_first

    known_topic(wanted)
    context = app.context()
    tagged_ids = {policy.id for policy in tagged(context, tags)}
    chosen = [policy for policy in context.chosen(policies) if policy.id in tagged_ids]
    with app.progress("Reading") as update:
        vendors = []
        for done, policy in enumerate(chosen, start=1):
            vendors.append(vendor_of(context, policy))
            update(done, len(chosen))
    vendors = most_telling_first(vendors, wanted)
    app.result({"schema": SCHEMA, "topic": wanted, "policies": [vendor_json(one, wanted) for one in vendors]})
    for one in vendors:
        for line in _lines(one, wanted):
            app.line(terminal_text(line))
    speaking = sum(one.speaks(wanted) for one in vendors)
    app.line(f"{topic_name(wanted)}: recognised in {speaking} of {plural(len(vendors), 'policy', 'policies')}.")


def vendor_json(vendor: Vendor, wanted: str) -> dict[str, Any]:
    """One policy of the public JSON."""
    policy = vendor.policy
    return {
        "policy": policy.id,
        "name": policy.name,
        "document": policy.document,
        "tags": list(policy.tags),
        "captured_at": utc_iso_or_none(vendor.captured_at),
        "last_seen": utc_iso_or_none(vendor.last_seen),
        "state": vendor.state(wanted),
        "sentences": [_sentence_json(one, wanted) for one in vendor.about(wanted)],
        "perhaps": [_sentence_json(one, wanted) for one in vendor.perhaps(wanted)],
    }


def _sentence_json(one: DatedSentence, wanted: str) -> dict[str, Any]:
    said = one.on(wanted)
    return {
        "text": one.text,
        "lead_in": one.lead_in or None,
        "columns": one.below or None,
        "section": list(one.section),
        "since": utc_iso(one.since),
        "topics": list(one.topics),
        "polarity": said.polarity if said else "unclear",
        "conditional": bool(said and said.conditional),
    }


def _lines(vendor: Vendor, wanted: str) -> list[str]:
    from monitor.render.in_force_pages import STATES

    lines = [f"{vendor.policy.id}  {policy_title(vendor.policy)}"]
    state, perhaps = vendor.state(wanted), vendor.perhaps(wanted)
    lines += [f"  {STATES[state]}"] if state in STATES else []
    shown = perhaps[:_PERHAPS] if state == "perhaps" else vendor.about(wanted)
    lines += [_line(one, wanted) for one in shown]
    if further := len(perhaps) - (len(shown) if state == "perhaps" else 0):
        lines.append(f"  {plural(further, 'further sentence')} may be about it: see the report, or --format json.")
    return [*lines, ""]


def _line(one: DatedSentence, wanted: str) -> str:
    marked = f"[{one.marked(wanted)}] " if one.marked(wanted) else ""
    columns = f" (columns: {one.below})" if one.below else ""
    return f"  since {one.since:%Y-%m-%d}  {marked}{shorten(one.quoted, _SHOWN)}{columns}"
