"""Packs what is remembered, many answers of one kind in a block: what one version leaves behind is much like what the next one does.

Of two hundred versions the answers took a megabyte, one by one, and a fifth of that in blocks. A block has its questions in front,
so that its answers are unpacked when one of them is asked for.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from sqlite3 import Connection

from monitor.store.patches import Patch, Unreadable, content_of, frame_of

_BLOCK = "packed "
"""How the question begins under which a block is kept; a number follows."""
_MOST, _MOST_CHARACTERS = 256, 500_000
"""Answers of a block, and characters of them together."""
_MOST_OPEN = 8
"""Blocks whose answers stay in memory: a long history has megabytes of them, and asks for most in their order."""
_MOST_BYTES = 100_000_000
_LENGTH = struct.Struct("<I")
_FEW = 8
"""Fewer new answers than this are left alone until there are more, where there is a block they would go into: it would be written again."""

Answers = dict[str, str | bytes]
"""By question an answer as it is stored."""


def is_block(question: str) -> bool:
    """True for what a block is kept under, which is no question."""
    return question.startswith(_BLOCK)


class AnswerBlock:
    """The answers of a block.

    Args:
        packed: as it is kept.

    Raises:
        ValueError: it is damaged.
    """

    def __init__(self, packed: str | bytes) -> None:
        if isinstance(packed, str) or len(packed) < _LENGTH.size:
            raise ValueError("answers that can't be unpacked: they are cut off")
        body = _LENGTH.size + _LENGTH.unpack_from(packed)[0]
        self.questions = tuple(_unpacked(packed[_LENGTH.size : body]))
        self._body = packed[body:]
        self._answers: list[str] | None = None

    def __getitem__(self, question: str) -> str:
        """An answer as JSON; raises ValueError when the block is damaged."""
        if self._answers is None:
            answers = _unpacked(self._body)
            if len(answers) != len(self.questions):
                raise ValueError("answers that can't be unpacked: some are missing")
            self._answers = answers
        return self._answers[self.questions.index(question)]

    def close(self) -> None:
        """Let go of the answers until one is asked for again."""
        self._answers = None

    def answers(self) -> Answers:
        """All of them by question; none of a damaged block."""
        try:
            return {question: self[question] for question in self.questions}
        except ValueError:
            return {}


class OpenBlocks:
    """Answers by question from blocks, of which the few that were asked last stay unpacked."""

    def __init__(self, blocks: Iterable[AnswerBlock]) -> None:
        self._holding = {question: block for block in blocks for question in block.questions}
        self._open: dict[AnswerBlock, None] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._holding)

    def __contains__(self, question: object) -> bool:
        return question in self._holding

    def __getitem__(self, question: str) -> str:
        """An answer as JSON; raises KeyError when there is none, and ValueError when its block is damaged."""
        block = self._holding[question]
        self._open.pop(block, None)
        self._open[block] = None
        if len(self._open) > _MOST_OPEN:
            oldest = next(iter(self._open))
            del self._open[oldest]
            oldest.close()
        return block[question]


def read_blocks(rows: Mapping[str, str | bytes]) -> dict[str, AnswerBlock]:
    """The blocks among some rows, by what they are kept under; damaged ones, whose answers are found again, are left out."""
    found = {}
    for question, packed in rows.items():
        try:
            if is_block(question):
                found[question] = AnswerBlock(packed)
        except ValueError:
            continue
    return found


def pack_answers(db: Connection, policy_id: str, apart: Sequence[str]) -> None:
    """Put what is remembered of a policy into blocks; full blocks stay as they are.

    Args:
        db: in a transaction.
        policy_id: whose.
        apart: questions whose answers others look up by themselves.
    """
    for (purpose,) in db.execute("select distinct purpose from remembered where policy = ?", (policy_id,)).fetchall():
        sql = "select question, answer from remembered where policy = ? and purpose = ? order by rowid"
        rows: Answers = dict(db.execute(sql, (policy_id, purpose)).fetchall())
        blocks = read_blocks(rows)
        loose = {question: answer for question, answer in rows.items() if not is_block(question) and question not in apart}
        stale = {name for name, block in blocks.items() if not loose.keys().isdisjoint(block.questions)}
        open_blocks = {name for name, block in blocks.items() if name in stale or len(block.questions) < _MOST}
        if len(loose) < (_FEW if blocks else 2):
            continue
        answers: Answers = {q: a for name in blocks if name in open_blocks for q, a in blocks[name].answers().items()} | loose
        gone = [*open_blocks, *loose, *(name for name in rows if is_block(name) and name not in blocks)]
        db.executemany("delete from remembered where policy = ? and purpose = ? and question = ?", [(policy_id, purpose, q) for q in gone])
        names = _free_names(blocks.keys() - open_blocks)
        packed = [(policy_id, purpose, next(names), block) for block in _packed(answers)]
        db.executemany("insert into remembered values (?, ?, ?, ?)", packed)


def _free_names(taken: set[str]) -> Iterator[str]:
    number = 0
    while True:
        if (name := f"{_BLOCK}{number}") not in taken:
            yield name
        number += 1


def _packed(answers: Answers) -> Iterator[bytes]:
    questions: list[str] = []
    texts: list[str] = []
    for question, stored in answers.items():
        text = _text_of(stored)
        if text is None or "\n" in question:
            continue
        if len(texts) == _MOST or sum(map(len, texts)) + len(text) > _MOST_CHARACTERS:
            yield _block_of(questions, texts)
            questions, texts = [], []
        questions.append(question)
        texts.append(text)
    if texts:
        yield _block_of(questions, texts)


def _block_of(questions: Sequence[str], texts: Sequence[str]) -> bytes:
    head = frame_of("\n".join(questions).encode("utf-8", "surrogatepass"))
    return _LENGTH.pack(len(head)) + head + frame_of("\n".join(texts).encode("utf-8", "surrogatepass"))


def _text_of(stored: str | bytes) -> str | None:
    """An answer as JSON, which has no line break; None for a damaged one, which is found again."""
    try:
        text = stored if isinstance(stored, str) else zlib.decompress(stored).decode("utf-8", "surrogatepass")
    except (ValueError, zlib.error):
        return None
    return None if "\n" in text else text


def _unpacked(frame: bytes) -> list[str]:
    try:
        return content_of(Patch(None, frame), most=_MOST_BYTES).decode("utf-8", "surrogatepass").split("\n")
    except Unreadable as error:
        raise ValueError(f"answers that can't be unpacked: {error}") from error
