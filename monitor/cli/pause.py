"""`pause` and `resume`: whether policies are checked."""

from __future__ import annotations

from collections.abc import Sequence

import click

from monitor.cli.app import App, results
from monitor.errors import UsageError
from monitor.model import Policy


@click.command("pause")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@click.option("--tag", "tags", multiple=True, help="Also all policies with this tag; may be repeated.")
@results
@click.pass_obj
def pause_command(app: App, policies: tuple[str, ...], tags: tuple[str, ...]) -> None:
    """Stop checking each POLICY until it is resumed. Its stored history stays, and is shown as before."""
    _set(app, policies, tags, paused=True)


@click.command("resume")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
@click.option("--tag", "tags", multiple=True, help="Also all policies with this tag; may be repeated.")
@results
@click.pass_obj
def resume_command(app: App, policies: tuple[str, ...], tags: tuple[str, ...]) -> None:
    """Check each paused POLICY again, from the next run on."""
    _set(app, policies, tags, paused=False)


def chosen_by(app: App, policies: Sequence[str], tags: Sequence[str]) -> list[Policy]:
    """The policies that are named, and those with one of the tags, each once.

    Raises:
        UsageError: neither is given, there is no such policy, or no policy has the tag.
    """
    if not policies and not tags:
        raise UsageError("name policies, or choose them with --tag")
    context = app.context()
    for tag in tags:
        if not any(tag in policy.tags for policy in context.policies):
            raise UsageError(f"no policy has the tag {tag!r}; `policy-monitor tags` lists the tags")
    named = [context.policy(policy_id) for policy_id in policies]
    return list({policy.id: policy for policy in [*named, *(p for p in context.policies if set(tags) & set(p.tags))]}.values())


def _set(app: App, policies: Sequence[str], tags: Sequence[str], *, paused: bool) -> None:
    from monitor.config.edit import change_policies

    chosen = chosen_by(app, policies, tags)
    word = "paused" if paused else "resumed"
    changed = [policy.id for policy in chosen if policy.paused != paused]
    change_policies(app.config, {policy_id: {"paused": True if paused else None} for policy_id in changed}, _ids(app))
    app.settings(again=True)
    same = [policy.id for policy in chosen if policy.id not in changed]
    app.result({word: changed, "unchanged": same})
    for policy_id in changed:
        app.line(f"{word.capitalize()} {policy_id}.")
    for policy_id in same:
        app.line(f"{policy_id} is {'paused' if paused else 'not paused'} already.")


def _ids(app: App) -> list[str]:
    return [policy.id for policy in app.settings().policies]
