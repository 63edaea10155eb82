"""Answers that were found at some expense and are worth keeping: in the index, by policy, by what they are for, and by question."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from sqlite3 import Connection
from typing import Any

from monitor.store.remembered_blocks import OpenBlocks, is_block, read_blocks

FOLD, ROWS = "fold", "rows"
"""What the memory of the fold is kept for, and the question that is answered by the rows of the history: (digest of all that a version is
made of, name of its text's file)."""
EDITION = "edition"
"""The question that is answered by what the answers were made with."""
TRACED = "traced"
"""The question of `blame` that is answered by what the last tracing came to."""
APART = (EDITION, ROWS, TRACED)
"""The questions whose answers are looked up without the others, or are another with each version: they are in no block."""
_LONG = 1_000
"""Characters from which an answer is packed: what a text hands on to the next is lists of numbers, of which a fifth remains."""


def answer_of(stored: str | bytes) -> Any:
    """An answer as it was stored, by this program or an earlier one, which packed none.

    Raises:
        ValueError: it is damaged.
    """
    if isinstance(stored, str):
        return json.loads(stored)
    try:
        return json.loads(zlib.decompress(stored))
    except zlib.error as error:
        raise ValueError(f"an answer that can't be unpacked: {error}") from error


def _stored(answer: Any) -> str | bytes:
    text = json.dumps(answer, separators=(",", ":"))
    return zlib.compress(text.encode()) if len(text) >= _LONG else text


class PolicyMemory(MutableMapping[str, Any]):
    """The answers for one policy and purpose. Changes are in memory only until `save`.

    Args:
        policy_id: whose.
        purpose: what they are for.
        rows: (question, answer) as they are stored.
        edition: identifies the program that answers; answers of another one are forgotten.
    """

    def __init__(self, policy_id: str, purpose: str, rows: Sequence[tuple[str, str | bytes]], edition: str) -> None:
        self.policy_id, self._purpose = policy_id, purpose
        stored = dict(rows)
        self._valid = stored.get(EDITION) == json.dumps(edition)
        self._blocks = read_blocks(stored) if self._valid else {}
        """What was packed; an answer that has a row of its own is the newer one."""
        self._packed = OpenBlocks(self._blocks.values())
        self._stored = {question: answer for question, answer in stored.items() if not is_block(question)} if self._valid else {}
        self._new: dict[str, Any] = {} if self._valid else {EDITION: edition}
        self._used = {EDITION}

    def __getitem__(self, question: str) -> Any:
        self._used.add(question)
        if question in self._new:
            return self._new[question]
        return answer_of(self._stored[question] if question in self._stored else self._packed[question])

    def __setitem__(self, question: str, answer: Any) -> None:
        self._used.add(question)
        self._new[question] = answer

    def __delitem__(self, question: str) -> None:
        self._used.discard(question)
        if self._new.pop(question, None) is None and question not in self._stored and question not in self._packed:
            raise KeyError(question)

    def __contains__(self, question: object) -> bool:
        return question in self._new or question in self._stored or question in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self._packed, *self._stored, *self._new]))

    def __len__(self) -> int:
        return len({*self._packed, *self._stored, *self._new})

    def keep(self, questions: Iterable[str]) -> None:
        """Treat these questions as asked, so that what is remembered of them stays."""
        self._used.update(questions)

    def save(self, db: Connection) -> None:
        """Store what is new, and delete what was not asked for: it is of texts that the policy's history does not hold any more."""
        about = self.policy_id, self._purpose
        if not self._valid:
            db.execute("delete from remembered where policy = ? and purpose = ?", about)
        # Asked for or not: a question that names a text that is gone would stay for ever.
        unused = [(*about, question) for question in self._stored.keys() - self._used]
        opened = self._opened()
        unused += [(*about, name) for name in opened]
        db.executemany("delete from remembered where policy = ? and purpose = ? and question = ?", unused)
        rows = [(*about, question, answer) for question, answer in self._kept_of(opened).items()]
        rows += [(*about, question, _stored(answer)) for question, answer in self._new.items()]
        db.executemany("insert or replace into remembered values (?, ?, ?, ?)", rows)

    def _opened(self) -> list[str]:
        """The blocks of which an answer is used no more; what is left of them gets rows of its own until it is packed again."""
        return [name for name, block in self._blocks.items() if not self._used.issuperset(block.questions)]

    def _kept_of(self, opened: Sequence[str]) -> dict[str, str | bytes]:
        answers = {question: answer for name in opened for question, answer in self._blocks[name].answers().items()}
        return {question: answer for question, answer in answers.items() if question in self._used and question not in self._stored}
