"""One more policy for config.yaml: its id and kind of document, and what prevents it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.config.edit import add_policy, set_removed
from monitor.config.slug import document_id, name_of, slug_fault, slug_of
from monitor.config.validators import history_address, web_address
from monitor.core.discover.kinds import kind_of_address
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.config import Settings


@dataclass(frozen=True, slots=True)
class NewPolicy:
    """A policy to be added, as a person describes it; None leaves a key out, or has it derived."""

    url: str
    name: str | None = None
    policy_id: str | None = None
    document: str | None = None
    history: str | None = None
    browser: bool = False
    follow: str | None = None


@dataclass(frozen=True, slots=True)
class AddedPolicy:
    """The policy that was written to the configuration."""

    id: str
    name: str
    url: str
    resumes: bool
    """Its id has a history already, of a policy that was removed."""


def checked_addresses(new: NewPolicy) -> tuple[str, str | None]:
    """The address and the history in the form in which they are kept.

    Raises:
        UsageError: one of them is not valid.
    """
    try:
        return web_address(new.url), None if new.history is None else history_address(new.history)
    except ValueError as error:
        raise UsageError(str(error)) from None


def append_policy(config: Path, settings: Settings, new: NewPolicy) -> AddedPolicy:
    """Adds a policy to the file, keeping its comments and order.

    Args:
        config: the file.
        settings: what it holds.
        new: the policy.

    Raises:
        UsageError: an address or the id is not valid, or is taken.
        ConfigError: the file can't be read or written.
    """
    url, history = checked_addresses(new)
    name = (new.name or name_of(url)).strip()
    policy_id = new.policy_id or slug_of(name)
    if fault := slug_fault(policy_id):
        raise UsageError(f"{policy_id!r} is not a valid id ({fault}); choose one with --id")
    # Before the id: whoever adds the same page twice should hear that, not that its id is taken.
    for policy in settings.policies:
        if url in policy.addresses:
            raise UsageError(f"{config} already tracks {url}, as {policy.id!r}")
    document = new.document
    taken = {key: policy for policy in settings.policies for key in (policy.id, policy.kept_in)}
    if policy_id in taken:
        if new.policy_id is not None:
            first = taken[policy_id]
            says = "already has a policy" if first.id == policy_id else f"keeps the history of {first.id!r} as"
            raise UsageError(f"{config} {says} {policy_id!r} ({first.addresses[0]}); choose another --id")
        # A further document of the company: its terms beside its privacy policy.
        document = document or kind_of_address(url)
        policy_id = document_id(name, document or "document", {*taken, *settings.removed})
    add_policy(
        config,
        policy_id=policy_id,
        name=name,
        url=url,
        document=document,
        history=history,
        browser=new.browser,
        follow=new.follow,
    )
    resumes = policy_id in settings.removed
    if resumes:
        set_removed(config, [folder for folder in settings.removed if folder != policy_id])
    return AddedPolicy(policy_id, name, url, resumes)
