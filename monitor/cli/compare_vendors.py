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


@click.command("compare-vendors")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@click.option("--topic", "wanted", required=True, metavar="TOPIC", help="The topic, e.g. retention, sale-of-data or ai-training.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only policies with this tag; may be repeated.")
@results
@click.pass_obj
def compare_vendors_command(app: App, policies: tuple[str, ...], wanted: str, tags: tuple[str, ...]) -> None:
    """Show what each POLICY (default: every policy) says now about a topic: its sentences in force, and how long each has been there.

    Sentences are quoted word for word. A sentence that says that something is not done is marked as denied. A policy in which nothing was
    recognised may still say something about the topic.
    """
    from monitor.pipeline.in_force import vendor_of

    known_topic(wanted)
    context = app.context()
    tagged_ids = {policy.id for policy in tagged(context, tags)}
    chosen = [policy for policy in context.chosen(policies) if policy.id in tagged_ids]
    with app.progress("Reading") as update:
        vendors = []
        for done, policy in enumerate(chosen, start=1):
            vendors.append(vendor_of(context, policy))
            update(done, len(chosen))
    vendors.sort(key=lambda one: one.state(wanted) not in ("says", "unclear"))
    app.result({"schema": SCHEMA, "topic": wanted, "policies": [vendor_json(one, wanted) for one in vendors]})
    for one in vendors:
        for line in _lines(one, wanted):
            app.line(terminal_text(line))
    speaking = sum(one.state(wanted) in ("says", "unclear") for one in vendors)
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
        "sentences": [_sentence_json(one) for one in vendor.about(wanted)],
    }


def _sentence_json(one: DatedSentence) -> dict[str, Any]:
    return {
        "text": one.text,
        "lead_in": one.lead_in or None,
        "section": list(one.section),
        "since": utc_iso(one.since),
        "topics": list(one.topics),
        "polarity": one.polarity,
        "conditional": one.conditional,
    }


def _lines(vendor: Vendor, wanted: str) -> list[str]:
    from monitor.render.in_force_pages import STATES

    lines = [f"{vendor.policy.id}  {policy_title(vendor.policy)}"]
    state = vendor.state(wanted)
    lines += [f"  {STATES[state]}"] if state in STATES else []
    for one in vendor.about(wanted):
        marked = f"[{one.marked(wanted)}] " if one.marked(wanted) else ""
        lines.append(f"  since {one.since:%Y-%m-%d}  {marked}{shorten(one.quoted, _SHOWN)}")
    return [*lines, ""]
