"""What an import would add to `config.yaml`, and what it leaves out: nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from monitor.config.settings import PolicySettings
from monitor.config.slug import document_id, name_of
from monitor.net.urls import address_key
from monitor.portfolio.listed import LeftOut, Listed, ListedSelector, Listing


@dataclass
class ImportPlan:
    """Entries for `config.yaml`, each with its place in the list and its notes; and what is left out."""

    kind: str
    entries: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By id: what of the list is not taken over."""
    left_out: list[LeftOut] = field(default_factory=list)
    unused: tuple[str, ...] = ()
    """Headings of columns that are not imported."""


def plan_of(
    listing: Listing,
    policies: Iterable[PolicySettings],
    *,
    taken: Collection[str] = (),
    tags: Sequence[str] = (),
    history: str | None = None,
    document_of: Any = lambda url: "",
) -> ImportPlan:
    """The entries that a list adds to those that are tracked.

    Args:
        listing: what the list names.
        policies: those that are tracked.
        taken: further ids that are not free, such as those of stored histories.
        tags: for every entry.
        history: for entries whose list names none.
        document_of: the kind of document that an address itself names, or "".
    """
    plan = ImportPlan(listing.kind, left_out=list(listing.left_out), unused=listing.unused)
    ids, pages = set(taken), dict[frozenset[str], str]()
    for policy in policies:
        ids.add(policy.id)
        keys = [address_key(url) for url in policy.addresses]
        # One page of a combined document is tracked as well.
        for key in {frozenset(keys), *(frozenset([one]) for one in keys)}:
            pages.setdefault(key, f"it is already tracked, as {policy.id!r}")
    for one in listing.documents:
        page = frozenset(map(address_key, one.urls))
        if page in pages:
            plan.left_out.append(LeftOut(one.where, one.urls[0][:100], pages[page]))
            continue
        pages[page] = f"the same page as {one.where}"
        filled = replace(one, document=one.document or document_of(one.urls[0]), tags=tuple(dict.fromkeys([*one.tags, *tags])))
        entry = _entry(filled, ids, history)
        if isinstance(entry, str):
            plan.left_out.append(LeftOut(one.where, one.urls[0][:100], entry))
            continue
        ids.add(entry["id"])
        plan.entries.append(_literal(entry))
        if one.notes:
            plan.notes[entry["id"]] = one.notes
    # In the order of the file.
    plan.left_out.sort(key=lambda left: int(next(iter(re.findall(r"[0-9]{1,9}", left.where)), 0)))
    return plan


def _entry(one: Listed, ids: Collection[str], history: str | None) -> dict[str, Any] | str:
    """An entry as `config.yaml` has it, or why there can be none."""
    name = one.name or name_of(one.urls[0])
    chosen = document_id(one.id or name, "" if one.id else one.document, ids)
    entry: dict[str, Any] = {
        "id": chosen or document_id(name_of(one.urls[0]), one.document, ids),
        "name": name,
        "document": one.document or None,
        "url": one.urls[0],
        "urls": list(one.urls[1:]) or None,
        "select": _selectors(one.select),
        "remove": _selectors(one.remove),
        "history": one.history or history,
        "browser": one.browser or None,
        "tags": list(one.tags) or None,
        "paused": one.paused or None,
    }
    entry = {key: value for key, value in entry.items() if value is not None}
    # `${NAME}` in a list of strangers would be replaced by a variable of this machine, a password perhaps.
    if "${" in str(entry):
        return "it names a variable of this machine (${…})"
    try:
        PolicySettings.model_validate(entry)
    except (ValidationError, ValueError) as error:
        faults = error.errors(include_url=False) if isinstance(error, ValidationError) else [{"msg": str(error)}]
        return str(faults[0]["msg"]).removeprefix("Value error, ")[:200]
    return entry


def _selectors(given: Sequence[ListedSelector]) -> list[str | Mapping[str, str]] | None:
    """Selectors as `config.yaml` has them: text, or a mapping where they hold for a time only."""
    found: list[str | Mapping[str, str]] = []
    for one in given:
        dated = {"valid_from": one.valid_from, "valid_until": one.valid_until}
        days = {key: value for key, value in dated.items() if value}
        found.append({"css": one.css, **days} if days else one.css)
    return found or None


def _literal(value: Any) -> Any:
    """With dollar signs as `config.yaml` has them: "$$" there is one."""
    if isinstance(value, str):
        return value.replace("$$", "$$$$")
    if isinstance(value, list):
        return [_literal(one) for one in value]
    return {key: _literal(one) for key, one in value.items()} if isinstance(value, dict) else value
