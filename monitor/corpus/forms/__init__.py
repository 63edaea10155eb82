"""The forms in which collections come, each with a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple

from monitor.corpus.forms import archive_files, dated_folders, git_versions, own_store, text_tables
from monitor.corpus.forms.csv_tables import as_database
from monitor.corpus.partition import Material, Partition, UnreadablePart
from monitor.corpus.storage import absolute, is_file, lasting_copy, names
from monitor.errors import UsageError


class Form(NamedTuple):
    """How collections of one form are read."""

    partitions: Callable[[str], Iterator[Partition | UnreadablePart]]
    """The policies of a collection, from its address. Raises UsageError when it is of another form."""
    material: Callable[[Partition], AbstractContextManager[Material]]
    """A policy's captures; they can be read within the block."""


FORMS = {
    "store": Form(own_store.partitions, own_store.material),
    "folder": Form(dated_folders.partitions, dated_folders.material),
    "warc": Form(archive_files.partitions, archive_files.material),
    "git": Form(git_versions.partitions, git_versions.material),
    "table": Form(text_tables.partitions, text_tables.material),
}


def form_of(place: str) -> str:
    """The form of a collection, by what is in it.

    Raises:
        UsageError: there is nothing there.
        StoreError: it can't be read.
    """
    if is_file(place):
        name = place.rsplit("/", 1)[-1].lower()
        if archive_files.is_archive(name):
            return "warc"
        if text_tables.is_table(name):
            return "table"
        if name.endswith((".yaml", ".yml")):
            return "store"
        raise UsageError(
            f"{place}: expected a folder, or a file that ends in .warc.gz, .wacz, .sqlite or .csv; or say what it is with --form"
        )
    entries = names(place)
    if not entries:
        raise UsageError(f"{place}: no collection found; name a folder with files, or a file")
    return _form_of_folder(place, dict(entries))


def _form_of_folder(place: str, entries: dict[str, bool]) -> str:
    if ".git" in entries or (entries.get("objects") and "HEAD" in entries):
        return "git"
    if own_store.CONFIG_NAME in entries or own_store.is_snapshots_folder(place, entries):
        return "store"
    files = [name.lower() for name, is_folder in entries.items() if not is_folder]
    if any(map(archive_files.is_archive, files)):
        return "warc"
    return "table" if any(map(text_tables.is_table, files)) else "folder"


def partitions(place: str, form: str | None = None) -> Iterator[Partition | UnreadablePart]:
    """The policies of a collection, whatever its form.

    Raises:
        UsageError: its form is not known, or not the one that is named.
        StoreError: it can't be read.
    """
    # The collection may have grown since this process read it last.
    forget_copies()
    where = absolute(place)
    yield from FORMS[form or form_of(where)].partitions(where)


def forget_copies() -> None:
    """Reads files and repositories again from now on."""
    for opened in (archive_files.opened, as_database, lasting_copy):
        opened.cache_clear()


def material(partition: Partition) -> AbstractContextManager[Material]:
    """The captures of one policy."""
    return FORMS[partition.form].material(partition)


__all__ = ["FORMS", "forget_copies", "form_of", "material", "partitions"]
