"""The search of the static site: files that its script loads, so that it works from any web server, and from disk.

Each policy has its sentences in a file. Which policies have a word is in small files, by groups of policies and by the beginning of the
word, so that a search loads a few kilobytes of each group, and then the sentences of the policies that it shows. They are scripts that
hand over JSON, because browsers let no page read files beside it, but load scripts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zlib import crc32

from monitor.core.text.sentence_cut import cut_sentences
from monitor.model import Policy
from monitor.present.phrases import without_marks
from monitor.render.html import render, renderer_digest
from monitor.render.paths import policy_folder
from monitor.render.write_if_changed import ChangedFiles, report_errors

PAGE, SCRIPT, FOLDER, SENTENCES = "search.html", "search.js", "_search", "sentences.js"
"""The page, its script, the folder of the files about words (no policy's id begins so), and a policy's file in its own folder."""
SHARDS = 32
"""Files of words in each group."""
_GROUP = 200
"""Policies of a group, about."""
_HEAD = 200


@dataclass(frozen=True, slots=True)
class SearchedPolicy:
    """A policy as the search knows it."""

    policy: Policy
    sha256: str
    """Of its newest text."""
    text: Callable[[], str]
    """Loads that text."""


def sentences_script(policy_id: str, digest: str, text: str) -> str:
    """A policy's file: its words, and its sentences as they are shown, each with what introduces it and the heading above."""
    cut = list(cut_sentences(text))
    words = sorted({term for one in cut for term in one.terms})
    shown = [[without_marks(one.text), without_marks(one.lead_in), without_marks(one.heading)] for one in cut]
    return _call("text", policy_id, {"sha256": digest, "words": " ".join(words), "sentences": shown})


def write_search(out: Path, searched: Sequence[SearchedPolicy], written: ChangedFiles, *, anew: bool) -> None:
    """Writes the page, its script, and the files of the groups that changed.

    Args:
        out: the reports folder, with the policies' own files; of those that lack one the text is cut again.
        searched: all policies with a version.
        written: collects what was written.
        anew: look at every file, also of groups that are known to be the same.

    Raises:
        StoreError: the folder cannot be written.
    """
    groups = grouped(searched)
    # Those of policies without a version are left out: choosing one would find nothing.
    tags = sorted({tag for one in searched for tag in one.policy.tags}, key=str.casefold)
    written.write(out / PAGE, render("find.html.j2", groups=len(groups), shards=SHARDS, tags=tags, count=len(searched)))
    written.write(out / SCRIPT, (Path(__file__).parent / SCRIPT).read_text(encoding="utf-8"))
    names = set()
    for number, group in enumerate(groups):
        own = {f"{number}.js", *(f"{number}-{shard}.js" for shard in range(SHARDS))}
        names |= own
        key = _key(group)
        if anew or _key_on_disk(out / FOLDER / f"{number}.js") != key or not all((out / FOLDER / name).is_file() for name in own):
            _write_group(out, number, group, key, written)
    _remove_others(out / FOLDER, names)


def grouped(searched: Sequence[SearchedPolicy]) -> list[list[SearchedPolicy]]:
    """Groups in which a policy stays when others come or go, until there are twice as many; each in the order of the ids."""
    # A power of two: with one group more, nearly all policies would move.
    count = 1
    while count * _GROUP < len(searched):
        count *= 2
    groups: list[list[SearchedPolicy]] = [[] for _ in range(count)]
    for one in sorted(searched, key=lambda one: one.policy.id):
        groups[crc32(one.policy.id.encode()) % count].append(one)
    return groups


def shard_of(word: str) -> int:
    """The file in which a word stands: by its first two characters, so that a beginning of three leads to all of its words."""
    # The script counts in the same way.
    first, second = (*map(ord, word[:2]), 0, 0)[:2]
    return (first * 31 + second) % SHARDS


def _write_group(out: Path, number: int, group: Sequence[SearchedPolicy], key: str, written: ChangedFiles) -> None:
    shards: list[dict[str, list[int]]] = [{} for _ in range(SHARDS)]
    for place, one in enumerate(group):
        for word in _words(out, one):
            shards[shard_of(word)].setdefault(word, []).append(place)
    for shard, words in enumerate(shards):
        written.write(out / FOLDER / f"{number}-{shard}.js", _call("shard", f"{number}-{shard}", dict(sorted(words.items()))))
    about = [[one.policy.id, one.policy.name, one.policy.document, list(one.policy.tags)] for one in group]
    # Last, because its key says that the others are there.
    written.write(out / FOLDER / f"{number}.js", _key_line(key) + _call("group", str(number), about))


def _words(out: Path, one: SearchedPolicy) -> Iterable[str]:
    """From the policy's own file, if it is of this text; reading it takes a tenth of cutting the text again."""
    try:
        script = (out / policy_folder(one.policy.id) / SENTENCES).read_text(encoding="utf-8")
        held = json.loads(script[script.index("{") : script.rindex("}") + 1])
        if held["sha256"] == one.sha256:
            return str(held["words"]).split()
    except (OSError, ValueError, KeyError, TypeError):  # missing or damaged
        pass
    return {term for cut in cut_sentences(one.text()) for term in cut.terms}


def _key(group: Sequence[SearchedPolicy]) -> str:
    made_of = [(one.policy.id, one.policy.name, one.policy.document, one.policy.tags, one.sha256) for one in group]
    return sha256(repr((renderer_digest(), made_of)).encode("utf-8", "replace")).hexdigest()[:32]


def _key_line(key: str) -> str:
    return f"// {key}\n"


def _key_on_disk(path: Path) -> str | None:
    try:
        with path.open(encoding="utf-8") as script:
            return script.readline(_HEAD).removeprefix("// ").strip()
    except (OSError, UnicodeDecodeError):
        return None


def _remove_others(folder: Path, names: set[str]) -> None:
    with report_errors(folder):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            # What somebody else put there stays, and `verify` names it.
            if path.name not in names and path.suffix == ".js":
                path.unlink()


def _call(function: str, name: str, value: object) -> str:
    """A script that hands over data and does nothing else; in JSON, nothing that a policy says can end its string."""
    given = ", ".join(json.dumps(one, separators=(",", ":")) for one in (name, value))
    return f"policySearch.{function}({given});\n"
