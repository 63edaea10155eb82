"""Which pictures and archives belong to which version, and their copies beside the pages; nothing is taken here."""

from __future__ import annotations

from bisect import bisect_left
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from monitor.errors import StoreError
from monitor.model import KeptEvidence, Policy
from monitor.pipeline.context import MonitorContext
from monitor.render.evidence import evidence_name
from monitor.render.write_if_changed import report_errors
from monitor.store.atomic_write import write_atomically
from monitor.store.evidence import FOLDER


def has_evidence(context: MonitorContext, policy: Policy) -> bool:
    """Whether anything was ever kept: of thousands of policies, the ledgers of those without need not be read for it."""
    return (context.archive.root / context.archive.folder(policy.id) / FOLDER).is_dir()


def evidence_of(context: MonitorContext, policy: Policy) -> dict[int, tuple[KeptEvidence, ...]]:
    """What is kept of a policy's versions, by the position of the version; nothing where the ledger can't be read.

    A version of several pages has evidence of those of its pages that were new with it.
    """
    if not has_evidence(context, policy):
        return {}
    found: dict[int, tuple[KeptEvidence, ...]] = {}
    names = context.index.version_names(policy.id)
    dates = [one.captured_at for one in names]
    with suppress(StoreError):
        for one in context.archive.evidence(policy.id):
            place = bisect_left(dates, one.captured_at)
            # A snapshot that is no version any more: what shows it says nothing of the version that followed.
            if place < len(dates) and (dates[place] == one.captured_at or len(policy.urls) > 1):
                found[place] = (*found.get(place, ()), one)
    return found


def evidence_key(context: MonitorContext, policy: Policy) -> str:
    """A digest of what is kept, of which a policy's pages are made as well; empty for nothing."""
    kept = evidence_of(context, policy)
    digests = [f"{place} {one.sha256}" for place, those in sorted(kept.items()) for one in those]
    return f"evidence {sha256(' '.join(digests).encode()).hexdigest()[:16]}" if digests else ""


def copy_evidence(context: MonitorContext, policy: Policy, folder: Path, *, anew: bool) -> None:
    """Puts the files beside the pages that link to them, since a published reports folder is all that others see.

    Args:
        context: the store.
        policy: whose files.
        folder: of its pages.
        anew: replace a file that is there but has other bytes.

    Raises:
        ReportsUnwritable: they can't be written there.
    """
    for one in (one for those in evidence_of(context, policy).values() for one in those):
        target = folder / evidence_name(one)
        with report_errors(target):
            same = target.is_file() and target.stat().st_size == one.size
            if same and not (anew and sha256(target.read_bytes()).hexdigest() != one.sha256):
                continue
        # Lost or altered: `verify` says so, and a page whose link leads nowhere is better than none.
        try:
            content = context.archive.read_evidence(policy.id, one)
        except StoreError:
            continue
        with report_errors(target):
            write_atomically(target, content, sync_name=False, sync=False)
